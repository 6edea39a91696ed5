import Foundation
import HTTPTypes

/// Merging a merge request through the API: a real commit on the target branch.
struct MergeRequestMerge {
    let gitLab: LocalGitLab
    let user: GitLabUser

    /// - Throws: `GitLabRefusal` in GitLab's words.
    func merge(_ request: PullRequest, _ fields: RequestFields) async throws -> PullRequest {
        guard request.state == .open, !request.isDraft else { throw GitLabRefusal(.methodNotAllowed, message: "405 Method Not Allowed") }
        if let expected = try fields.string("sha"), expected != request.headSHA {
            throw GitLabRefusal(.conflict, message: "SHA does not match HEAD of source branch: \(request.headSHA)")
        }
        let repository = gitLab.repository
        guard let base = try await repository.resolve(request.baseBranch),
            let tree = try await repository.mergedTree(base: base, head: request.headSHA)
        else { throw GitLabRefusal(.unprocessableContent, message: "Branch cannot be merged") }
        let squash = try fields.bool("squash") ?? false
        let given = try fields.string(squash ? "squash_commit_message" : "merge_commit_message")
        let time = gitLab.now()
        let sha = try await repository.writeCommit(
            tree: tree, parents: squash ? [base] : [base, request.headSHA],
            message: given ?? "Merge branch '\(request.headBranch)' into '\(request.baseBranch)'\n\n\(request.title)\n\n"
                + "See merge request \(gitLab.answers.names.fullName)!\(request.number)",
            by: GitSignature(name: user.username, email: "\(user.username)@example.com", date: time))
        let merged = try await move(request, from: base, to: sha, at: time)
        try await gitLab.lookForPushes()
        try await gitLab.emitMergeRequest("merge", merged, by: user)
        if try fields.bool("should_remove_source_branch") == true {
            try await repository.deleteReference("refs/heads/\(request.headBranch)")
            try await gitLab.lookForPushes()
        }
        return merged
    }

    /// First the state, then the branch: the look at the references must not take the merge for somebody else's push.
    private func move(_ request: PullRequest, from base: String, to sha: String, at time: Date) async throws -> PullRequest {
        let merged = gitLab.change(request) {
            $0.state = .closed
            $0.closedAt = time
            $0.baseSHA = base
            $0.merge = .init(commit: sha, login: user.username, at: time)
        }
        do {
            try await gitLab.repository.moveReference("refs/heads/\(request.baseBranch)", to: sha, from: base)
        } catch {
            _ = gitLab.change(request) {
                $0.state = .open
                $0.closedAt = nil
                $0.merge = nil
            }
            throw GitLabRefusal(.conflict, message: "Merge failed. Someone may have pushed to the target branch.")
        }
        return merged
    }
}
