import Foundation
import Synchronization

/// A copy of the repository that belongs to somebody else: a bare repository of its own, pushed to by path.
struct Fork: Sendable, Equatable {
    /// The host's number of it.
    let id: Int
    /// Who it belongs to, by the name on the host.
    let owner: String
    /// Absolute path of the bare repository.
    let path: String

    var repository: GitRepository { GitRepository(path: path) }
}

/// The forks of a host's repository, and what is pushed to them.
final class Forks: Sendable {
    private struct Known {
        let fork: Fork
        let watch: PushWatch
    }

    private let upstream: GitRepository
    private let known = Mutex<[Known]>([])

    init(of upstream: GitRepository) { self.upstream = upstream }

    func fork(of owner: String) -> Fork? { first { $0.owner.lowercased() == owner.lowercased() } }
    func fork(_ id: Int) -> Fork? { first { $0.id == id } }

    private func first(_ holds: (Fork) -> Bool) -> Fork? { known.withLock { known in known.first { holds($0.fork) }?.fork } }

    /// The fork of somebody, made at `OWNER/NAME.git` beside the repository's own folder when there is none.
    ///
    /// - Parameter notice: told each push to it.
    func make(for owner: String, id: Int, notice: @escaping @Sendable (Fork, Push) async -> Void) async throws -> Fork {
        if let fork = fork(of: owner) { return fork }
        let own = URL(filePath: upstream.path)
        let path = own.deletingLastPathComponent().deletingLastPathComponent().appending(path: "\(owner)/\(own.lastPathComponent)").path
        if !FileManager.default.fileExists(atPath: path + "/HEAD") {
            try await upstream.git(["clone", "--quiet", "--bare", upstream.path, path])
        }
        let fork = Fork(id: id, owner: owner, path: path)
        let watch = try await PushWatch(repository: fork.repository) { push in await notice(fork, push) }
        known.withLock { $0.append(Known(fork: fork, watch: watch)) }
        return fork
    }

    /// Tells every push since the last look.
    func look() async throws {
        for watch in known.withLock({ $0.map(\.watch) }) { try await watch.look() }
    }

    /// Brings a fork's branch into the repository, as hosts do for a change request from there.
    ///
    /// - Parameter reference: its full name in the repository.
    /// - Returns: the branch's commit; nil when there is no such branch.
    func fetch(_ branch: String, of fork: Fork, to reference: String) async throws -> String? {
        guard let tip = try await fork.repository.references()["refs/heads/\(branch)"] else { return nil }
        try await upstream.git(["fetch", "--quiet", fork.path, "+\(tip):\(reference)"])
        return tip
    }
}
