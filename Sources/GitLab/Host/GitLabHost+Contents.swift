import HTTPTransport
package import SourceControl

// What settings are checked against, and who set a label.
extension GitLabHost {
    private struct LabelPayload: Decodable {
        var name: String
    }

    private struct TreeEntry: Decodable {
        var path: String
        var type: String
    }

    private struct LabelEvent: Decodable {
        struct User: Decodable {
            var username: String
        }

        var action: String
        /// Null when the label was deleted since.
        var label: LabelPayload?
        var user: User?
    }

    /// Labels of the project's groups count, too.
    ///
    /// The search finds parts of names, so the name is compared whole, without case as everywhere else.
    /// <https://docs.gitlab.com/api/labels/>
    package func hasLabel(_ name: String) async throws(SourceControlError) -> Bool? {
        let url = address("labels", query: [("search", name), ("include_ancestor_groups", "true"), ("per_page", "100")])
        let labels: [LabelPayload] = try await exchange.pages(url, Attempt("look for the label \(name)"))
        return labels.contains { $0.name.lowercased() == name.lowercased() }
    }

    /// Ten thousand entries at most; a list that goes on is none.
    ///
    /// Pages by key do not get slower the further they are.
    /// <https://docs.gitlab.com/api/repositories/#list-repository-tree>
    package func filePaths() async throws(SourceControlError) -> [String]? {
        let url = address("repository", "tree", query: [("recursive", "true"), ("pagination", "keyset"), ("per_page", "100")])
        let (entries, isComplete): ([TreeEntry], Bool) = try await exchange.list(url, Attempt("list the files"))
        return isComplete ? entries.filter { $0.type == "blob" }.map(\.path) : nil
    }

    /// Who set the label last.
    ///
    /// <https://docs.gitlab.com/api/resource_label_events/#merge-requests>
    package func labeler(of label: String, on number: Int) async throws(SourceControlError) -> String? {
        let url = address("merge_requests", String(number), "resource_label_events", query: [("per_page", "100")])
        let events: [LabelEvent] = try await exchange.pages(url, Attempt("find out who set a label on merge request \(number)"))
        return events.last { $0.action == "add" && $0.label?.name.lowercased() == label.lowercased() }?.user?.username
    }
}
