import Foundation
import GitLab
import HTTPTransport
import SourceControl
import Testing

struct GitLabWebhookTests {
    @Test func theTokenIsTheSecret() {
        func holds(_ token: String?, _ secret: String) -> Bool {
            GitLabWebhook.verify(body: Data(), token: token, signature: nil, secret: Secret(secret), now: 0)
        }
        #expect(holds("s", "s"))
        #expect(!holds("t", "s") && !holds("", "") && !holds(nil, "s") && !holds(nil, ""))
    }

    @Test func orASignatureIsMadeWithIt() throws {
        let key = Secret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"), body = Data("{}".utf8)
        let signature = try #require(StandardWebhook(signing: body, id: "d", timestamp: 1000, key: key))
        #expect(GitLabWebhook.verify(body: body, token: nil, signature: signature, secret: key, now: 1001))
        #expect(!GitLabWebhook.verify(body: Data("[]".utf8), token: nil, signature: signature, secret: key, now: 1001))
        #expect(!GitLabWebhook.verify(body: body, token: nil, signature: signature, secret: Secret("other"), now: 1001))
    }

    private func parse(_ event: String, _ body: String) throws -> WebhookDelivery {
        try GitLabWebhook.parse(event: event, deliveryID: "d", body: Data(body.utf8))
    }

    private func mergeRequest(_ action: String, _ attributes: String = "", changes: String = "{}") throws -> WebhookDelivery {
        try parse(
            "Merge Request Hook",
            """
            {"object_kind": "merge_request", "user": {"username": "ada"}, "project": {"path_with_namespace": "acme/data/shop"},
             "object_attributes": {"iid": 5, "title": "T", "state": "opened", "action": "\(action)", "draft": true, "url": "http://m/5",
               "target_branch": "main", "source_branch": "x", "source_project_id": 2, "target_project_id": 1,
               "last_commit": {"id": "h1"}, "labels": [{"title": "data"}]\(attributes)},
             "changes": \(changes)}
            """)
    }

    @Test func readsAMergeRequest() throws {
        let delivery = try mergeRequest("open")
        #expect(delivery.repository == "acme/data/shop" && delivery.event == .opened && delivery.id == "d")
        let wanted = ChangeRequest(
            number: 5, title: "T", isDraft: true, url: "http://m/5", baseBranch: "main", baseSHA: "", headBranch: "x", headSHA: "h1",
            isFork: true, labels: ["data"])
        #expect(delivery.changeRequest == wanted)
    }

    @Test(arguments: [
        ("reopen", ChangeEvent.reopened), ("close", .closed(merged: false)), ("merge", .closed(merged: true)),
        ("approved", .other("merge_request.approved")), ("update", .other("merge_request.update")),
    ])
    func actions(_ action: String, _ event: ChangeEvent) throws { #expect(try mergeRequest(action).event == event) }

    @Test(arguments: [
        (#"{"labels": {"previous": [], "current": [{"title": "data"}]}}"#, ChangeEvent.labeled("data")),
        (#"{"labels": {"previous": [{"title": "data"}], "current": []}}"#, .unlabeled("data")),
        (#"{"labels": {"previous": [], "current": []}}"#, .other("merge_request.update")),
        (#"{"draft": {"previous": false, "current": true}, "title": {"previous": "T", "current": "Draft: T"}}"#, .convertedToDraft),
        (#"{"draft": {"previous": true, "current": false}}"#, .readyForReview),
        (#"{"target_branch": {"previous": "dev", "current": "main"}}"#, .retargeted(from: "dev")),
        (#"{"title": {"previous": "T", "current": "U"}}"#, .edited), (#"{"description": {"previous": "", "current": "U"}}"#, .edited),
    ])
    func updates(_ changes: String, _ event: ChangeEvent) throws {
        #expect(try mergeRequest("update", changes: changes).event == event)
    }

    @Test func newCommitsWeighMostInAnUpdate() throws {
        let changes = #"{"labels": {"previous": [], "current": [{"title": "data"}]}}"#
        #expect(try mergeRequest("update", #", "oldrev": "h0""#, changes: changes).event == .synchronized)
    }

    @Test func readsAPush() throws {
        let zeros = String(repeating: "0", count: 40)
        let push = """
            {"object_kind": "push", "before": "\(zeros)", "after": "a1", "ref": "refs/heads/feature/x", "user_username": "ada",
             "project": {"path_with_namespace": "acme/shop", "default_branch": "main"}}
            """
        let created = try parse("Push Hook", push)
        #expect(created.event == .push(BranchPush(branch: "feature/x", before: nil, after: "a1", defaultBranch: "main")))
        #expect(created.repository == "acme/shop")
        let deleted = try parse(
            "Push Hook", push.replacing("a1", with: zeros).replacing("\"before\": \"\(zeros)", with: "\"before\": \"a0"))
        #expect(deleted.event == .push(BranchPush(branch: "feature/x", before: "a0", after: nil, defaultBranch: "main")))
        #expect(try parse("Push Hook", push.replacing("refs/heads", with: "refs/tags")).event == .other("push"))
    }

    private let note = """
        {"object_kind": "note", "user": {"username": "ada"}, "project": {"path_with_namespace": "acme/shop"},
         "object_attributes": {"id": 7, "note": "/plumbline rerun", "noteable_type": "MergeRequest", "system": false, "action": "create"},
         "merge_request": {"iid": 5, "title": "T", "state": "opened"}}
        """

    @Test func readsACommand() throws {
        let wanted = ChangeComment(number: 5, author: "ada", body: "/plumbline rerun", id: "7", association: .none)
        #expect(try parse("Note Hook", note).event == .comment(wanted))
        #expect(try parse("Note Hook", note.replacing(#", "action": "create""#, with: "")).event == .comment(wanted), "before GitLab 16.11")
    }

    @Test(arguments: [
        (#""create""#, #""update""#), (#""MergeRequest""#, #""Issue""#), (#""system": false"#, #""system": true"#),
    ])
    func otherNotesAreNoCommands(_ from: String, _ to: String) throws {
        guard case .other = try parse("Note Hook", note.replacing(from, with: to)).event else {
            Issue.record("taken for a command")
            return
        }
    }

    @Test(arguments: ["project_rename", "project_transfer"])
    func anInstancesHookTellsOfANewPath(_ event: String) throws {
        let body = """
            {"event_name": "\(event)", "name": "Shop", "path": "store", "path_with_namespace": "acme/store", "project_id": 74,
             "old_path_with_namespace": "acme/shop", "project_visibility": "private"}
            """
        let delivery = try parse("System Hook", body)
        #expect(delivery.event == .renamed(from: "acme/shop") && delivery.repository == "acme/store")
        #expect(try parse("System Hook", body.replacing("old_path", with: "x")).event == .other("System Hook"))
    }

    @Test func otherEventsAndOtherBodies() throws {
        #expect(try parse("Pipeline Hook", #"{"object_kind": "pipeline"}"#).event == .other("Pipeline Hook"))
        #expect(try parse("System Hook", #"{"event_name": "project_create"}"#).event == .other("System Hook"))
        #expect(throws: WebhookError.self) { try parse("Push Hook", "no JSON") }
        #expect(throws: WebhookError.self) { try parse("Merge Request Hook", "{}") }
    }
}
