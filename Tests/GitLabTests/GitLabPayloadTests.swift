import Foundation
import GitLab
import SourceControl
import TestSupport
import Testing

/// What is read of whole deliveries: every value, not only that there is one.
@Suite struct GitLabPayloadTests {
    private static let base = "1405df66cbe219b0bf6355bc3d60361a8376b6b4"
    private static let head = "1a954628a960aaef81d7b2d4521929579f3541e6"
    private static let merge = "14091a9f2461267ee7e02525b4f1f2923f1c9849"

    private func parse(_ event: String, _ name: String) throws -> WebhookDelivery {
        try GitLabWebhook.parse(event: event, deliveryID: "d-\(name)", body: try WebhookPayload.read("gitlab/\(name)"))
    }

    /// Deliveries tell neither the base commit nor the author.
    private static func change(_ edit: (inout ChangeRequest) -> Void = { _ in }) -> ChangeRequest {
        var change = ChangeRequest(
            number: 42, title: "Count returns as negative sales", url: "https://gitlab.example/acme/data/shop/-/merge_requests/42",
            baseBranch: "main", baseSHA: "", headBranch: "returns", headSHA: head)
        edit(&change)
        return change
    }

    @Test(
        arguments: [
            ("open", .opened, change { $0.labels = ["bug"] }), ("open-from-fork", .opened, change { $0.isFork = true }),
            ("update-commits", .synchronized, change { $0.labels = ["bug"] }),
            ("update-labeled", .labeled("datafold"), change { $0.labels = ["bug", "datafold"] }),
            ("update-unlabeled", .unlabeled("datafold"), change { $0.labels = ["bug"] }),
            (
                "update-draft", .convertedToDraft,
                change { ($0.isDraft, $0.title) = (true, "Draft: Count returns as negative sales") }
            ),
            ("update-target", .retargeted(from: "staging"), change()), ("close", .closed(merged: false), change { $0.state = .closed }),
            ("reopen", .reopened, change()), ("merge", .closed(merged: true), change { $0.state = .merged }),
            ("approved", .other("merge_request.approved"), change()),
        ] as [(String, ChangeEvent, ChangeRequest)])
    func mergeRequest(_ name: String, _ event: ChangeEvent, _ change: ChangeRequest) throws {
        let delivery = try parse("Merge Request Hook", "merge_request.\(name)")
        #expect(
            delivery
                == WebhookDelivery(
                    id: "d-merge_request.\(name)", repository: "acme/data/shop", event: event, changeRequest: change))
    }

    @Test(
        arguments: [
            ("Push Hook", "push", .push(BranchPush(branch: "main", before: base, after: merge, defaultBranch: "main"))),
            ("Push Hook", "push.new-branch", .push(BranchPush(branch: "feature/returns", before: nil, after: head, defaultBranch: "main"))),
            ("Push Hook", "push.deleted-branch", .push(BranchPush(branch: "returns", before: head, after: nil, defaultBranch: "main"))),
            ("Tag Push Hook", "tag_push", .other("Tag Push Hook")),
            ("Note Hook", "note.on-issue", .other("note.create")), ("Note Hook", "note.system", .other("note.create")),
            ("Note Hook", "note.edited", .other("note.update")),
            (
                "Note Hook", "note.on-merge-request",
                .comment(
                    ChangeComment(number: 42, author: "bo-larsen", body: "/plumbline diff fct_orders", id: "12700", association: .none))
            ),
        ] as [(String, String, ChangeEvent)])
    func other(_ event: String, _ name: String, _ wanted: ChangeEvent) throws {
        let delivery = try parse(event, name)
        #expect(delivery.event == wanted && delivery.repository == "acme/data/shop")
    }

    @Test func noDeliveryIsLeftUnread() throws {
        #expect(try WebhookPayload.names(of: "gitlab").count == 11 + 8)
    }
}
