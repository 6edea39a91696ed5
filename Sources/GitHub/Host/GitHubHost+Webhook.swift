import HTTPTransport
package import SourceControl

extension GitHubHost {
    /// What a repository's own webhook tells.
    package static let webhookEvents = ["check_run", "issue_comment", "pull_request", "push", "repository"]

    /// The secret that stands there cannot be read, so it is written again each time.
    package func installWebhook(url: String, secret: String) async throws(SourceControlError) -> WebhookInstallation {
        if let app = credential.app { return try await webhook(of: try await app.find(), url) }
        let attempt = Attempt("install the webhook", permission: "Webhooks: write", subject: "the repository's webhooks")
        var exchange = exchange
        exchange.hidden = [Secret(secret)]
        do throws(SourceControlError) {
            let hooks: [HookPayload] = try await exchange.pages(address("hooks", query: [("per_page", "100")]), attempt).elements
            let body = HookBody(url: url, secret: secret, events: Self.webhookEvents)
            guard let hook = hooks.first(where: { $0.config?.url == url }) else {
                let _: CreatedPayload = try await exchange.value(
                    HTTPCall(.post, address("hooks"), isRepeatable: false), body: body, attempt)
                return .installed
            }
            let call = HTTPCall(.patch, address("hooks", String(hook.id)), isRepeatable: true)
            let _: CreatedPayload = try await exchange.value(call, body: body.adding(hook.events), attempt)
            return hook.serves(Self.webhookEvents) ? .alreadyThere : .installed
        } catch {
            guard [.forbidden, .notFound, .rejected].contains(error.code) else { throw error }
            return .notAllowed(error.message)
        }
    }

    private func webhook(of app: GitHubApp, _ url: String) async throws(SourceControlError) -> WebhookInstallation {
        let address: String?
        do throws(SourceControlError) {
            address = try await app.webhookAddress()
        } catch {
            guard error.code == .notFound else { throw error }
            address = nil
        }
        guard address != url else { return .byApp }
        let now = address.map { "goes to \($0)" } ?? "is not set"
        return .notAllowed("The webhook of the GitHub App \(app.id) \(now). Set its address to \(url) in the App's settings.")
    }
}

/// A webhook, by what is needed of it.
private struct HookPayload: Decodable {
    var id: Int
    var active: Bool?
    var events: [String]
    var config: HookConfigPayload?

    func serves(_ wanted: [String]) -> Bool {
        active != false && config?.contentType == "json" && (events.contains("*") || Set(wanted).isSubset(of: events))
    }
}

/// The body that creates or updates a webhook.
private struct HookBody: Encodable {
    struct Config: Encodable {
        var url: String
        var secret: String
        var contentType = "json"

        enum CodingKeys: String, CodingKey {
            case url, secret
            case contentType = "content_type"
        }
    }

    var name = "web"
    var active = true
    var events: [String]
    var config: Config

    init(url: String, secret: String, events: [String]) {
        self.events = events
        config = Config(url: url, secret: secret)
    }

    /// What somebody added by hand stays.
    func adding(_ standing: [String]) -> Self {
        var body = self
        body.events = standing.contains("*") ? ["*"] : Array(Set(events).union(standing)).sorted()
        return body
    }
}
