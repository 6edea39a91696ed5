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
            id: deliveryID, repository: payload.repository?.fullName ?? "", event: change,
            changeRequest: payload.pullRequest?.changeRequest,
            sender: payload.sender?.login ?? "")
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
        case "check_run", "check_suite": return rerun(name, payload)
        case "repository": return renamed(payload) ?? other(name, payload)
        default: return other(name, payload)
        }
    }

    /// A repository that was transferred has another name, too, as its owner is part of it.
    private static func renamed(_ payload: WebhookPayload) -> ChangeEvent? {
        guard let new = payload.repository?.fullName.split(separator: "/", maxSplits: 1), new.count == 2 else { return nil }
        switch payload.action {
        case "renamed": return payload.changes?.repository?.name?.from.map { .renamed(from: "\(new[0])/\($0)") }
        case "transferred":
            let from = payload.changes?.owner?.from
            return (from?.organization ?? from?.user).map { .renamed(from: "\($0.login)/\(new[1])") }
        default: return nil
        }
    }

    private static func other(_ name: String, _ payload: WebhookPayload) -> ChangeEvent {
        .other(payload.action.map { "\(name).\($0)" } ?? name)
    }

    /// Of a suite all checks are meant; a check run's own button may only be one that asks for a rerun, for no other is shown.
    private static func rerun(_ name: String, _ payload: WebhookPayload) -> ChangeEvent {
        switch (name, payload.action) {
        case ("check_run", "rerequested"), ("check_run", "requested_action"):
            guard let run = payload.checkRun else { return other(name, payload) }
            return .rerunRequested(sha: run.headSHA, context: run.name)
        case ("check_suite", "rerequested"):
            guard let suite = payload.checkSuite else { return other(name, payload) }
            return .rerunRequested(sha: suite.headSHA, context: nil)
        default: return other(name, payload)
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
        return .comment(comment.comment(on: issue.number))
    }
}
