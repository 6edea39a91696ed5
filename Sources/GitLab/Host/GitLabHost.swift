package import HTTPTransport
package import SourceControl

/// One project on GitLab, at gitlab.com or self-hosted.
///
/// Repeating after a passing failure is the transport's work (`RetryingTransport`); calls that must not happen twice are marked.
/// <https://docs.gitlab.com/api/rest/>
package struct GitLabHost: SourceControlHost {
    /// Full path, `group/subgroup/name`.
    package let project: String
    let exchange: GitLabExchange
    private let base: BaseURL

    /// - Parameters:
    ///   - apiURL: `https://HOST/api/v4`, with the path before it where GitLab lives below one.
    ///   - token: a project, group or personal access token with the scope `api`.
    /// - Throws: `rejected` when the path or the address cannot be right.
    package init(
        project: String, apiURL: String = "https://gitlab.com/api/v4", token: Secret, transport: any HTTPTransport
    ) throws(SourceControlError) {
        guard Self.isProjectPath(project) else {
            throw SourceControlError(.rejected, "\"\(project)\" is no GitLab project; write it as group/name or group/subgroup/name.")
        }
        do throws(HTTPTransportError) {
            base = try BaseURL(apiURL, setting: "api_url of \(project)")
        } catch {
            throw SourceControlError(.rejected, error.message)
        }
        self.project = project
        exchange = GitLabExchange(project: project, base: base, token: token, transport: transport)
    }

    /// Whether `text` has the form `group/name`, with any number of subgroups between.
    package static func isProjectPath(_ text: String) -> Bool {
        let path = text.split(separator: "/", omittingEmptySubsequences: false)
        return path.count >= 2 && path.allSatisfy { !$0.isEmpty && !$0.contains(where: \.isWhitespace) }
    }

    package func changeRequest(_ number: Int) async throws(SourceControlError) -> ChangeRequest {
        try await mergeRequest(number).changeRequest
    }

    /// The list tells no base commit; `changeRequest` does.
    package func openChangeRequests() async throws(SourceControlError) -> [ChangeRequest] {
        let url = address("merge_requests", query: [("state", "opened"), ("per_page", "100")])
        let requests: [MergeRequestPayload] = try await exchange.pages(url, Attempt("list the open merge requests"))
        return requests.map(\.changeRequest)
    }

    /// GitLab counts the files of a new merge request a moment after it is opened, and lists at most a few thousand.
    ///
    /// Without a count, or when it is higher than the list, the list is marked as incomplete.
    package func changedFiles(of number: Int) async throws(SourceControlError) -> ChangedFiles {
        let request = try await mergeRequest(number)
        let url = address("merge_requests", String(number), "diffs", query: [("per_page", "100")])
        let files: [DiffPayload] = try await exchange.pages(url, Attempt("list the files of merge request \(number)"))
        var seen: Set<String> = []
        let paths = files.flatMap { [$0.newPath, $0.oldPath] }.filter { seen.insert($0).inserted }
        return ChangedFiles(paths: paths, isComplete: request.fileCount.map { files.count >= $0 } ?? false)
    }

    package func commits(of number: Int) async throws(SourceControlError) -> [Commit] {
        let url = address("merge_requests", String(number), "commits", query: [("per_page", "100")])
        let newestFirst: [GitLabCommitPayload] = try await exchange.pages(url, Attempt("list the commits of merge request \(number)"))
        return newestFirst.reversed().map(\.commit)
    }

    /// The address of something below the project.
    func address(_ segments: String..., query: [(name: String, value: String)] = []) -> String { address(segments, query: query) }

    func address(_ segments: [String], query: [(name: String, value: String)] = []) -> String {
        base.url(["projects", project] + segments, query: query)
    }

    /// The address of something below another project.
    func address(project: Int, _ segments: [String], query: [(name: String, value: String)] = []) -> String {
        base.url(["projects", String(project)] + segments, query: query)
    }

    /// The address of something beside projects.
    func instanceAddress(_ segments: String...) -> String { base.url(segments) }

    func mergeRequest(_ number: Int) async throws(SourceControlError) -> MergeRequestPayload {
        try await exchange.value(HTTPCall(.get, address("merge_requests", String(number))), Attempt("read merge request \(number)"))
    }
}
