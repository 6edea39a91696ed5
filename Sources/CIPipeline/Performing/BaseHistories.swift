import SourceControl
import Synchronization

/// The base branch's history as each waiting run last read it, so that looking for a base run every few seconds does not ask the host anew.
final class BaseHistories: Sendable {
    private struct Entry {
        let commits: [Commit]
        let expires: Double
    }

    private let entries = Mutex<[Int: Entry]>([:])

    /// What is remembered for a run, or what `read` gives, which is remembered then.
    ///
    /// - Parameter lasting: seconds.
    func history(of run: Int, now: Double, lasting: Double, _ read: () async throws -> [Commit]) async throws -> [Commit] {
        let known = entries.withLock { entries in
            entries = entries.filter { $0.value.expires > now }
            return entries[run]
        }
        if let known { return known.commits }
        let commits = try await read()
        entries.withLock { $0[run] = Entry(commits: commits, expires: now + lasting) }
        return commits
    }
}
