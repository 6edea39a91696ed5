import HTTPTransport
package import SourceControl

/// What GitHub says about an App, and what it may do where it is installed.
package struct GitHubAppFacts: Hashable, Sendable, Decodable {
    /// GitHub's number of the App.
    package var id: Int
    /// The name in addresses.
    package var slug: String
    package var name: String
    /// The App's page, below which it is installed.
    package var url: String
    package var events: [String]

    package init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        id = try fields.decode(Int.self, forKey: .id)
        slug = (try? fields.decode(String.self, forKey: .slug)) ?? ""
        name = (try? fields.decode(String.self, forKey: .name)) ?? ""
        url = (try? fields.decode(String.self, forKey: .url)) ?? ""
        events = (try? fields.decode([String].self, forKey: .events)) ?? []
    }

    private enum CodingKeys: String, CodingKey {
        case id, slug, name, events
        case url = "html_url"
    }
}

extension GitHubApp {
    /// What GitHub knows the App as; tells that the key is right.
    package nonisolated func facts() async throws(SourceControlError) -> GitHubAppFacts {
        let attempt = Attempt("read the settings", permission: "Metadata: read", subject: "the App")
        return try await exchange(about: "the GitHub App \(id)").value(HTTPCall(.get, base.url(["app"])), attempt)
    }

    /// Where the App's webhook goes to; nil when it has none.
    nonisolated func webhookAddress() async throws(SourceControlError) -> String? {
        let attempt = Attempt("read the webhook", permission: "Metadata: read", subject: "the App's webhook")
        let config: HookConfigPayload = try await exchange(about: "the GitHub App \(id)").value(
            HTTPCall(.get, base.url(["app", "hook", "config"])), attempt)
        return config.url.flatMap { $0.isEmpty ? nil : $0 }
    }
}

/// Where a webhook goes to.
struct HookConfigPayload: Decodable {
    var url: String?
    var contentType: String?

    private enum CodingKeys: String, CodingKey {
        case url
        case contentType = "content_type"
    }
}
