import Foundation
package import HTTPTransport
package import SourceControl

/// What GitHub makes a new App from, so that nobody types permissions.
///
/// <https://docs.github.com/en/apps/sharing-github-apps/registering-a-github-app-from-a-manifest>
package struct AppManifest: Hashable, Sendable {
    /// At most 34 characters, unique on the host.
    package var name: String
    /// Where people reach this server, without a slash at the end.
    package var publicURL: String

    /// What reviews need, by GitHub's names.
    package static let permissions = [
        "contents": "read", "metadata": "read", "pull_requests": "write", "statuses": "write", "checks": "write",
    ]
    /// What the App's webhook tells; installations are told without being asked for.
    package static let events = ["check_run", "check_suite", "issue_comment", "pull_request", "push", "repository"]
    package static let longestName = 34

    package init(name: String, publicURL: String) {
        self.name = name
        self.publicURL = publicURL
    }

    /// The JSON for the form field `manifest`.
    ///
    /// - Parameter callback: the address on this server that GitHub sends the person back to.
    package func json(callback: String) -> String {
        let document = Document(
            name: name, url: publicURL, hookAttributes: .init(url: publicURL + "/webhooks/github"), redirectURL: callback,
            isPublic: false, defaultPermissions: Self.permissions, defaultEvents: Self.events)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return (try? encoder.encode(document)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
    }

    private struct Document: Encodable {
        struct Hook: Encodable {
            let url: String
            let active = true
        }

        let name: String
        let url: String
        let hookAttributes: Hook
        let redirectURL: String
        let isPublic: Bool
        let defaultPermissions: [String: String]
        let defaultEvents: [String]

        enum CodingKeys: String, CodingKey {
            case name, url
            case hookAttributes = "hook_attributes"
            case redirectURL = "redirect_url"
            case isPublic = "public"
            case defaultPermissions = "default_permissions"
            case defaultEvents = "default_events"
        }
    }
}

/// An App that GitHub has just made from a manifest; the only time it shows the secrets.
package struct RegisteredApp: Sendable, Decodable {
    package var id: Int
    package var slug: String
    package var name: String
    /// The App's page, below which it is installed.
    package var url: String
    package var clientID: String
    package var privateKey: Secret
    package var webhookSecret: Secret

    package init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        id = try fields.decode(Int.self, forKey: .id)
        slug = try fields.decode(String.self, forKey: .slug)
        name = (try? fields.decode(String.self, forKey: .name)) ?? slug
        url = (try? fields.decode(String.self, forKey: .url)) ?? ""
        clientID = (try? fields.decode(String.self, forKey: .clientID)) ?? ""
        privateKey = Secret(try fields.decode(String.self, forKey: .pem))
        webhookSecret = Secret((try? fields.decode(String.self, forKey: .webhookSecret)) ?? "")
    }

    private enum CodingKeys: String, CodingKey {
        case id, slug, name, pem
        case url = "html_url"
        case clientID = "client_id"
        case webhookSecret = "webhook_secret"
    }

    /// Exchanges the code that GitHub sent the person back with; each code works once, within an hour.
    package static func exchange(
        code: String, apiURL: String, transport: any HTTPTransport
    ) async throws(SourceControlError) -> RegisteredApp {
        let base: BaseURL
        do throws(HTTPTransportError) {
            base = try BaseURL(apiURL, setting: "address of GitHub's API")
        } catch {
            throw SourceControlError(.rejected, error.message)
        }
        // The code is the credential.
        let exchange = GitHubExchange(
            repository: "the new App", base: base, credential: FixedToken(secret: Secret("")), transport: transport)
        let attempt = Attempt(
            "get the credentials", permission: "none", subject: "the code (it works once and for an hour; begin again)")
        // A lost answer cannot be asked for again: GitHub takes a code once.
        let call = HTTPCall(.post, base.url(["app-manifests", code, "conversions"]), isRepeatable: false)
        return try await exchange.value(call, attempt)
    }
}
