import Foundation
import Logging

/// Forks of the repository, and pull requests from them.
extension GitHubHost {
    /// The fork of an account, made when there is none.
    func fork(for login: String) async throws -> Fork {
        try await forks.make(for: login, id: change { $0.nextID() }) { [weak self] fork, push in await self?.received(push, in: fork) }
    }

    static func headReference(_ number: Int) -> String { "refs/pull/\(number)/head" }

    /// A push to a fork gives its open pull requests new heads.
    private func received(_ push: Push, in fork: Fork) async {
        do {
            for pull in read(\.pulls) where pull.state == .open && pull.fork == fork && pull.headBranch == push.branch {
                guard let tip = try await forks.fetch(pull.headBranch, of: fork, to: Self.headReference(pull.number)) else { continue }
                let time = now()
                let moved = change { state in state.changePull(pull.number, now: time) { $0.headSHA = tip } }
                guard let moved else { continue }
                try await emitPullRequest("synchronize", moved, login: fork.owner, extra: ["before": pull.headSHA, "after": tip])
            }
        } catch {
            logger.error("cannot handle a push to a fork", metadata: ["fork": "\(fork.owner)", "error": "\(error)"])
        }
    }
}
