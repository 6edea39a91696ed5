import HTTPTransport
package import SourceControl

extension GitHubHost {
    package func mergeBase(of base: String, and head: String) async throws(SourceControlError) -> Commit {
        let attempt = Attempt(
            "find the merge base of \(base.prefix(12)) and \(head.prefix(12))", permission: "Contents: read",
            subject: "one of the commits, or a common ancestor of them,")
        let url = address("compare", "\(base)...\(head)", query: [("per_page", "1")])
        let comparison: ComparisonPayload = try await exchange.value(HTTPCall(.get, url), attempt)
        return comparison.mergeBase.commit
    }

    package func tip(of branch: String) async throws(SourceControlError) -> Commit {
        let attempt = Attempt("read the tip of branch \(branch)", permission: "Contents: read", subject: "branch \(branch)")
        // As a query item the name may hold slashes.
        let url = address("commits", query: [("sha", branch), ("per_page", "1")])
        let commits: [CommitPayload] = try await exchange.value(HTTPCall(.get, url), attempt)
        guard let tip = commits.first else {
            throw SourceControlError(.notFound, "Branch \(branch) of \(repository) has no commit.")
        }
        return tip.commit
    }

    /// GitHub lists all ancestors, newest first, and cannot keep to first parents, so side branches are read and left out.
    ///
    /// Where merges bring in very many commits, the walk ends early rather than read more than thirty pages.
    package func history(from sha: String, limit: Int) async throws(SourceControlError) -> [Commit] {
        let attempt = Attempt(
            "read the history of commit \(sha.prefix(12))", permission: "Contents: read", subject: "commit \(sha.prefix(12))")
        var known: [String: Commit] = [:]
        var walked: [Commit] = []
        var next: String? = sha
        var url: String? = address("commits", query: [("sha", sha), ("per_page", limit <= 1 ? "1" : "100")])
        var pagesLeft = 30
        while walked.count < limit, let wanted = next {
            if let commit = known[wanted] {
                walked.append(commit)
                next = commit.parents.first
            } else if let page = url, pagesLeft > 0 {
                let (commits, following): ([CommitPayload], String?) = try await exchange.page(page, attempt)
                if walked.isEmpty, known.isEmpty, let first = commits.first { next = first.sha }
                for payload in commits { known[payload.sha] = payload.commit }
                url = following
                pagesLeft -= 1
            } else {
                break
            }
        }
        return walked
    }
}
