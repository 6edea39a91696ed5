package import SourceControl
package import Store
import Synchronization

extension Pipeline {
    /// A pull request as the host has it now.
    package func changeRequest(_ number: Int, of repository: RepositoryRecord) async throws(SourceControlError) -> ChangeRequest {
        do {
            return try await withDeadline(.seconds(limits.actionSeconds), time) {
                try await self.connections.host(repository).changeRequest(number)
            }
        } catch let error as SourceControlError {
            throw error
        } catch {
            throw SourceControlError(.unreachable, "\(repository.name) cannot be asked for \(repository.noun) \(number): \(error)")
        }
    }

    /// Looks at all open pull requests soon, for one that nobody told of.
    package func sweepSoon() async throws(StoreError) {
        try await store.enqueue(key: "sweep", kind: JobKind.sweep.rawValue, runAfter: time.now())
    }
}

extension Pipeline {
    /// Seconds in which a repository's host is not asked again for its name.
    private static let nameSeconds = 300.0

    /// Has hosts asked soon what these repositories are called.
    ///
    /// A delivery with their secret names one that is not known here, which may be one of them with a new name. What was missed meanwhile is
    /// caught up then.
    package func askForNames(of repositories: [RepositoryRecord]) async throws(StoreError) {
        let now = time.now()
        let isDue = inspections.withLock { last in
            let due = repositories.filter { last[$0.id].map { $0 + Self.nameSeconds <= now } ?? true }
            for repository in due { last[repository.id] = nil }
            return !due.isEmpty
        }
        if isDue { try await sweepSoon() }
    }
}

extension RepositoryRecord {
    /// What the host calls a change request.
    package var noun: String { ChangeRequest.noun(onHost: host) }
}
