import Foundation
import HTTPTransport
import Testing

@testable import Sandbox

@Suite("The local GitHub")
struct GitHubAPITests {
    private let repository = LiveSandbox.repository

    @Test("Errors look like GitHub's")
    func errors() async throws {
        try await LiveSandbox.run { sandbox in
            let anonymous = try await sandbox.send(.get, repository, headers: [:])
            #expect(anonymous.status == 401)
            let wrong = try await sandbox.send(.get, repository, headers: ["Authorization": "Bearer nonsense"])
            #expect(wrong.status == 401)
            #expect(try JSON(wrong.body)["message"].string == "Bad credentials")
            for path in ["/pulls/99", "/nonsense", "/commits?sha=none", "/compare/main...none"] {
                let missing = try await sandbox.send(.get, repository + path)
                #expect(missing.status == 404, "\(path)")
                #expect(try JSON(missing.body)["message"].string == "Not Found")
            }
            #expect(try await sandbox.send(.post, repository + "/pulls", json: "{").status == 400)
            let invalid = try await sandbox.send(.post, repository + "/pulls", json: #"{"title": "t", "head": "none", "base": "main"}"#)
            #expect(invalid.status == 422)
            #expect(try JSON(invalid.body)["errors"][0]["field"].string == "head")
            #expect(try await sandbox.send(.get, repository, headers: ["Authorization": "token sandbox-token"]).status == 200)
        }
    }

    @Test("A pull request from opening to merge, with its webhooks")
    func lifecycle() async throws {
        let webhooks = WebhookRecorder()
        try await LiveSandbox.run(webhooks: webhooks) { sandbox in
            let first = try await sandbox.push("feature/one", ["models/base.sql": "select 1 as id\n", "models/new.sql": "select 3 as x\n"])
            let pull = try await sandbox.openPull("feature/one")
            #expect(pull["number"].int == 1)
            #expect(pull["head"]["sha"].string == first)
            #expect(pull["changed_files"].int == 2)
            #expect(pull["mergeable"].bool == true)

            let opened = try await webhooks.event("pull_request.opened")
            #expect(opened.payload["pull_request"]["head"]["sha"].string == first)
            #expect(opened.payload["repository"]["full_name"].string == "acme/storefront")
            #expect(opened.payload["sender"]["login"].string == "sandbox")
            // A push webhook of the new branch came before.
            #expect(webhooks.events.first == "push")

            let second = try await sandbox.push("feature/one", ["models/new.sql": "select 4 as x\n"], from: "origin/feature/one")
            let moved = try await webhooks.event("pull_request.synchronize")
            #expect(moved.payload["before"].string == first)
            #expect(moved.payload["after"].string == second)

            let files = try await sandbox.json(.get, repository + "/pulls/1/files")
            #expect(files.array.map { $0["filename"].string } == ["models/base.sql", "models/new.sql"])
            #expect(files[1]["status"].string == "added")
            let commits = try await sandbox.json(.get, repository + "/pulls/1/commits")
            #expect(commits.array.map { $0["sha"].string } == [first, second])

            #expect(try await sandbox.send(.get, repository + "/pulls/1/merge").status == 404)
            let refused = try await sandbox.send(.put, repository + "/pulls/1/merge", json: #"{"sha": "\#(first)"}"#)
            #expect(refused.status == 409)
            let merged = try await sandbox.json(.put, repository + "/pulls/1/merge", json: #"{"sha": "\#(second)"}"#)
            #expect(merged["merged"].bool == true)
            #expect(try await sandbox.send(.get, repository + "/pulls/1/merge").status == 204)
            let closed = try await webhooks.event("pull_request.closed")
            #expect(closed.payload["pull_request"]["merged"].bool == true)
            #expect(closed.payload["pull_request"]["merge_commit_sha"].string == merged["sha"].string)
            let head = try await sandbox.json(.get, repository + "/commits/main")
            #expect(head["sha"].string == merged["sha"].string)
            #expect(head["parents"].array.count == 2)
            // Once, although the merge is a push as well.
            #expect(webhooks.events.filter { $0 == "pull_request.closed" }.count == 1)
            #expect(try await sandbox.send(.put, repository + "/pulls/1/merge", json: "{}").status == 405)
        }
    }

    @Test("Signatures cover the raw body")
    func signatures() async throws {
        let webhooks = WebhookRecorder()
        try await LiveSandbox.run(webhooks: webhooks) { sandbox in
            _ = try await sandbox.push("x", ["a": "ü\n"])
            let call = try await webhooks.event("push").call
            let digits = call.headers["X-Hub-Signature-256"]?.dropFirst("sha256=".count).description ?? ""
            #expect(BodySignature.isValid(digits: digits, of: call.body ?? Data(), secret: Secret("sandbox-secret")))
            #expect(!BodySignature.isValid(digits: digits, of: call.body ?? Data(), secret: Secret("another")))
            #expect(call.headers["X-Hub-Signature"]?.hasPrefix("sha1=") == true)
            #expect(call.headers["X-GitHub-Delivery"]?.isEmpty == false)
        }
    }

    @Test("A receiver that starts late gets its webhook, and a delivery can be sent again")
    func lateReceiver() async throws {
        let webhooks = WebhookRecorder(refusals: 2)
        try await LiveSandbox.run(webhooks: webhooks) { sandbox in
            _ = try await sandbox.push("x", ["a": "b\n"])
            _ = try await webhooks.event("push")
            let delivery = try await eventually("the delivery is written down") {
                let first = try await sandbox.json(.get, "/sandbox/deliveries")[0]
                return first["status_code"].int == nil ? nil : first
            }
            #expect(delivery["attempts"].int == 3)
            #expect(delivery["status_code"].int == 202)
            #expect(try await sandbox.send(.post, "/sandbox/deliveries/1/redeliver").status == 202)
            _ = try await eventually("it came twice") { webhooks.calls.count == 2 ? true : nil }
            #expect(webhooks.calls[0].headers["X-GitHub-Delivery"] == webhooks.calls[1].headers["X-GitHub-Delivery"])
            #expect(try await sandbox.send(.post, "/sandbox/deliveries/77/redeliver").status == 404)
        }
    }

    @Test("Drafts, edits, labels, closing and reopening each send their event")
    func changes() async throws {
        let webhooks = WebhookRecorder()
        try await LiveSandbox.run(webhooks: webhooks) { sandbox in
            _ = try await sandbox.push("x", ["models/base.sql": "select 5 as id\n"])
            #expect(try await sandbox.openPull("x", draft: true)["draft"].bool == true)
            let pull = repository + "/pulls/1"
            _ = try await sandbox.send(.patch, pull, json: #"{"draft": false}"#)
            _ = try await sandbox.send(.patch, pull, json: #"{"title": "Better"}"#)
            _ = try await sandbox.send(.post, repository + "/issues/1/labels", json: #"{"labels": ["plumbline", "b"]}"#)
            let labels = try await sandbox.json(.delete, repository + "/issues/1/labels/b")
            #expect(labels.array.map { $0["name"].string } == ["plumbline"])
            #expect(try await sandbox.send(.delete, repository + "/issues/1/labels/b").status == 404)
            _ = try await sandbox.send(.patch, pull, json: #"{"state": "closed"}"#)
            _ = try await sandbox.send(.patch, pull, json: #"{"state": "open"}"#)
            _ = try await webhooks.event("pull_request.reopened")
            #expect(
                webhooks.events.filter { $0 != "push" } == [
                    "pull_request.opened", "pull_request.ready_for_review", "pull_request.edited", "pull_request.labeled",
                    "pull_request.labeled", "pull_request.unlabeled", "pull_request.closed", "pull_request.reopened",
                ])
            let labeled = try await webhooks.event("pull_request.labeled").payload
            #expect(labeled["label"]["name"].string == "plumbline")
            #expect(labeled["pull_request"]["labels"].array.count == 1)
        }
    }

    @Test("A push of the branch into main by path merges its pull request")
    func mergedByPush() async throws {
        let webhooks = WebhookRecorder()
        try await LiveSandbox.run(webhooks: webhooks) { sandbox in
            let head = try await sandbox.push("x", ["models/base.sql": "select 5 as id\n"])
            _ = try await sandbox.openPull("x")
            try await sandbox.git("push", "--quiet", sandbox.gitPath, "\(head):refs/heads/main", in: sandbox.gitPath)
            let closed = try await webhooks.event("pull_request.closed").payload
            #expect(closed["pull_request"]["merged"].bool == true)
        }
    }

    @Test("Comments: limit, editing in place, deleting, reactions, paging")
    func comments() async throws {
        let webhooks = WebhookRecorder()
        try await LiveSandbox.run(webhooks: webhooks) { sandbox in
            _ = try await sandbox.push("x", ["models/base.sql": "select 5 as id\n"])
            _ = try await sandbox.openPull("x")
            let comments = repository + "/issues/1/comments"
            func post(_ length: Int) async throws -> HTTPReply {
                try await sandbox.send(.post, comments, json: #"{"body": "\#(String(repeating: "x", count: length))"}"#)
            }
            #expect(try await post(65_536).status == 201)
            #expect(try await post(65_537).status == 422)
            #expect(try await post(0).status == 422)
            for _ in 1...4 { #expect(try await post(3).status == 201) }

            let page = try await sandbox.send(.get, comments + "?per_page=2&page=2")
            #expect(try JSON(page.body).array.count == 2)
            let link = page.headers["Link"] ?? ""
            #expect(link.contains("page=3>; rel=\"next\""))
            #expect(link.contains("page=1>; rel=\"first\""))
            #expect(link.contains("page=3>; rel=\"last\""))
            #expect(link.contains("<\(sandbox.url)\(comments)?per_page=2&page=1>; rel=\"prev\""))
            #expect(try await sandbox.send(.get, comments).headers["Link"] == nil)

            let id = try JSON(page.body)[0]["id"].int ?? 0
            let one = repository + "/issues/comments/\(id)"
            #expect(try await sandbox.json(.patch, one, json: #"{"body": "edited"}"#)["body"].string == "edited")
            #expect(try await webhooks.event("issue_comment.edited").payload["changes"]["body"]["from"].string == "xxx")
            #expect(try await sandbox.send(.post, one + "/reactions", json: #"{"content": "+1"}"#).status == 201)
            #expect(try await sandbox.send(.post, one + "/reactions", json: #"{"content": "+1"}"#).status == 200)
            #expect(try await sandbox.json(.get, one)["reactions"]["+1"].int == 1)
            #expect(try await sandbox.send(.delete, one).status == 204)
            #expect(try await sandbox.send(.get, one).status == 404)
            #expect(try await webhooks.event("issue_comment.created").payload["issue"]["pull_request"]["url"].string != nil)
        }
    }

    @Test("Statuses: limit, unknown commits, the combined word")
    func statuses() async throws {
        try await LiveSandbox.run { sandbox in
            let sha = try await sandbox.json(.get, repository + "/branches/main")["commit"]["sha"].string ?? ""
            func post(_ json: String, to sha: String) async throws -> Int {
                try await sandbox.send(.post, repository + "/statuses/\(sha)", json: json).status
            }
            func combined() async throws -> String? {
                try await sandbox.json(.get, repository + "/commits/main/status")["state"].string
            }
            #expect(try await combined() == "pending")
            #expect(try await post(#"{"state": "pending", "context": "a", "target_url": "http://x.example/1"}"#, to: sha) == 201)
            #expect(try await post(#"{"state": "success", "context": "a"}"#, to: sha) == 201)
            #expect(try await combined() == "success")
            #expect(
                try await post(#"{"state": "failure", "context": "b", "description": "\#(String(repeating: "d", count: 140))"}"#, to: sha)
                    == 201)
            #expect(try await combined() == "failure")
            #expect(try await post(#"{"state": "success", "description": "\#(String(repeating: "d", count: 141))"}"#, to: sha) == 422)
            #expect(try await post(#"{"state": "fine"}"#, to: sha) == 422)
            #expect(try await post(#"{"state": "success"}"#, to: String(repeating: "0", count: 40)) == 422)
            let all = try await sandbox.json(.get, repository + "/statuses/\(sha)")
            #expect(all.array.map { $0["state"].string } == ["failure", "success", "pending"])
            #expect(try await sandbox.json(.get, repository + "/commits/\(sha)/status")["statuses"].array.count == 2)
        }
    }

    @Test("Comparison names the merge base and both distances")
    func comparison() async throws {
        try await LiveSandbox.run { sandbox in
            let base = try await sandbox.json(.get, repository + "/commits/main")["sha"].string
            _ = try await sandbox.push("feature/a", ["a": "1\n"])
            let main = try await sandbox.push("main", ["b": "1\n"])
            let answer = try await sandbox.json(.get, repository + "/compare/main...feature%2Fa")
            #expect(answer["status"].string == "diverged")
            #expect(answer["ahead_by"].int == 1)
            #expect(answer["behind_by"].int == 1)
            #expect(answer["merge_base_commit"]["sha"].string == base)
            #expect(answer["base_commit"]["sha"].string == main)
            #expect(answer["files"].array.map { $0["filename"].string } == ["a"])
            #expect(try await sandbox.json(.get, repository + "/compare/main...main")["status"].string == "identical")
            let history = try await sandbox.json(.get, repository + "/commits?sha=main&per_page=1")
            #expect(history.array.map { $0["sha"].string } == [main])
        }
    }

    @Test("Somebody who may only read cannot write statuses, and the permission is told")
    func permissions() async throws {
        try await LiveSandbox.run { sandbox in
            let reader = ["Authorization": "Bearer sandbox-reader-token"]
            let sha = try await sandbox.json(.get, repository + "/commits/main")["sha"].string ?? ""
            let refused = try await sandbox.send(.post, repository + "/statuses/\(sha)", json: #"{"state": "success"}"#, headers: reader)
            #expect(refused.status == 403)
            func permission(_ login: String) async throws -> String? {
                try await sandbox.json(.get, repository + "/collaborators/\(login)/permission")["permission"].string
            }
            #expect(try await permission("sandbox") == "admin")
            #expect(try await permission("sandbox-reader") == "read")
            #expect(try await sandbox.send(.get, repository + "/collaborators/nobody/permission").status == 404)
        }
    }

    @Test("A created hook is pinged and gets events of its kind, as a form unless it asks for JSON")
    func hooks() async throws {
        let webhooks = WebhookRecorder()
        try await LiveSandbox.run(webhooks: webhooks) { sandbox in
            let body = #"{"events": ["push"], "config": {"url": "http://other.example/h", "secret": "s"}}"#
            let hook = try await sandbox.json(.post, repository + "/hooks", json: body)
            #expect(hook["config"]["secret"].string == "********")
            _ = try await eventually("the ping came") { webhooks.calls.contains { $0.headers["X-GitHub-Event"] == "ping" } ? true : nil }
            let ping = webhooks.calls.first { $0.url == "http://other.example/h" }
            #expect(ping?.body?.starts(with: Data("payload=%7B".utf8)) == true)
            #expect(try await sandbox.send(.delete, repository + "/hooks/\(hook["id"].int ?? 0)").status == 204)
            #expect(try await sandbox.json(.get, repository + "/hooks").array.count == 1)
        }
    }

    @Test("Files of a commit can be read, also the page for people")
    func contents() async throws {
        try await LiveSandbox.run { sandbox in
            let file = try await sandbox.json(.get, repository + "/contents/models/apart.sql")
            let text = file["content"].string?.replacing("\n", with: "") ?? ""
            #expect(Data(base64Encoded: text).map { String(decoding: $0, as: UTF8.self) } == TinyProject.files["models/apart.sql"])
            #expect(
                try await sandbox.json(.get, repository + "/contents/models").array.map { $0["name"].string } == [
                    "apart.sql", "base.sql", "counted.sql", "outside.yml", "trouble",
                ])
            #expect(try await sandbox.send(.get, repository + "/contents/none").status == 404)
            _ = try await sandbox.push("x", ["models/base.sql": "select 5 as id\n"])
            _ = try await sandbox.openPull("x")
            _ = try await sandbox.send(.post, repository + "/issues/1/comments", json: #"{"body": "<b>"}"#)
            let page = try await sandbox.send(.get, "/github/acme/storefront/pull/1", headers: [:])
            #expect(String(decoding: page.body, as: UTF8.self).contains("&lt;b&gt;"))
        }
    }
}
