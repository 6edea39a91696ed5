package import Foundation
package import HTTPTransport
package import SourceControl

/// GitHub's webhook deliveries.
///
/// <https://docs.github.com/en/webhooks/webhook-events-and-payloads>
package enum GitHubWebhook {
    /// Whether `signature256` (the header `X-Hub-Signature-256`, `sha256=` and hexadecimal digits) signs the raw body.
    ///
    /// Check before anything is read; an empty secret or signature is never right.
    package static func verify(body: Data, signature256: String, secret: Secret) -> Bool {
        let prefix = "sha256="
        guard signature256.hasPrefix(prefix) else { return false }
        return BodySignature.isValid(digits: String(signature256.dropFirst(prefix.count)), of: body, secret: secret)
    }

    /// Reads a delivery; fields that are not needed may be missing.
    ///
    /// - Parameters:
    ///   - event: the header `X-GitHub-Event`.
    ///   - deliveryID: the header `X-GitHub-Delivery`.
    ///   - body: the JSON; of a form-encoded webhook the field `payload`.
    package static func parse(event: String, deliveryID: String, body: Data) throws(WebhookError) -> WebhookDelivery {
        let payload: WebhookPayload
        do {
            payload = try JSONDecoder().decode(WebhookPayload.self, from: body)
        } catch {
            throw WebhookError(
                "The body of the \(Redactor([]).clean(event, limit: 40)) delivery is not the JSON that GitHub sends. "
                    + "Set the webhook's content type to application/json.")
        }
        let change = try changeEvent(event, payload)
        return WebhookDelivery(
            id: deliveryID, repository: payload.repository?.fullName ?? "", event: change, changeRequest: payload.pullRequest?.changeRequest
        )
    }

    private static func changeEvent(_ name: String, _ payload: WebhookPayload) throws(WebhookError) -> ChangeEvent {
        switch name {
        case "ping": return .ping
        case "push": return push(payload)
        case "issue_comment": return comment(payload)
        case "pull_request":
            guard let request = payload.pullRequest?.changeRequest else {
                throw WebhookError("The pull_request delivery names no pull request.")
            }
            return pullRequestEvent(payload, request)
        default: return .other(payload.action.map { "\(name).\($0)" } ?? name)
        }
    }

    private static func pullRequestEvent(_ payload: WebhookPayload, _ request: ChangeRequest) -> ChangeEvent {
        switch payload.action {
        case "opened": .opened
        case "synchronize": .synchronized
        case "reopened": .reopened
        case "closed": .closed(merged: request.state == .merged)
        case "ready_for_review": .readyForReview
        case "converted_to_draft": .convertedToDraft
        case "edited": payload.changes?.base?.ref?.from.map { .retargeted(from: $0) } ?? .edited
        case "labeled": payload.label.map { .labeled($0.name) } ?? .other("pull_request.labeled")
        case "unlabeled": payload.label.map { .unlabeled($0.name) } ?? .other("pull_request.unlabeled")
        default: .other("pull_request.\(payload.action ?? "")")
        }
    }

    /// Only branches count; a tag's push is something else.
    private static func push(_ payload: WebhookPayload) -> ChangeEvent {
        let prefix = "refs/heads/"
        guard let ref = payload.ref, ref.hasPrefix(prefix) else { return .other("push") }
        return .push(
            BranchPush(
                branch: String(ref.dropFirst(prefix.count)), before: payload.before, after: payload.after,
                defaultBranch: payload.repository?.defaultBranch))
    }

    /// Comments on issues that are no pull request, and edited or deleted ones, are something else.
    private static func comment(_ payload: WebhookPayload) -> ChangeEvent {
        guard payload.action == "created", let issue = payload.issue, issue.isPullRequest, let comment = payload.comment else {
            return .other("issue_comment.\(payload.action ?? "")")
        }
        return .comment(
            ChangeComment(
                number: issue.number, author: comment.author, body: comment.body, id: comment.id,
                association: ChangeComment.Association(rawValue: comment.association)))
    }
}
