import Foundation
import Logging

/// What a push does: its webhook, new heads for pull requests, and pull requests merged or closed by it.
extension GitHubHost {
    private static let noCommit = String(repeating: "0", count: 40)

    func received(_ push: Push) async {
        markPushed()
        do {
            try await emitPush(push)
            if let branch = push.branch {
                try await moveHeads(branch, push)
                try await noticeMerges(into: branch, push)
            }
        } catch {
            logger.error("cannot handle a push", metadata: ["reference": "\(push.reference)", "error": "\(error)"])
        }
    }

    private func emitPush(_ push: Push) async throws {
        let links = answers.links
        let login = GitHubUser.developer.login
        var commits: [any Encodable] = []
        var forced = false
        if let after = push.after {
            for commit in try await pushed(push, after: after) {
                commits.append(answers.pushCommit(commit, files: try await files(of: commit)))
            }
            if let before = push.before { forced = try await !repository.isAncestor(before, of: after) }
        }
        let range = "\((push.before ?? Self.noCommit).prefix(12))...\((push.after ?? Self.noCommit).prefix(12))"
        var parts: NamedParts = [
            "ref": push.reference, "before": push.before ?? Self.noCommit, "after": push.after ?? Self.noCommit,
            "created": push.before == nil, "deleted": push.after == nil, "forced": forced, "base_ref": String?.none,
            "compare": "\(links.page)/compare/\(range)", "commits": Listed(commits),
            "pusher": ["name": login, "email": "\(login)@example.com"],
        ]
        parts.parts["head_commit"] = commits.last.map { Listed.Item($0) }
        emit("push", login: login, forPush: true, parts)
    }

    /// The pushed commits, oldest first, at most twenty; a new branch brings those that the default branch lacks.
    private func pushed(_ push: Push, after: String) async throws -> [GitCommit] {
        var range = push.before.map { "\($0)..\(after)" } ?? after
        if push.before == nil, push.branch != GitHubNames.defaultBranch, let main = try await repository.resolve(GitHubNames.defaultBranch)
        {
            range = "\(main)..\(after)"
        }
        return Array(try await repository.commits(range, oldestFirst: true).suffix(20))
    }

    /// The files of a commit compared with its first parent.
    func files(of commit: GitCommit) async throws -> [GitFileChange] {
        try await repository.changes(from: commit.parents.first ?? GitRepository.emptyTree, to: commit.sha)
    }

    private func moveHeads(_ branch: String, _ push: Push) async throws {
        for pull in read(\.pulls) where pull.state == .open && pull.headBranch == branch && pull.fork == nil {
            guard let after = push.after else {
                let time = now()
                let closed = change { state in
                    state.changePull(pull.number, now: time) {
                        $0.state = .closed
                        $0.closedAt = time
                    }
                }
                if let closed { try await emitPullRequest("closed", closed, login: GitHubUser.developer.login) }
                continue
            }
            let base = try await repository.resolve(pull.baseBranch)
            let time = now()
            let moved = change { state in
                state.changePull(pull.number, now: time) {
                    $0.headSHA = after
                    $0.baseSHA = base ?? $0.baseSHA
                }
            }
            if let moved {
                try await emitPullRequest(
                    "synchronize", moved, login: GitHubUser.developer.login, extra: ["before": pull.headSHA, "after": after])
            }
        }
    }

    /// A push that brings a pull request's commits into its base merges the pull request.
    private func noticeMerges(into branch: String, _ push: Push) async throws {
        guard let before = push.before, let after = push.after else { return }
        for pull in read(\.pulls) where pull.state == .open && pull.baseBranch == branch {
            guard try await repository.isAncestor(pull.headSHA, of: after), try await !repository.isAncestor(pull.headSHA, of: before)
            else {
                continue
            }
            let login = GitHubUser.developer.login
            let time = now()
            let merged = change { state in
                state.changePull(pull.number, now: time) {
                    $0.state = .closed
                    $0.closedAt = time
                    $0.merge = .init(commit: after, login: login, at: time)
                }
            }
            if let merged { try await emitPullRequest("closed", merged, login: login) }
        }
    }
}

/// A list of values of several types.
struct Listed: Encodable {
    struct Item: Encodable {
        let value: any Encodable

        init(_ value: any Encodable) {
            self.value = value
        }

        func encode(to encoder: any Encoder) throws {
            try value.encode(to: encoder)
        }
    }

    let items: [Item]

    init(_ values: [any Encodable]) {
        items = values.map { Item($0) }
    }

    func encode(to encoder: any Encoder) throws {
        try items.encode(to: encoder)
    }
}
