import Foundation

/// Merging a pull request through the API: a real commit on the base branch.
struct MergeButton {
    enum Method: String { case merge, squash }

    enum Outcome {
        case merged(sha: String)
        /// Why GitHub would refuse, and with which status.
        case refused(status: Int, message: String)
    }

    let host: GitHubHost
    let login: String

    /// - Parameter expected: the head commit the caller has seen, if it says so.
    func press(_ pull: PullRequest, method: Method, expected: String?, message: String?) async throws -> Outcome {
        guard pull.state == .open, !pull.isDraft else { return .refused(status: 405, message: "Pull Request is not mergeable") }
        if let expected, expected != pull.headSHA {
            return .refused(status: 409, message: "Head branch was modified. Review and try the merge again.")
        }
        let repository = host.repository
        guard let base = try await repository.resolve(pull.baseBranch),
            let tree = try await repository.mergedTree(base: base, head: pull.headSHA)
        else { return .refused(status: 405, message: "Pull Request is not mergeable") }

        let time = host.now()
        let signature = GitSignature(name: login, email: "\(login)@example.com", date: time)
        let sha = try await repository.writeCommit(
            tree: tree,
            parents: method == .merge ? [base, pull.headSHA] : [base],
            message: message ?? Self.message(pull, method: method),
            by: signature
        )
        // First the state, then the branch: the look at the references must not take the merge for somebody else's push.
        let merged = host.change { state in
            state.changePull(pull.number, now: time) {
                $0.state = .closed
                $0.closedAt = time
                $0.baseSHA = base
                $0.merge = .init(commit: sha, login: login, at: time)
            }
        }
        do {
            try await repository.moveReference("refs/heads/\(pull.baseBranch)", to: sha, from: base)
        } catch {
            _ = host.change { state in
                state.changePull(pull.number, now: time) {
                    $0.state = .open
                    $0.closedAt = nil
                    $0.merge = nil
                }
            }
            return .refused(status: 409, message: "Base branch was modified. Review and try the merge again.")
        }
        try await host.lookForPushes()
        if let merged { try await host.emitPullRequest("closed", merged, login: login) }
        return .merged(sha: sha)
    }

    private static func message(_ pull: PullRequest, method: Method) -> String {
        switch method {
        case .merge: "Merge pull request #\(pull.number) from \(GitHubNames.owner)/\(pull.headBranch)\n\n\(pull.title)"
        case .squash: "\(pull.title) (#\(pull.number))"
        }
    }
}
