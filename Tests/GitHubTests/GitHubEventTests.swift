import Foundation
import GitHub
import SourceControl
import Testing

/// Deliveries beside pull requests and pushes, in the shape that GitHub sends them.
struct GitHubEventTests {
    private func parse(_ event: String, _ body: String) throws -> WebhookDelivery {
        try GitHubWebhook.parse(event: event, deliveryID: "d", body: Data(body.utf8))
    }

    private let repository =
        #""repository": {"id": 526, "name": "shop", "full_name": "acme/shop", "default_branch": "main"}, "sender": {"login": "octo"}"#

    @Test(
        arguments: [
            (
                "check_run", "rerequested", #""check_run": {"id": 4, "head_sha": "d6f", "name": "plumbline/shop", "app": {"id": 1}}"#,
                "plumbline/shop"
            ),
            (
                "check_run", "requested_action",
                #""check_run": {"id": 4, "head_sha": "d6f", "name": "plumbline/shop"}, "requested_action": {"identifier": "x"}"#,
                "plumbline/shop"
            ),
            ("check_suite", "rerequested", #""check_suite": {"id": 5, "head_sha": "d6f", "status": "completed"}"#, nil),
        ] as [(String, String, String, String?)])
    func buttons(_ event: String, _ action: String, _ fields: String, _ context: String?) throws {
        let delivery = try parse(event, #"{"action": "\#(action)", \#(fields), \#(repository)}"#)
        #expect(delivery.event == .rerunRequested(sha: "d6f", context: context))
        #expect(delivery.repository == "acme/shop" && delivery.sender == "octo")
    }

    @Test(arguments: [("check_run", "completed"), ("check_run", "created"), ("check_suite", "requested"), ("repository", "archived")])
    func othersAreNothingToDo(_ event: String, _ action: String) throws {
        let fields = #""check_run": {"head_sha": "a", "name": "n"}, "check_suite": {"head_sha": "a"}"#
        #expect(try parse(event, #"{"action": "\#(action)", \#(fields), \#(repository)}"#).event == .other("\(event).\(action)"))
    }

    @Test func aRenameTellsTheEarlierName() throws {
        let body = #"{"action": "renamed", "changes": {"repository": {"name": {"from": "store"}}}, \#(repository)}"#
        let delivery = try parse("repository", body)
        #expect(delivery.event == .renamed(from: "acme/store") && delivery.repository == "acme/shop")
    }

    @Test(arguments: ["user", "organization"])
    func aTransferTellsTheEarlierOwner(_ kind: String) throws {
        let body = #"{"action": "transferred", "changes": {"owner": {"from": {"\#(kind)": {"login": "octo"}}}}, \#(repository)}"#
        let delivery = try parse("repository", body)
        #expect(delivery.event == .renamed(from: "octo/shop") && delivery.repository == "acme/shop")
    }

    @Test(arguments: ["edited", "deleted"])
    func onlyNewCommentsCount(_ action: String) throws {
        let body = """
            {"action": "\(action)", "issue": {"number": 1, "pull_request": {"url": "u"}}, "comment": {"id": 9, "body": "/plumbline rerun",
             "user": {"login": "ada"}, "author_association": "MEMBER"}, \(repository)}
            """
        #expect(try parse("issue_comment", body).event == .other("issue_comment.\(action)"))
    }

    @Test func installationsComeAndGo() throws {
        func read(_ event: String, _ body: String) -> InstallationDelivery? { InstallationDelivery(event: event, body: Data(body.utf8)) }
        let place = #""installation": {"id": 957387, "app_id": 29310}"#
        let shop = #"[{"id": 1, "name": "shop", "full_name": "acme/shop", "private": false}]"#
        let created = try #require(read("installation", #"{"action": "created", \#(place), "repositories": \#(shop)}"#))
        #expect(created.installation == 957_387 && created.added == ["acme/shop"] && created.removed == [])
        let deleted = try #require(read("installation", #"{"action": "deleted", \#(place), "repositories": \#(shop)}"#))
        #expect(deleted.added.isEmpty && deleted.removed == nil)
        let body = #"{"action": "removed", \#(place), "repositories_added": [], "repositories_removed": \#(shop)}"#
        let removed = try #require(read("installation_repositories", body))
        #expect(removed.added.isEmpty && removed.removed == ["acme/shop"])
        #expect(read("installation", #"{"action": "suspend", \#(place)}"#) == nil)
        #expect(read("push", #"{"action": "created", \#(place)}"#) == nil)
    }
}
