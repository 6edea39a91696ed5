import Foundation
import Logging

/// What a push does: its webhook, new heads for merge requests, and merge requests merged or closed by it.
extension LocalGitLab {
    private static let noCommit = String(repeating: "0", count: 40)
    private static let pusher = GitLabUser.maintainer

    func received(_ push: Push) async {
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
        var commits: [NamedParts] = []
        if let after = push.after {
            let range = push.before.map { "\($0)..\(after)" } ?? "\(GitLabNames.defaultBranch)..\(after)"
            for commit in try await repository.commits(range, oldestFirst: true).suffix(20) {
                let parent = commit.parents.first ?? GitRepository.emptyTree
                commits.append(answers.hookCommit(commit, files: try await repository.changes(from: parent, to: commit.sha)))
            }
        }
        let kind = push.branch == nil ? "tag_push" : "push"
        let user = Self.pusher
        emit(
            push.branch == nil ? "Tag Push Hook" : "Push Hook", trigger: "\(kind)_events",
            [
                "object_kind": kind, "event_name": kind, "before": push.before ?? Self.noCommit, "after": push.after ?? Self.noCommit,
                "ref": push.reference, "ref_protected": push.branch == GitLabNames.defaultBranch, "checkout_sha": push.after,
                "message": String?.none, "user_id": user.id, "user_name": user.username, "user_username": user.username, "user_email": "",
                "user_avatar": String?.none, "project_id": GitLabNames.projectID, "project": answers.hookProject,
                "repository": answers.hookRepository, "commits": commits, "total_commits_count": commits.count,
                "push_options": [String: String](),
            ])
    }

    private func moveHeads(_ branch: String, _ push: Push) async throws {
        for request in read(\.host.pulls) where request.state == .open && request.headBranch == branch && request.fork == nil {
            // A merge request whose branch was deleted stays open on GitLab, with the commit it had.
            guard let after = push.after else { continue }
            let base = try await repository.resolve(request.baseBranch)
            let moved = change(request) {
                $0.headSHA = after
                $0.baseSHA = base ?? $0.baseSHA
            }
            try await emitMergeRequest("update", moved, by: Self.pusher, oldRevision: request.headSHA)
        }
    }

    /// A push that brings a merge request's commits into its target merges the merge request.
    private func noticeMerges(into branch: String, _ push: Push) async throws {
        guard let before = push.before, let after = push.after else { return }
        for request in read(\.host.pulls) where request.state == .open && request.baseBranch == branch {
            guard try await repository.isAncestor(request.headSHA, of: after), try await !repository.isAncestor(request.headSHA, of: before)
            else { continue }
            let time = now()
            let merged = change(request) {
                $0.state = .closed
                $0.closedAt = time
                $0.merge = .init(commit: after, login: Self.pusher.username, at: time)
            }
            try await emitMergeRequest("merge", merged, by: Self.pusher)
        }
    }
}
