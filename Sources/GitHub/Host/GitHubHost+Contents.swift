import HTTPTransport
package import SourceControl

// What settings are checked against, and who set a label.
extension GitHubHost {
    private struct LabelPayload: Decodable {
        var name: String
    }

    private struct TreePayload: Decodable {
        struct Entry: Decodable {
            var path: String
            var type: String
        }

        var tree: [Entry]
        var truncated: Bool?
    }

    private struct IssueEvent: Decodable {
        var event: String
        var actor: Account?
        var label: LabelPayload?
    }

    /// Who set the label last.
    ///
    /// <https://docs.github.com/en/rest/issues/events#list-issue-events>
    package func labeler(of label: String, on number: Int) async throws(SourceControlError) -> String? {
        let attempt = Attempt(
            "find out who set a label on pull request \(number)", permission: "Pull requests: read", subject: "pull request \(number)")
        let url = address("issues", String(number), "events", query: [("per_page", "100")])
        let events: [IssueEvent] = try await exchange.pages(url, attempt).elements
        return events.last { $0.event == "labeled" && $0.label?.name.lowercased() == label.lowercased() }?.actor?.login
    }

    package func hasLabel(_ name: String) async throws(SourceControlError) -> Bool? {
        let attempt = Attempt("look for the label \(name)", permission: "Issues: read", subject: "the label \(name)")
        do throws(SourceControlError) {
            let label: LabelPayload = try await exchange.value(HTTPCall(.get, address("labels", name)), attempt)
            return label.name.lowercased() == name.lowercased()
        } catch {
            guard error.code == .notFound else { throw error }
            return false
        }
    }

    /// GitHub cuts the list at 100,000 entries; a cut one is none.
    package func filePaths() async throws(SourceControlError) -> [String]? {
        let attempt = Attempt("list the files", permission: "Contents: read", subject: "the repository")
        let url = address("git", "trees", "HEAD", query: [("recursive", "1")])
        let tree: TreePayload = try await exchange.value(HTTPCall(.get, url), attempt)
        return tree.truncated == true ? nil : tree.tree.filter { $0.type == "blob" }.map(\.path)
    }
}
