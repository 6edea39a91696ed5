import Foundation
import Logging

/// Forks of the project and its names.
extension LocalGitLab {
    /// The fork of an account, made when there is none.
    func fork(for user: GitLabUser) async throws -> Fork {
        try await forks.make(for: user.username, id: change { $0.host.nextID() }) { [weak self] fork, push in
            await self?.received(push, in: fork)
        }
    }

    static func headReference(_ number: Int) -> String { "refs/merge-requests/\(number)/head" }

    /// A push to a fork gives its open merge requests new heads.
    private func received(_ push: Push, in fork: Fork) async {
        guard let user = GitLabUser.named(fork.owner) else { return }
        do {
            for request in read(\.host.pulls)
            where request.state == .open && request.fork == fork && request.headBranch == push.branch {
                guard let tip = try await forks.fetch(request.headBranch, of: fork, to: Self.headReference(request.number)) else {
                    continue
                }
                let moved = change(request) { $0.headSHA = tip }
                try await emitMergeRequest("update", moved, by: user, oldRevision: request.headSHA)
            }
        } catch {
            logger.error("cannot handle a push to a fork", metadata: ["fork": "\(fork.owner)", "error": "\(error)"])
        }
    }

    /// Gives the project another path; the old one leads to it.
    ///
    /// Only an instance's own hook tells of it; here that is one for all events.
    func rename(to name: String) {
        let old = answers.names.fullName
        guard name != answers.names.current else { return }
        answers.names.rename(to: name)
        emit(
            "System Hook", trigger: "system_events",
            [
                "event_name": "project_rename", "name": name, "path": name, "path_with_namespace": answers.names.fullName,
                "old_path_with_namespace": old, "project_id": GitLabNames.projectID, "project_visibility": "private",
                "created_at": answers.time(answers.createdAt), "updated_at": answers.time(now()),
            ])
    }
}
