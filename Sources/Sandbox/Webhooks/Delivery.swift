import Foundation

/// One message to one receiver, with what became of it.
struct Delivery: Sendable {
    let id: Int
    /// The value of `X-GitHub-Delivery` or of GitLab's `Idempotency-Key`; the same for every receiver of an event and for a redelivery.
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

    /// The headers of the host that sends.
    var headers: [(name: String, value: String)] {
        if hook.isDbtCloud { return dbtCloudHeaders }
        return hook.host == .gitLab ? gitLabHeaders : gitHubHeaders
    }

    /// The signature stands alone, without a word before it: <https://docs.getdbt.com/docs/deploy/webhooks#validate-a-webhook>.
    private var dbtCloudHeaders: [(name: String, value: String)] {
        [
            ("Content-Type", "application/json"), ("User-Agent", "plumbline-sandbox"),
            ("Authorization", WebhookSignature.sha256(body, secret: hook.secret ?? "")),
        ]
    }

    // https://docs.github.com/en/webhooks/webhook-events-and-payloads#delivery-headers
    private var gitHubHeaders: [(name: String, value: String)] {
        var headers = [
            ("Content-Type", hook.contentType == .json ? "application/json" : "application/x-www-form-urlencoded"),
            ("User-Agent", "GitHub-Hookshot/plumbline-sandbox"),
            ("Accept", "*/*"),
            ("X-GitHub-Event", event),
            ("X-GitHub-Delivery", guid),
            ("X-GitHub-Hook-ID", String(hook.id)),
            ("X-GitHub-Hook-Installation-Target-Type", hook.appID == nil ? "repository" : "integration"),
            ("X-GitHub-Hook-Installation-Target-ID", String(hook.appID ?? GitHubNames.repositoryID)),
        ]
        if let secret = hook.secret {
            headers.append(("X-Hub-Signature-256", "sha256=" + WebhookSignature.sha256(body, secret: secret)))
            headers.append(("X-Hub-Signature", "sha1=" + WebhookSignature.sha1(body, secret: secret)))
        }
        return headers
    }
}
