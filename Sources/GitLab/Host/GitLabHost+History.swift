import HTTPTransport
package import SourceControl

extension GitLabHost {
    package func mergeBase(of base: String, and head: String) async throws(SourceControlError) -> Commit {
        let url = address("repository", "merge_base", query: [("refs[]", base), ("refs[]", head)])
        let commit: GitLabCommitPayload = try await exchange.value(
            HTTPCall(.get, url), Attempt("find the merge base of \(base.prefix(12)) and \(head.prefix(12))"))
        return commit.commit
    }

    package func history(from sha: String, limit: Int) async throws(SourceControlError) -> [Commit] {
        let query = [("ref_name", sha), ("first_parent", "true"), ("per_page", String(min(max(limit, 1), 100)))]
        let commits: [GitLabCommitPayload] = try await exchange.pages(
            address("repository", "commits", query: query), Attempt("read the history of commit \(sha.prefix(12))"), enough: limit)
        return commits.prefix(limit).map(\.commit)
    }

    package func tip(of branch: String) async throws(SourceControlError) -> Commit {
        let payload: BranchPayload = try await exchange.value(
            HTTPCall(.get, address("repository", "branches", branch)), Attempt("read the tip of branch \(branch)"))
        return payload.commit.commit
    }
}
