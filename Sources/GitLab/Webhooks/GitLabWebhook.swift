package import Foundation
package import HTTPTransport
package import SourceControl

/// GitLab's webhook deliveries.
///
/// They carry the secret itself in the header `X-Gitlab-Token`, or a signature where the webhook has a signing token.
/// <https://docs.gitlab.com/user/project/integrations/webhook_events/>
package enum GitLabWebhook {
    /// Whether the headers prove that the sender knows the secret; an empty secret is never right.
    ///
    /// Check before anything is read.
    /// - Parameters:
    ///   - token: the header `X-Gitlab-Token`.
    ///   - signature: the headers `webhook-id`, `webhook-timestamp` and `webhook-signature`, when they are there.
    ///   - now: seconds since 1970.
    package static func verify(body: Data, token: String?, signature: StandardWebhook?, secret: Secret, now: Double) -> Bool {
        if let signature, signature.isValid(body: body, key: secret, now: now) { return true }
        return token.map { secret.matches($0) } ?? false
    }

    /// Reads a delivery; fields that are not needed may be missing.
    ///
    /// - Parameters:
    ///   - event: the header `X-Gitlab-Event`.
    ///   - deliveryID: the header `Idempotency-Key`, which a repeated delivery keeps.
    ///   - body: the JSON.
    package static func parse(event: String, deliveryID: String, body: Data) throws(WebhookError) -> WebhookDelivery {
        let payload: GitLabDelivery
        do {
            payload = try JSONDecoder().decode(GitLabDelivery.self, from: body)
        } catch {
            throw WebhookError(
                "The body of the \(Redactor([]).clean(event, limit: 40)) delivery is not the JSON that GitLab sends. "
                    + "Remove a custom webhook template.")
        }
        let change = try changeEvent(event, payload)
        return WebhookDelivery(
            id: deliveryID, repository: payload.project?.path ?? payload.path ?? "", event: change,
            changeRequest: payload.mergeRequest?.changeRequest)
    }

    private static func changeEvent(_ name: String, _ payload: GitLabDelivery) throws(WebhookError) -> ChangeEvent {
        switch name {
        case "Push Hook": return push(payload)
        case "Note Hook": return comment(payload)
        case "Merge Request Hook":
            guard payload.mergeRequest != nil else { throw WebhookError("The Merge Request Hook delivery names no merge request.") }
            return mergeRequestEvent(payload)
        case "System Hook": return systemEvent(payload)
        default: return .other(name)
        }
    }

    /// Only an instance's own hook tells of new paths: <https://docs.gitlab.com/administration/system_hooks/>.
    private static func systemEvent(_ payload: GitLabDelivery) -> ChangeEvent {
        guard ["project_rename", "project_transfer"].contains(payload.eventName), let old = payload.oldPath, payload.path != nil else {
            return .other("System Hook")
        }
        return .renamed(from: old)
    }

    private static func mergeRequestEvent(_ payload: GitLabDelivery) -> ChangeEvent {
        switch payload.action {
        case "open": .opened
        case "reopen": .reopened
        case "close": .closed(merged: false)
        case "merge": .closed(merged: true)
        case "update": update(payload)
        default: .other("merge_request.\(payload.action ?? "")")
        }
    }

    /// One update may have several changes; the weightiest names the event.
    private static func update(_ payload: GitLabDelivery) -> ChangeEvent {
        let changes = payload.changes
        if payload.oldRevision != nil { return .synchronized }
        if let from = changes.targetBranch?.previous { return .retargeted(from: from) }
        if let draft = changes.draft?.current { return draft ? .convertedToDraft : .readyForReview }
        if let labels = changes.labels {
            let before = Set(labels.previous ?? []), after = Set(labels.current ?? [])
            if let added = after.subtracting(before).min() { return .labeled(added) }
            if let removed = before.subtracting(after).min() { return .unlabeled(removed) }
        }
        return changes.isEdit ? .edited : .other("merge_request.update")
    }

    private static func push(_ payload: GitLabDelivery) -> ChangeEvent {
        let prefix = "refs/heads/"
        guard let ref = payload.ref, ref.hasPrefix(prefix) else { return .other("push") }
        return .push(
            BranchPush(
                branch: String(ref.dropFirst(prefix.count)), before: payload.before, after: payload.after,
                defaultBranch: payload.project?.defaultBranch))
    }

    /// Notes on other things, edited ones and GitLab's own are something else; before 16.11 GitLab named no action and told new ones only.
    private static func comment(_ payload: GitLabDelivery) -> ChangeEvent {
        guard let note = payload.note, note.isOnMergeRequest, !note.isSystem, payload.action == nil || payload.action == "create",
            let request = payload.mergeRequest
        else { return .other("note.\(payload.action ?? "create")") }
        // GitLab does not tell what the author is to the project; the host is asked for the role.
        return .comment(
            ChangeComment(
                number: request.changeRequest.number, author: payload.user ?? "", body: note.body, id: String(note.id), association: .none))
    }
}
