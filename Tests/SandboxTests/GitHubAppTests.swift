import Foundation
import GitHub
import HTTPTransport
import SourceControl
import Testing

@testable import Sandbox

private typealias Client = GitHub.GitHubHost

/// Plumbline's own client against the local GitHub, as an App and with tokens.
@Suite("The local GitHub's Apps, rights and names")
struct GitHubAppTests {
    private let repository = LiveSandbox.repository

    private func app(_ sandbox: LiveSandbox, id: Int = AppRecord.demoID, now: Double? = nil) throws -> GitHubApp {
        let key = try String(contentsOfFile: sandbox.dataFolder + "/github-app.pem", encoding: .utf8)
        let clock: @Sendable () -> Double = { now ?? Date().timeIntervalSince1970 }
        return try GitHubApp(
            id: String(id), privateKey: Secret(key), apiURL: sandbox.url + "/github", transport: sandbox.transport, now: clock)
    }

    fileprivate func host(_ sandbox: LiveSandbox, token: String) throws -> Client {
        try Client(
            repository: "acme/storefront", apiURL: sandbox.url + "/github", token: Secret(token), transport: sandbox.transport)
    }

    private func check(_ state: CommitStatus.State, annotations: Int = 0) -> CheckReport {
        CheckReport(
            status: CommitStatus(state: state, context: "plumbline/shop", description: "\(state)", targetURL: "http://r/1"), summary: "s",
            annotations: (0..<annotations).map {
                .init(path: "models/base.sql", line: $0 + 1, level: .warning, title: "t", message: "m \($0)")
            })
    }

    @Test("An App writes one check run with all its annotations, and a rerun gets another")
    func checks() async throws {
        let webhooks = WebhookRecorder()
        try await LiveSandbox.run(webhooks: webhooks) { sandbox in
            let sha = try await sandbox.push("x", ["models/base.sql": "select 5 as id\n"])
            let host = try Client(repository: "acme/storefront", app: try app(sandbox), transport: sandbox.transport)
            let id = try #require(try await host.writeCheck(check(.pending), on: sha, known: nil))
            // Neither a second writer nor a repetition leaves a second one.
            #expect(try await host.writeCheck(check(.pending), on: sha, known: nil) == id)
            #expect(try await host.writeCheck(check(.failure, annotations: 120), on: sha, known: id) == id)
            #expect(try await host.writeCheck(check(.failure, annotations: 120), on: sha, known: nil) == id)
            let run = try await sandbox.json(.get, repository + "/check-runs/\(id)")
            #expect(run["conclusion"].string == "failure" && run["output"]["annotations_count"].int == 120)
            #expect(run["details_url"].string == "http://r/1" && run["external_id"].string == "plumbline/shop")
            let lines = try await sandbox.json(.get, repository + "/check-runs/\(id)/annotations?per_page=100&page=2").array
            #expect(lines.count == 20 && lines.last?["start_line"].int == 120)

            let rerun = try #require(try await host.writeCheck(check(.pending), on: sha, known: id))
            #expect(rerun != id)
            #expect(try await host.writeCheck(check(.success), on: sha, known: rerun) == rerun)
            let shown = try await sandbox.json(.get, repository + "/commits/\(sha)/check-runs")
            #expect(shown["total_count"].int == 1 && shown["check_runs"][0]["conclusion"].string == "success")
            #expect(shown["check_runs"][0]["output"]["annotations_count"].int == 0)
        }
    }

    @Test("A person's token and an App without the right write no check run, and say so by nil")
    func noChecks() async throws {
        try await LiveSandbox.run { sandbox in
            let sha = try await sandbox.push("x", ["a": "1\n"])
            #expect(try await host(sandbox, token: "sandbox-token").writeCheck(check(.success), on: sha, known: nil) == nil)
            let rights = #"{"app": 4242, "permissions": {"metadata": "read", "contents": "read", "checks": "read", "statuses": "write"}}"#
            #expect(try await sandbox.send(.post, "/sandbox/rights", json: rights).status == 204)
            let host = try Client(repository: "acme/storefront", app: try app(sandbox), transport: sandbox.transport)
            #expect(try await host.writeCheck(check(.success), on: sha, known: nil) == nil)
            #expect(try await host.facts().missingRights == ["Pull requests: write", "Checks: write"])
            try await host.setStatus(check(.success).status, on: sha)
        }
    }

    @Test("A token that stops working before its time is got anew, once; a lost installation is told")
    func refusals() async throws {
        try await LiveSandbox.run { sandbox in
            let app = try app(sandbox)
            let host = try Client(repository: "acme/storefront", app: app, transport: sandbox.transport)
            _ = try await host.tip(of: "main")
            // Every token is refused once.
            let fault = #"{"path": "/github/repos/acme/storefront/commits", "status": 401, "count": 1}"#
            #expect(try await sandbox.send(.post, "/sandbox/faults", json: fault).status == 201)
            _ = try await host.tip(of: "main")
            #expect(try await sandbox.send(.post, "/sandbox/rights", json: #"{"app": 4242, "suspended": true}"#).status == 204)
            let error = await #expect(throws: SourceControlError.self) { try await host.tip(of: "main") }
            #expect(error?.code == .forbidden && error?.message.contains("suspended") == true)
        }
    }

    @Test("An App that GitHub does not know, a key of another, and a clock that is far off are refused")
    func strangers() async throws {
        try await LiveSandbox.run { sandbox in
            let unknown = await #expect(throws: SourceControlError.self) { try await app(sandbox, id: 5).facts() }
            #expect(unknown?.code == .notFound)
            let early = Date().timeIntervalSince1970 - 3600
            let late = await #expect(throws: SourceControlError.self) { try await app(sandbox, now: early).facts() }
            #expect(late?.code == .unauthorized)
            // A minute's difference is expected.
            let facts = try await app(sandbox, now: Date().timeIntervalSince1970 + 50).facts()
            #expect(facts.slug == "plumbline-sandbox" && facts.id == AppRecord.demoID)
        }
    }

    @Test("Comments, commits, roles and reactions")
    func people() async throws {
        try await LiveSandbox.run { sandbox in
            let first = try await sandbox.push("x", ["models/base.sql": "select 5 as id\n"])
            let second = try await sandbox.push("x", ["models/base.sql": "select 6 as id\n"], from: "origin/x")
            _ = try await sandbox.openPull("x")
            let host = try Client(repository: "acme/storefront", app: try app(sandbox), transport: sandbox.transport)
            #expect(try await host.commits(of: 1).map(\.sha) == [first, second])
            _ = try await sandbox.send(.post, repository + "/issues/1/comments", json: #"{"body": "/plumbline rerun"}"#)
            let comment = try #require(try await host.comments(on: 1).first)
            #expect(comment.author == "sandbox" && comment.body == "/plumbline rerun" && comment.number == 1)
            for _ in 1...2 { try await host.react(.seen, to: comment) }
            try await host.react(.agreed, to: comment)
            let reactions = try await sandbox.json(.get, repository + "/issues/comments/\(comment.id)/reactions").array
            #expect(reactions.map { $0["content"].string } == ["eyes", "+1"])
            #expect(reactions.first?["user"]["login"].string == "plumbline-sandbox[bot]")
            let wanted: [(String, RepositoryRole)] = [
                ("sandbox", .admin), ("sandbox-maintainer", .maintain), ("sandbox-writer", .write), ("sandbox-triager", .triage),
                ("sandbox-reader", .read), ("nobody", .none), ("", .none),
            ]
            for (login, role) in wanted { #expect(try await host.role(of: login) == role, "\(login)") }
        }
    }

    @Test("What each kind of token may do is found out without leaving a trace")
    func facts() async throws {
        let webhooks = WebhookRecorder()
        try await LiveSandbox.run(webhooks: webhooks) { sandbox in
            let owner = try await host(sandbox, token: "sandbox-token").facts()
            let page = sandbox.url + "/github/acme/storefront"
            #expect(owner == RepositoryFacts(fullName: "acme/storefront", defaultBranch: "main", url: page, mayInstallWebhook: true))
            let reader = try await host(sandbox, token: "sandbox-reader-token").facts()
            #expect(reader.missingRights == ["Role: write"] && reader.mayInstallWebhook == false)
            let fine = try await host(sandbox, token: "github_pat_sandbox").facts()
            #expect(fine.missingRights.isEmpty && fine.mayInstallWebhook == false)
            let few = #"{"permissions": {"metadata": "read", "pull_requests": "read"}}"#
            #expect(try await sandbox.send(.post, "/sandbox/rights", json: few).status == 204)
            let poor = try await host(sandbox, token: "github_pat_sandbox").facts()
            #expect(poor.missingRights == ["Contents: read", "Commit statuses: write", "Pull requests: write"])
            let app = try Client(repository: "acme/storefront", app: try app(sandbox), transport: sandbox.transport)
            #expect(try await app.facts().missingRights.isEmpty)
            let wrong = await #expect(throws: SourceControlError.self) { try await host(sandbox, token: "none").facts() }
            #expect(wrong?.code == .unauthorized)
            #expect(webhooks.calls.isEmpty)
        }
    }

    @Test("A webhook is installed once with the secret, mended when somebody broke it, and refused with the reason")
    func webhook() async throws {
        let webhooks = WebhookRecorder()
        try await LiveSandbox.run(webhooks: webhooks) { sandbox in
            let (host, url) = (try host(sandbox, token: "sandbox-token"), "http://plumbline.example/webhooks/github")
            #expect(try await host.installWebhook(url: url, secret: "hush") == .installed)
            #expect(try await host.installWebhook(url: url, secret: "hush") == .alreadyThere)
            let hooks = try await sandbox.json(.get, repository + "/hooks").array.filter { $0["config"]["url"].string == url }
            let hook = try #require(hooks.first)
            #expect(hooks.count == 1 && hook["config"]["content_type"].string == "json" && hook["active"].bool == true)
            let broken = #"{"active": false, "events": ["push", "fork"]}"#
            _ = try await sandbox.send(.patch, repository + "/hooks/\(hook["id"].int ?? 0)", json: broken)
            #expect(try await host.installWebhook(url: url, secret: "hush") == .installed)
            let mended = try await sandbox.json(.get, repository + "/hooks/\(hook["id"].int ?? 0)")
            #expect(
                mended["active"].bool == true
                    && mended["events"].array.map { $0.string } == [
                        "check_run", "fork", "issue_comment", "pull_request", "push", "repository",
                    ])
            _ = try await sandbox.push("x", ["a": "1\n"])
            let call = try await eventually("the push came") {
                webhooks.calls.first { $0.url == url && $0.headers["X-GitHub-Event"] == "push" }
            }
            #expect(
                GitHubWebhook.verify(
                    body: call.body ?? Data(), signature256: call.headers["X-Hub-Signature-256"] ?? "", secret: Secret("hush")))
            for token in ["sandbox-writer-token", "github_pat_sandbox"] {
                let refused = try await self.host(sandbox, token: token).installWebhook(url: url, secret: "hush")
                guard case .notAllowed(let reason) = refused else { return #expect(Bool(false), "\(refused)") }
                #expect(reason.contains("Webhooks: write") && !reason.contains("hush"))
            }
            let app = try Client(repository: "acme/storefront", app: try app(sandbox), transport: sandbox.transport)
            guard case .notAllowed(let reason) = try await app.installWebhook(url: url, secret: "hush") else { return #expect(Bool(false)) }
            #expect(reason.contains("is not set") && reason.contains(url))
        }
    }

    @Test("A renamed repository is followed by reads and writes, and says its new name; its webhook comes with the earlier one")
    func rename() async throws {
        let webhooks = WebhookRecorder()
        try await LiveSandbox.run(webhooks: webhooks) { sandbox in
            let sha = try await sandbox.push("x", ["models/base.sql": "select 5 as id\n"])
            _ = try await sandbox.openPull("x")
            #expect(try await sandbox.json(.patch, repository, json: #"{"name": "shop"}"#)["full_name"].string == "acme/shop")
            #expect(try await sandbox.send(.get, "/github/repos/acme/shop").status == 200)
            #expect(try await sandbox.send(.get, "/github/repos/acme/other").status == 404)
            let calls: [Client] = [
                try host(sandbox, token: "sandbox-token"),
                try Client(repository: "acme/storefront", app: try app(sandbox), transport: sandbox.transport),
            ]
            for host in calls {
                #expect(try await host.facts().fullName == "acme/shop")
                try await host.setStatus(check(.success).status, on: sha)
                #expect(try await host.changedFiles(of: 1).paths == ["models/base.sql"])
                let comment = try await host.writeComment(
                    "Report", marker: CommentMarker(configuration: "shop"), on: 1, known: nil)
                #expect(
                    try await host.writeComment(
                        "Again", marker: CommentMarker(configuration: "shop"), on: 1, known: comment.id
                    ).id == comment.id)
            }
            #expect(try await sandbox.json(.get, "/github/repos/acme/shop/issues/1/comments").array.count == 1)
            let event = try await webhooks.event("repository.renamed")
            let delivery = try GitHubWebhook.parse(event: "repository", deliveryID: "d", body: event.call.body ?? Data())
            #expect(delivery.event == .renamed(from: "acme/storefront") && delivery.repository == "acme/shop")
        }
    }

    @Test("Three thousand files are all that GitHub lists, and the list is said to be cut")
    func manyFiles() async throws {
        try await LiveSandbox.run { sandbox in
            _ = try await sandbox.push("x", Dictionary(uniqueKeysWithValues: (0..<3_001).map { ("f/\($0)", "\($0)\n") }))
            _ = try await sandbox.openPull("x")
            let files = try await host(sandbox, token: "sandbox-token").changedFiles(of: 1)
            #expect(files.paths.count == 3_000 && !files.isComplete)
        }
    }

    @Test("An App is made from a manifest, installed, and told about pushes and reruns with its own secret")
    func manifest() async throws {
        let webhooks = WebhookRecorder()
        try await LiveSandbox.run(webhooks: webhooks) { sandbox in
            let manifest = AppManifest(name: "Our Plumbline", publicURL: "http://plumbline.example")
            let json = manifest.json(callback: "http://plumbline.example/created")
            let form = "manifest=" + BaseURL.encode(json)
            let sent = try await sandbox.send(.post, "/github/settings/apps/new?state=s%2F1", form: form, headers: [:])
            let location = sent.headers["Location"] ?? ""
            #expect(
                sent.status == 302 && location.hasPrefix("http://plumbline.example/created?code=") && location.hasSuffix("&state=s%2F1"))
            let code = String(location.split(separator: "=")[1].prefix { $0 != "&" })
            let made = try await RegisteredApp.exchange(code: code, apiURL: sandbox.url + "/github", transport: sandbox.transport)
            #expect(made.slug == "our-plumbline" && made.name == "Our Plumbline" && !made.webhookSecret.isEmpty)
            let again = await #expect(throws: SourceControlError.self) {
                try await RegisteredApp.exchange(code: code, apiURL: sandbox.url + "/github", transport: sandbox.transport)
            }
            #expect(again?.code == .notFound)

            let app = try GitHubApp(
                id: String(made.id), privateKey: made.privateKey, apiURL: sandbox.url + "/github", transport: sandbox.transport)
            #expect(try await app.facts().events == AppManifest.events)
            let host = try Client(repository: "acme/storefront", app: app, transport: sandbox.transport)
            let early = await #expect(throws: SourceControlError.self) { try await host.facts() }
            #expect(early?.code == .notFound && early?.message.contains("install it") == true)
            #expect(try await sandbox.send(.get, "/github/apps/our-plumbline/installations/new", headers: [:]).status == 200)
            let installed = try await webhooks.event("installation.created")
            #expect(installed.call.url == "http://plumbline.example/webhooks/github")
            #expect(
                GitHubWebhook.verify(
                    body: installed.call.body ?? Data(), signature256: installed.call.headers["X-Hub-Signature-256"] ?? "",
                    secret: made.webhookSecret))
            #expect(try await host.facts().missingRights.isEmpty)
            #expect(try await host.installWebhook(url: "http://plumbline.example/webhooks/github", secret: "") == .byApp)

            let sha = try await sandbox.push("x", ["a": "1\n"])
            let id = try #require(try await host.writeCheck(check(.failure), on: sha, known: nil))
            _ = try await sandbox.send(.post, repository + "/check-runs/\(id)/rerequest")
            let rerun = try await webhooks.event("check_run.rerequested")
            let delivery = try GitHubWebhook.parse(event: "check_run", deliveryID: "d", body: rerun.call.body ?? Data())
            #expect(delivery.event == .rerunRequested(sha: sha, context: "plumbline/shop") && delivery.sender == "sandbox")
        }
    }
}
