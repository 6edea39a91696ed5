import Foundation
import GitHub
import SourceControl
import TestSupport
import Testing

/// What is read of whole deliveries: every value, not only that there is one.
@Suite struct GitHubPayloadTests {
    private static let base = "1405df66cbe219b0bf6355bc3d60361a8376b6b4"
    private static let head = "1a954628a960aaef81d7b2d4521929579f3541e6"
    private static let merge = "14091a9f2461267ee7e02525b4f1f2923f1c9849"

    private func parse(_ name: String) throws -> WebhookDelivery {
        let event = String(name.prefix { $0 != "." })
        return try GitHubWebhook.parse(event: event, deliveryID: "d-\(name)", body: try WebhookPayload.read("github/\(name)"))
    }

    private static func change(_ edit: (inout ChangeRequest) -> Void = { _ in }) -> ChangeRequest {
        var change = ChangeRequest(
            number: 42, title: "Count returns as negative sales", author: "ann-reyes", url: "https://github.com/acme/shop/pull/42",
            baseBranch: "main", baseSHA: base, headBranch: "returns", headSHA: head)
        edit(&change)
        return change
    }

    /// A delivery about a pull request: its name, what it tells, the pull request after it, and who did it.
    struct PullRequestSample: Sendable, CustomTestStringConvertible {
        let name: String
        let event: ChangeEvent
        let change: ChangeRequest
        var sender = "ann-reyes"

        var testDescription: String { name }
    }

    static let pullRequests = [
        PullRequestSample(name: "opened", event: .opened, change: change { $0.labels = ["bug"] }),
        PullRequestSample(
            name: "opened-from-fork", event: .opened, change: change { ($0.isFork, $0.author) = (true, "bo-larsen") }, sender: "bo-larsen"),
        PullRequestSample(name: "synchronize", event: .synchronized, change: change { $0.labels = ["bug"] }),
        PullRequestSample(
            name: "labeled", event: .labeled("datafold"), change: change { $0.labels = ["bug", "datafold"] }, sender: "bo-larsen"),
        PullRequestSample(name: "unlabeled", event: .unlabeled("datafold"), change: change { $0.labels = ["bug"] }, sender: "bo-larsen"),
        PullRequestSample(
            name: "closed-merged", event: .closed(merged: true), change: change { $0.state = .merged }, sender: "bo-larsen"),
        PullRequestSample(name: "closed", event: .closed(merged: false), change: change { $0.state = .closed }),
        PullRequestSample(name: "reopened", event: .reopened, change: change()),
        PullRequestSample(name: "ready_for_review", event: .readyForReview, change: change()),
        PullRequestSample(name: "converted_to_draft", event: .convertedToDraft, change: change { $0.isDraft = true }),
        PullRequestSample(name: "edited-base", event: .retargeted(from: "staging"), change: change()),
        PullRequestSample(name: "edited-title", event: .edited, change: change()),
        PullRequestSample(name: "review_requested", event: .other("pull_request.review_requested"), change: change()),
    ]

    @Test(arguments: pullRequests) func pullRequest(_ sample: PullRequestSample) throws {
        let delivery = try parse("pull_request.\(sample.name)")
        #expect(
            delivery
                == WebhookDelivery(
                    id: "d-pull_request.\(sample.name)", repository: "acme/shop", event: sample.event, changeRequest: sample.change,
                    sender: sample.sender))
    }

    @Test(
        arguments: [
            ("push", .push(BranchPush(branch: "main", before: base, after: merge, defaultBranch: "main"))),
            ("push.new-branch", .push(BranchPush(branch: "feature/returns", before: nil, after: head, defaultBranch: "main"))),
            ("push.deleted-branch", .push(BranchPush(branch: "returns", before: head, after: nil, defaultBranch: "main"))),
            ("push.tag", .other("push")),
            ("check_run.rerequested", .rerunRequested(sha: head, context: "plumbline/shop")),
            ("check_run.completed", .other("check_run.completed")),
            ("check_suite.rerequested", .rerunRequested(sha: head, context: nil)), ("repository.renamed", .renamed(from: "acme/store")),
            ("ping", .ping), ("issue_comment.created-on-issue", .other("issue_comment.created")),
            ("issue_comment.edited", .other("issue_comment.edited")),
            (
                "issue_comment.created",
                .comment(
                    ChangeComment(
                        number: 42, author: "bo-larsen", body: "/plumbline diff downstream\r\nplease", id: "2700420042",
                        association: .init(rawValue: "MEMBER")))
            ),
        ] as [(String, ChangeEvent)])
    func other(_ name: String, _ event: ChangeEvent) throws {
        let delivery = try parse(name)
        #expect(delivery.event == event && delivery.changeRequest == nil)
        #expect(delivery.repository == "acme/shop" && delivery.id == "d-\(name)")
    }

    @Test func installations() throws {
        func read(_ name: String) throws -> InstallationDelivery {
            let event = String(name.prefix { $0 != "." })
            return try #require(InstallationDelivery(event: event, body: try WebhookPayload.read("github/\(name)")))
        }
        let created = try read("installation.created")
        #expect(created.installation == 4242 && created.added == ["acme/shop", "acme/ledger"] && created.removed == [])
        let removed = try read("installation_repositories.removed")
        #expect(removed.installation == 4242 && removed.added == [] && removed.removed == ["acme/ledger"])
    }

    @Test func noDeliveryIsLeftUnread() throws {
        let names = Set(try WebhookPayload.names(of: "github"))
        #expect(names.count == 13 + 12 + 2)
        #expect(names.isSuperset(of: Self.pullRequests.map { "pull_request.\($0.name)" }))
    }
}
