import Foundation
import GitHub
import HTTPTransport
import SourceControl
import Testing

struct GitHubWebhookTests {
    /// The fields of a pull_request delivery that are read, in the shape GitHub sends them.
    private func pullRequest(_ action: String, extra: String = "", merged: Bool = false) -> String {
        """
        {"action": "\(action)", "number": 2, \(extra)
         "pull_request": {"number": 2, "state": "\(action == "closed" ? "closed" : "open")", "title": "T", "user": {"login": "ada"}, "draft": false,
          "merged": \(merged), "html_url": "http://p/2", "labels": [{"name": "bug"}],
          "head": {"ref": "changes", "sha": "h1", "repo": {"full_name": "acme/shop"}},
          "base": {"ref": "main", "sha": "b1", "repo": {"full_name": "acme/shop"}}},
         "repository": {"full_name": "acme/shop"}, "sender": {"login": "ada"}}
        """
    }

    @Test func pullRequestActions() throws {
        let cases: [(String, String, Bool, ChangeEvent)] = [
            ("opened", "", false, .opened), ("synchronize", #""before": "x", "after": "y","#, false, .synchronized),
            ("reopened", "", false, .reopened),
            ("closed", "", true, .closed(merged: true)), ("closed", "", false, .closed(merged: false)),
            ("labeled", #""label": {"name": "data-diff"},"#, false, .labeled("data-diff")),
            ("unlabeled", #""label": {"name": "a b"},"#, false, .unlabeled("a b")),
            ("labeled", "", false, .other("pull_request.labeled")), ("ready_for_review", "", false, .readyForReview),
            ("converted_to_draft", "", false, .convertedToDraft), ("edited", #""changes": {"title": {"from": "Old"}},"#, false, .edited),
            ("edited", #""changes": {"base": {"ref": {"from": "dev"}, "sha": {"from": "x"}}},"#, false, .retargeted(from: "dev")),
            ("auto_merge_enabled", "", false, .other("pull_request.auto_merge_enabled")),
        ]
        for (action, extra, merged, event) in cases {
            let delivery = try parse("pull_request", pullRequest(action, extra: extra, merged: merged))
            #expect(delivery.event == event)
            #expect(delivery.id == "d-1" && delivery.repository == "acme/shop")
            #expect(delivery.changeRequest?.headSHA == "h1" && delivery.changeRequest?.labels == ["bug"])
        }
        #expect(try parse("pull_request", pullRequest("closed", merged: true)).changeRequest?.state == .merged)
    }

    @Test func pushes() throws {
        let zeros = String(repeating: "0", count: 40)
        func push(_ ref: String, _ before: String, _ after: String) throws -> ChangeEvent {
            try parse(
                "push", #"{"ref": "\#(ref)", "before": "\#(before)", "after": "\#(after)", "repository": {"full_name": "acme/shop"}}"#
            ).event
        }
        #expect(try push("refs/heads/feature/x", "a", "b") == .push(BranchPush(branch: "feature/x", before: "a", after: "b")))
        #expect(try push("refs/heads/x", zeros, "b") == .push(BranchPush(branch: "x", before: nil, after: "b")))
        #expect(try push("refs/heads/x", "a", zeros) == .push(BranchPush(branch: "x", before: "a", after: nil)))
        #expect(try push("refs/tags/v1", "a", "b") == .other("push"))
    }

    @Test func comments() throws {
        func comment(_ action: String, _ issue: String) throws -> ChangeEvent {
            let body = #""comment": {"id": 492700400, "user": {"login": "eve"}, "body": "/plumbline", "author_association": "NONE"}"#
            return try parse(
                "issue_comment", #"{"action": "\#(action)", "issue": \#(issue), \#(body), "repository": {"full_name": "acme/shop"}}"#
            ).event
        }
        let request = #"{"number": 2, "pull_request": {"url": "http://x"}}"#
        let wanted = ChangeComment(number: 2, author: "eve", body: "/plumbline", id: "492700400", association: .none)
        #expect(try comment("created", request) == .comment(wanted))
        #expect(!wanted.association.isTrusted && ChangeComment.Association(rawValue: "MEMBER").isTrusted)
        #expect(try comment("created", #"{"number": 1}"#) == .other("issue_comment.created"))
        #expect(try comment("created", #"{"number": 1, "pull_request": null}"#) == .other("issue_comment.created"))
        #expect(try comment("deleted", request) == .other("issue_comment.deleted"))
    }

    @Test func othersAreNamedAndNothingMore() throws {
        #expect(try parse("ping", #"{"zen": "Design for failure."}"#) == WebhookDelivery(id: "d-1", repository: "", event: .ping))
        #expect(try parse("installation", #"{"action": "created"}"#).event == .other("installation.created"))
        #expect(try parse("star", "{}").event == .other("star"))
    }

    @Test(arguments: ["", "payload=%7B%7D", "[]", "{", "null"])
    func whatIsNoDeliveryIsRefused(_ body: String) {
        #expect(throws: WebhookError.self) { try parse("push", body) }
        #expect(throws: WebhookError.self) { try parse("pull_request", #"{"action": "opened", "pull_request": {"title": "no number"}}"#) }
    }

    @Test func signatures() {
        let body = Data("{}".utf8)
        let secret = Secret("sandbox-secret")
        let digits = BodySignature.digits(of: body, secret: secret)
        #expect(GitHubWebhook.verify(body: body, signature256: "sha256=\(digits)", secret: secret))
        for wrong in ["", "sha256=", digits, "sha1=\(digits)", "sha256=\(digits)0", "sha256=" + String(digits.reversed())] {
            #expect(!GitHubWebhook.verify(body: body, signature256: wrong, secret: secret), "\(wrong)")
        }
        #expect(!GitHubWebhook.verify(body: body + [32], signature256: "sha256=\(digits)", secret: secret))
        #expect(!GitHubWebhook.verify(body: body, signature256: "sha256=\(digits)", secret: Secret("")))
    }

    private func parse(_ event: String, _ body: String) throws -> WebhookDelivery {
        try GitHubWebhook.parse(event: event, deliveryID: "d-1", body: Data(body.utf8))
    }
}
