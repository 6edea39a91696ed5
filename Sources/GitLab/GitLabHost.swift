package import HTTPTransport
package import SourceControl

/// One project on GitLab.
///
/// <https://docs.gitlab.com/api/rest/>
package struct GitLabHost: SourceControlHost {
    /// Full path, `group/subgroup/name`.
    package let project: String
    let exchange: GitLabExchange
    private let base: BaseURL

    /// Largest note in characters.
    package static let commentLimit = 1_000_000

    /// - Parameters:
    ///   - apiURL: `https://HOST/api/v4`.
    ///   - token: a project or personal access token with the scope `api`.
    /// - Throws: `rejected` when the path or the address cannot be right.
    package init(
        project: String, apiURL: String = "https://gitlab.com/api/v4", token: Secret, transport: any HTTPTransport
    ) throws(SourceControlError) {
        let path = project.split(separator: "/", omittingEmptySubsequences: false)
        guard path.count >= 2, path.allSatisfy({ !$0.isEmpty }) else {
            throw SourceControlError(.rejected, "\"\(project)\" is no GitLab project; write it as group/name.")
        }
        do throws(HTTPTransportError) {
            base = try BaseURL(apiURL, setting: "api_url of \(project)")
        } catch {
            throw SourceControlError(.rejected, error.message)
        }
        self.project = project
        exchange = GitLabExchange(project: project, base: base, token: token, transport: transport)
    }

    package func changeRequest(_ number: Int) async throws(SourceControlError) -> ChangeRequest {
        try await mergeRequest(number).changeRequest
    }

    package func openChangeRequests() async throws(SourceControlError) -> [ChangeRequest] {
        let url = address("merge_requests", query: [("state", "opened"), ("per_page", "100")])
        let requests: [MergeRequestPayload] = try await exchange.pages(url, "list the open merge requests")
        return requests.map(\.changeRequest)
    }

    package func changedFiles(of number: Int) async throws(SourceControlError) -> ChangedFiles {
        let request = try await mergeRequest(number)
        let url = address("merge_requests", String(number), "diffs", query: [("per_page", "100")])
        let files: [DiffPayload] = try await exchange.pages(url, "list the files of merge request \(number)")
        var seen: Set<String> = []
        let paths = files.flatMap { [$0.newPath, $0.oldPath] }.filter { seen.insert($0).inserted }
        return ChangedFiles(paths: paths, isComplete: !request.hasMoreFiles)
    }

    package func mergeBase(of base: String, and head: String) async throws(SourceControlError) -> Commit {
        let url = address("repository", "merge_base", query: [("refs[]", base), ("refs[]", head)])
        let commit: GitLabCommitPayload = try await exchange.value(
            HTTPCall(.get, url), "find the merge base of \(base.prefix(12)) and \(head.prefix(12))")
        return commit.commit
    }

    package func history(from sha: String, limit: Int) async throws(SourceControlError) -> [Commit] {
        let query = [("ref_name", sha), ("first_parent", "true"), ("per_page", String(min(max(limit, 1), 100)))]
        let commits: [GitLabCommitPayload] = try await exchange.pages(
            address("repository", "commits", query: query), "read the history of commit \(sha.prefix(12))", enough: limit)
        return commits.prefix(limit).map(\.commit)
    }

    package func tip(of branch: String) async throws(SourceControlError) -> Commit {
        let payload: BranchPayload = try await exchange.value(
            HTTPCall(.get, address("repository", "branches", branch)), "read the tip of branch \(branch)")
        return payload.commit.commit
    }

    /// GitLab refuses a status that is set already, which is what was wanted.
    package func setStatus(_ status: CommitStatus, on sha: String) async throws(SourceControlError) {
        let body = StatusBody(
            state: status.state.isBad ? "failed" : status.state.rawValue, name: status.context,
            description: status.shortDescription(255), targetURL: status.targetURL)
        do throws(SourceControlError) {
            let call = HTTPCall(.post, address("statuses", sha), isRepeatable: true)
            let _: CreatedPayload = try await exchange.value(
                call, body: body, "set the status \(status.context) on commit \(sha.prefix(7))")
        } catch {
            guard error.code == .rejected, error.message.contains("Cannot transition status") else { throw error }
        }
    }

    /// The address of something below the project.
    func address(_ segments: String..., query: [(name: String, value: String)] = []) -> String {
        base.url(["projects", project] + segments, query: query)
    }

    func mergeRequest(_ number: Int) async throws(SourceControlError) -> MergeRequestPayload {
        try await exchange.value(HTTPCall(.get, address("merge_requests", String(number))), "read merge request \(number)")
    }
}

/// The body that sets a commit status.
private struct StatusBody: Encodable {
    var state: String
    var name: String
    var description: String
    var targetURL: String?

    private enum CodingKeys: String, CodingKey {
        case state, name, description
        case targetURL = "target_url"
    }
}
