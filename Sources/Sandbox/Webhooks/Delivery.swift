import Foundation

/// One message to one receiver, with what became of it.
struct Delivery: Sendable {
    let id: Int
    /// The value of `X-GitHub-Delivery`; the same for every receiver of an event and for a redelivery.
    let guid: String
    let event: String
    let action: String?
    let hook: Hook
    /// The JSON of the payload.
    let payload: Data
    let createdAt: Date
    let isRedelivery: Bool
    var attempts = 0
    var deliveredAt: Date?
    var statusCode: Int?
    var error: String?

    /// The raw body, which the signatures cover.
    var body: Data {
        switch hook.contentType {
        case .json: return payload
        case .form:
            var allowed = CharacterSet.alphanumerics
            allowed.insert(charactersIn: "-._~")
            let text = String(decoding: payload, as: UTF8.self)
            return Data(("payload=" + (text.addingPercentEncoding(withAllowedCharacters: allowed) ?? "")).utf8)
        }
    }

    // https://docs.github.com/en/webhooks/webhook-events-and-payloads#delivery-headers
    var headers: [(name: String, value: String)] {
        var headers = [
            ("Content-Type", hook.contentType == .json ? "application/json" : "application/x-www-form-urlencoded"),
            ("User-Agent", "GitHub-Hookshot/plumbline-sandbox"),
            ("Accept", "*/*"),
            ("X-GitHub-Event", event),
            ("X-GitHub-Delivery", guid),
            ("X-GitHub-Hook-ID", String(hook.id)),
            ("X-GitHub-Hook-Installation-Target-Type", "repository"),
            ("X-GitHub-Hook-Installation-Target-ID", String(GitHubNames.repositoryID)),
        ]
        if let secret = hook.secret {
            headers.append(("X-Hub-Signature-256", "sha256=" + WebhookSignature.sha256(body, secret: secret)))
            headers.append(("X-Hub-Signature", "sha1=" + WebhookSignature.sha1(body, secret: secret)))
        }
        return headers
    }
}
