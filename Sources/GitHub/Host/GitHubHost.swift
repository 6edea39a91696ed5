import Foundation
package import HTTPTransport
package import SourceControl

/// One repository on GitHub, or on anything that speaks its REST API.
///
/// Repeating after a passing failure is the transport's work (`RetryingTransport`); calls that must not happen twice are marked.
/// <https://docs.github.com/en/rest>
package struct GitHubHost: SourceControlHost {
    /// `owner/name`.
    package let repository: String
    let exchange: GitHubExchange
    let credential: any GitHubCredential
    private let base: BaseURL

    /// - Parameters:
    ///   - repository: full name, `owner/name`.
    ///   - apiURL: `https://api.github.com`, or `https://HOST/api/v3` of an Enterprise Server.
    /// - Throws: `rejected` when the name or the address cannot be right.
    package init(
        repository: String, apiURL: String = "https://api.github.com", credential: any GitHubCredential, transport: any HTTPTransport
    ) throws(SourceControlError) {
        let name = repository.split(separator: "/", omittingEmptySubsequences: false)
        guard name.count == 2, name.allSatisfy({ !$0.isEmpty && !$0.contains(where: \.isWhitespace) }) else {
            throw SourceControlError(.rejected, "\"\(repository)\" is no GitHub repository; write it as owner/name.")
        }
        do throws(HTTPTransportError) {
            base = try BaseURL(apiURL, setting: "api_url of \(repository)")
        } catch {
            throw SourceControlError(.rejected, error.message)
        }
        self.repository = repository
        self.credential = credential
        exchange = GitHubExchange(repository: repository, base: base, credential: credential, transport: transport)
    }

    /// With a token that does not change.
    package init(
        repository: String, apiURL: String = "https://api.github.com", token: Secret, transport: any HTTPTransport
    ) throws(SourceControlError) {
        try self.init(repository: repository, apiURL: apiURL, credential: FixedToken(secret: token), transport: transport)
    }

    /// With a token that is asked for before every call.
    package init(
        repository: String, apiURL: String = "https://api.github.com",
        token: @escaping @Sendable () async throws(SourceControlError) -> Secret, transport: any HTTPTransport
    ) throws(SourceControlError) {
        try self.init(repository: repository, apiURL: apiURL, credential: AskedToken(ask: token), transport: transport)
    }

    /// As an App that is installed for the repository.
    package init(repository: String, app: GitHubApp, transport: any HTTPTransport) throws(SourceControlError) {
        try self.init(
            repository: repository, apiURL: app.base.text,
            credential: InstalledApp(repository: repository) { () throws(SourceControlError) in app },
            transport: transport)
    }

    /// The address of something below the repository.
    func address(_ segments: String..., query: [(name: String, value: String)] = []) -> String {
        base.url(["repos"] + repository.split(separator: "/").map(String.init) + segments, query: query)
    }

    package func changeRequest(_ number: Int) async throws(SourceControlError) -> ChangeRequest {
        let attempt = Attempt("read pull request \(number)", permission: "Pull requests: read", subject: "pull request \(number)")
        let pull: PullRequestPayload = try await exchange.value(HTTPCall(.get, address("pulls", String(number))), attempt)
        return pull.changeRequest
    }

    package func openChangeRequests() async throws(SourceControlError) -> [ChangeRequest] {
        let attempt = Attempt("list the open pull requests", permission: "Pull requests: read", subject: "the repository")
        let url = address("pulls", query: [("state", "open"), ("per_page", "100")])
        let pulls: [PullRequestPayload] = try await exchange.pages(url, attempt).elements
        return pulls.map(\.changeRequest)
    }

    /// GitHub lists at most 3,000 files; a list that long may be cut and is marked so.
    package func changedFiles(of number: Int) async throws(SourceControlError) -> ChangedFiles {
        let attempt = Attempt(
            "list the files of pull request \(number)", permission: "Pull requests: read", subject: "pull request \(number)")
        let url = address("pulls", String(number), "files", query: [("per_page", "100")])
        let page: GitHubExchange.Pages<ChangedFilePayload> = try await exchange.pages(url, attempt)
        var seen: Set<String> = []
        let paths = page.elements.flatMap { [$0.filename, $0.previousFilename].compactMap { $0 } }.filter { seen.insert($0).inserted }
        return ChangedFiles(paths: paths, isComplete: page.isComplete && page.elements.count < 3000)
    }

    package func setStatus(_ status: CommitStatus, on sha: String) async throws(SourceControlError) {
        let attempt = Attempt(
            "set the status \(status.context) on commit \(sha.prefix(7))", permission: "Commit statuses: write",
            subject: "commit \(sha.prefix(7))")
        // A status replaces the earlier one of its context, so setting it twice is harmless.
        let call = HTTPCall(.post, address("statuses", sha), isRepeatable: true)
        let body = StatusBody(
            state: status.state.rawValue, context: status.context, description: status.shortDescription(140), targetURL: status.targetURL)
        let _: CreatedPayload = try await exchange.value(call, body: body, attempt)
    }
}

/// The body that sets a commit status.
private struct StatusBody: Encodable {
    var state: String
    var context: String
    var description: String
    var targetURL: String?

    private enum CodingKeys: String, CodingKey {
        case state, context, description
        case targetURL = "target_url"
    }
}
