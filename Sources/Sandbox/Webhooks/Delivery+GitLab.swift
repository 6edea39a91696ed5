import Foundation
import HTTPTransport

extension Delivery {
    /// As <https://docs.gitlab.com/user/project/integrations/webhooks/#delivery-headers> lists them.
    var gitLabHeaders: [(name: String, value: String)] {
        var headers = [
            ("Content-Type", "application/json"),
            ("User-Agent", "GitLab/18.0.0-sandbox"),
            ("Idempotency-Key", guid),
            ("X-Gitlab-Event", event),
            ("X-Gitlab-Webhook-UUID", UUID().uuidString.lowercased()),
            ("X-Gitlab-Event-UUID", guid),
            ("X-Gitlab-Instance", "http://sandbox.example"),
        ]
        if let secret = hook.secret { headers.append(("X-Gitlab-Token", secret)) }
        if let key = hook.signingToken,
            let signed = StandardWebhook(signing: body, id: guid, timestamp: Int(Date().timeIntervalSince1970), key: Secret(key))
        {
            headers.append(("webhook-id", signed.id))
            headers.append(("webhook-timestamp", signed.timestamp))
            headers.append(("webhook-signature", signed.signatures))
        }
        return headers
    }
}
