import Foundation
import GitLab
import HTTPTransport
import SourceControl
import Testing

@testable import Sandbox

/// The local GitLab, asked by the host that talks to the real one.
@Suite("The local GitLab")
struct GitLabAPITests {
    private static let api = "/gitlab/api/v4"
    private static let project = api + "/projects/acme%2Fstorefront"

    private func host(_ sandbox: LiveSandbox, token: String = "sandbox-token") throws -> GitLabHost {
        try GitLabHost(project: "acme/storefront", apiURL: sandbox.url + Self.api, token: Secret(token), transport: sandbox.transport)
    }

    private func open(_ sandbox: LiveSandbox, _ branch: String, title: String = "Change") async throws -> JSON {
        try await sandbox.json(
            .post, Self.project + "/merge_requests",
            json: #"{"title": "\#(title)", "source_branch": "\#(branch)", "target_branch": "main", "description": "Why"}"#)
    }

    /// Waits for the webhook of an event whose payload fulfils a condition.
    private func delivery(
        _ event: String, _ webhooks: WebhookRecorder, where holds: @escaping (JSON) -> Bool = { _ in true }
    ) async throws -> (JSON, HTTPCall) {
        try await eventually("\(event) has arrived") {
            for call in webhooks.calls where call.headers["X-Gitlab-Event"] == event {
                let payload = try JSON(call.body ?? Data())
                if holds(payload) { return (payload, call) }
            }
            return nil
        }
    }

    @Test("Errors look like GitLab's, and the host says what they mean")
    func errors() async throws {
        try await LiveSandbox.run { sandbox in
            #expect(try await sandbox.send(.get, Self.project, headers: [:]).status == 401)
            let missing = try await sandbox.send(.get, Self.api + "/projects/acme%2Fnone")
            #expect(missing.status == 404)
            #expect(try JSON(missing.body)["message"].string == "404 Project Not Found")
            #expect(try await sandbox.send(.get, Self.project, headers: ["PRIVATE-TOKEN": "sandbox-token"]).status == 200)
            #expect(try await sandbox.send(.get, Self.api + "/projects/4201").status == 200)
            let host = try host(sandbox)
            let unknown = await #expect(throws: SourceControlError.self) { try await host.changeRequest(99) }
            #expect(unknown?.code == .notFound)
            let status = CommitStatus(state: .success, context: "c", description: "d")
            let reader = try self.host(sandbox, token: "sandbox-reader-token")
            let tip = try await host.tip(of: "main").sha
            let refused = await #expect(throws: SourceControlError.self) { try await reader.setStatus(status, on: tip) }
            #expect(refused?.code == .forbidden && refused?.message.contains("Developer") == true)
            let readOnly = try self.host(sandbox, token: "sandbox-read-token")
            let scope = await #expect(throws: SourceControlError.self) { try await readOnly.setStatus(status, on: tip) }
            #expect(scope?.message.contains("insufficient_scope") == true)
        }
    }

    @Test("A merge request from opening to merge, with its webhooks")
    func lifecycle() async throws {
        let webhooks = WebhookRecorder()
        try await LiveSandbox.run(webhooks: webhooks, webhookHost: .gitLab) { sandbox in
            let base = try await host(sandbox).tip(of: "main").sha
            let first = try await sandbox.push("feature/one", ["models/base.sql": "select 1 as id\n", "models/new.sql": "select 3 as x\n"])
            #expect(try await open(sandbox, "feature/one")["iid"].int == 1)
            let host = try host(sandbox)
            let request = try await host.changeRequest(1)
            #expect(request.headSHA == first && request.baseSHA == base && request.state == .open && !request.isFork)
            #expect(try await host.openChangeRequests().map(\.number) == [1])
            #expect(try await host.changedFiles(of: 1) == ChangedFiles(paths: ["models/base.sql", "models/new.sql"]))
            #expect(try await host.mergeBase(of: "main", and: first).sha == base)

            let (opened, call) = try await delivery("Merge Request Hook", webhooks)
            #expect(opened["object_attributes"]["action"].string == "open")
            #expect(call.headers["X-Gitlab-Token"] == "sandbox-secret" && call.headers["X-GitHub-Event"] == nil)
            let second = try await sandbox.push("feature/one", ["models/new.sql": "select 4 as x\n"], from: "origin/feature/one")
            let (moved, movedCall) = try await delivery("Merge Request Hook", webhooks) { $0["object_attributes"]["oldrev"].string != nil }
            #expect(moved["object_attributes"]["oldrev"].string == first)
            let read = try GitLabWebhook.parse(event: "Merge Request Hook", deliveryID: "d", body: movedCall.body ?? Data())
            #expect(read.event == .synchronized && read.changeRequest?.headSHA == second && read.repository == "acme/storefront")
            #expect(try await host.commits(of: 1).map(\.sha) == [first, second])

            let merged = try await sandbox.json(.put, Self.project + "/merge_requests/1/merge", json: #"{"sha": "\#(second)"}"#)
            let sha = try #require(merged["merge_commit_sha"].string)
            #expect(try await host.tip(of: "main").sha == sha)
            #expect(try await host.changeRequest(1).state == .merged)
            #expect(try await host.history(from: sha, limit: 5).map(\.sha) == [sha, base])
            _ = try await delivery("Merge Request Hook", webhooks) { $0["object_attributes"]["action"].string == "merge" }
            _ = try await delivery("Push Hook", webhooks) { $0["after"].string == sha && $0["ref"].string == "refs/heads/main" }
        }
    }

    @Test("Labels, drafts and another target are told as changes of an update")
    func updates() async throws {
        let webhooks = WebhookRecorder()
        try await LiveSandbox.run(webhooks: webhooks, webhookHost: .gitLab) { sandbox in
            _ = try await sandbox.push("other", ["models/a.sql": "select 1 as a\n"])
            _ = try await sandbox.push("feature", ["models/b.sql": "select 1 as b\n"])
            _ = try await open(sandbox, "feature", title: "Draft: Change")
            #expect(try await host(sandbox).changeRequest(1).isDraft)
            let steps: [(String, ChangeEvent)] = [
                (#"{"add_labels": "data"}"#, .labeled("data")), (#"{"remove_labels": "data"}"#, .unlabeled("data")),
                (#"{"title": "Change"}"#, .readyForReview), (#"{"title": "Draft: Change"}"#, .convertedToDraft),
                (#"{"target_branch": "other"}"#, .retargeted(from: "main")), (#"{"description": "So"}"#, .edited),
                (#"{"state_event": "close"}"#, .closed(merged: false)), (#"{"state_event": "reopen"}"#, .reopened),
            ]
            for (body, event) in steps {
                let answer = try await sandbox.send(.put, Self.project + "/merge_requests/1", json: body)
                #expect(answer.status == 200)
                _ = try await eventually("\(event) has arrived") {
                    webhooks.calls.contains { call in
                        let name = call.headers["X-Gitlab-Event"] ?? ""
                        let read = try? GitLabWebhook.parse(event: name, deliveryID: "d", body: call.body ?? Data())
                        return read?.event == event
                    } ? true : nil
                }
            }
        }
    }

    @Test("Statuses follow GitLab's rules, and nothing waits in an older pipeline")
    func statuses() async throws {
        try await LiveSandbox.run { sandbox in
            let sha = try await sandbox.push("feature", ["models/b.sql": "select 1 as b\n"])
            func status(_ state: CommitStatus.State) -> CommitStatus {
                CommitStatus(state: state, context: "plumbline/shop", description: "d", targetURL: "http://run")
            }
            let raw = #"{"state": "pending", "name": "plumbline/shop"}"#
            let host = try host(sandbox)
            // Another branch has the commit too, and GitLab left alone would take the first by name.
            _ = try await sandbox.push("a-later-branch", ["models/c.sql": "select 1 as c\n"], from: "origin/feature")
            _ = try await open(sandbox, "feature")
            try await host.setStatus(status(.pending), on: sha)
            let again = try await sandbox.send(.post, Self.project + "/statuses/\(sha)", json: raw)
            #expect(again.status == 400)
            #expect(try JSON(again.body)["message"].string?.hasPrefix("Cannot transition status via :enqueue from :pending") == true)
            try await host.setStatus(status(.pending), on: sha)
            let pipelines = try await sandbox.json(.get, Self.project + "/merge_requests/1/pipelines")
            #expect(pipelines.array.map { $0["ref"].string } == ["feature"])
            // A pipeline of the project itself begins after the status was set.
            #expect(try await sandbox.send(.post, Self.project + "/pipeline?ref=feature", json: "{}").status == 201)
            try await host.setStatus(status(.success), on: sha)
            let all = try await sandbox.json(.get, Self.project + "/repository/commits/\(sha)/statuses?all=true")
            #expect(all.array.map { $0["status"].string } == ["success", "success"])
            #expect(Set(all.array.map { $0["pipeline_id"].int }).count == 2)
            try await host.setStatus(status(.error), on: sha)
            let latest = try await sandbox.json(.get, Self.project + "/repository/commits/\(sha)/statuses")
            #expect(latest[0]["status"].string == "failed" && latest[0]["target_url"].string == "http://run")
        }
    }

    @Test("Notes are found by their marker and edited in place; emoji, roles, facts and webhooks")
    func people() async throws {
        let webhooks = WebhookRecorder()
        try await LiveSandbox.run(webhooks: webhooks, webhookHost: .gitLab) { sandbox in
            _ = try await sandbox.push("feature", ["models/b.sql": "select 1 as b\n"])
            _ = try await open(sandbox, "feature")
            for number in 0..<105 {
                _ = try await sandbox.send(.post, Self.project + "/merge_requests/1/notes", json: #"{"body": "note \#(number)"}"#)
            }
            let host = try host(sandbox)
            let marker = CommentMarker(configuration: "shop")
            let written = try await host.writeComment("one", marker: marker, on: 1, known: nil)
            let edited = try await host.writeComment("two", marker: marker, on: 1, known: nil)
            #expect(edited == written && edited.url.hasSuffix("/-/merge_requests/1#note_\(written.id)"))
            let comments = try await host.comments(on: 1)
            #expect(comments.count == 106 && comments.last?.body == marker.appended(to: "two"), "all pages are read")
            let comment = try #require(comments.first)
            for _ in 0..<2 { try await host.react(.seen, to: comment) }
            let (_, call) = try await delivery("Note Hook", webhooks)
            let read = try GitLabWebhook.parse(event: "Note Hook", deliveryID: "d", body: call.body ?? Data())
            #expect(read.event == .comment(comment))

            for (name, role) in [
                ("sandbox", RepositoryRole.maintain), ("sandbox-reader", .triage), ("sandbox-developer", .write), ("nobody", .none),
            ] {
                #expect(try await host.role(of: name) == role)
            }
            let facts = try await host.facts()
            #expect(facts.fullName == "acme/storefront" && facts.missingRights.isEmpty && facts.mayInstallWebhook == true)
            let developer = try self.host(sandbox, token: "sandbox-developer-token")
            #expect(try await developer.facts().mayInstallWebhook == false)
            #expect(try await self.host(sandbox, token: "sandbox-reader-token").facts().missingRights == ["Role: Developer"])
            #expect(try await self.host(sandbox, token: "sandbox-read-token").facts().missingRights == ["Scope: api"])
            guard case .notAllowed = try await developer.installWebhook(url: "http://p.example/webhooks/gitlab", secret: "s") else {
                Issue.record("a developer set up a webhook")
                return
            }
        }
    }

    @Test("Labels and files are found as settings are checked against them")
    func contents() async throws {
        try await LiveSandbox.run { sandbox in
            let host = try host(sandbox)
            #expect(try await host.hasLabel("data fold") == false)
            #expect(
                try await sandbox.send(.post, Self.project + "/labels", json: ##"{"name": "Data Fold", "color": "#fff"}"##).status == 201)
            #expect(try await host.hasLabel("data fold") == true)
            #expect(try await host.hasLabel("data") == false)
            let few = try await host.filePaths()
            #expect(few?.contains("models/base.sql") == true && few?.contains("models") == false)
            let many = Dictionary(uniqueKeysWithValues: (0..<230).map { ("models/deep/m\($0).sql", "select 1") })
            _ = try await sandbox.push("main", many)
            let all = try #require(try await host.filePaths())
            #expect(all.count == Set(all).count && all.count == (few?.count ?? 0) + 230, "three pages")
        }
    }

    @Test("A merge request from a fork: its head, its label, and where its statuses may not be set")
    func forks() async throws {
        let webhooks = WebhookRecorder()
        try await LiveSandbox.run(webhooks: webhooks, webhookHost: .gitLab) { sandbox in
            let reader = ["PRIVATE-TOKEN": "sandbox-reader-token"]
            let fork = try JSON(try await sandbox.send(.post, Self.project + "/fork", json: "{}", headers: reader).body)
            let id = try #require(fork["id"].int)
            let path = try #require(fork["ssh_url_to_repo"].string)
            let head = try await sandbox.push("theirs", ["models/x.sql": "select 1 as x\n"], to: path)
            let body =
                #"{"title": "T", "source_branch": "theirs", "target_branch": "main", "target_project_id": 4201, "labels": "datafold"}"#
            let opened = try await sandbox.send(.post, Self.api + "/projects/\(id)/merge_requests", json: body, headers: reader)
            #expect(opened.status == 201)
            let host = try host(sandbox)
            let request = try await host.changeRequest(1)
            #expect(request.isFork && request.headSHA == head && request.author == "sandbox-reader" && request.labels.isEmpty)
            #expect(try await host.changedFiles(of: 1).paths == ["models/x.sql"])
            let (told, _) = try await delivery("Merge Request Hook", webhooks)
            #expect(told["object_attributes"]["source_project_id"].int == id && told["object_attributes"]["target_project_id"].int == 4201)
            let status = CommitStatus(state: .pending, context: "c", description: "d")
            let refused = await #expect(throws: SourceControlError.self) { try await host.setStatus(status, on: head) }
            #expect(refused?.message.contains("in the fork, project \(id)") == true)

            let label = #"{"add_labels": "datafold"}"#
            #expect(try await sandbox.send(.put, Self.project + "/merge_requests/1", json: label, headers: reader).status == 200)
            #expect(try await host.labeler(of: "datafold", on: 1) == "sandbox-reader")
            _ = try await sandbox.send(.put, Self.project + "/merge_requests/1", json: #"{"remove_labels": "datafold"}"#)
            _ = try await sandbox.send(.put, Self.project + "/merge_requests/1", json: label)
            #expect(try await host.labeler(of: "datafold", on: 1) == "sandbox")
            let next = try await sandbox.push("theirs", ["models/y.sql": "select 1 as y\n"], to: path)
            #expect(try await host.changeRequest(1).headSHA == next)
            #expect(try await sandbox.runs(job: 11).isEmpty, "nothing of a fork is built")
        }
    }

    @Test("A renamed project is read and written under its old path, and its instance tells the new one")
    func renamed() async throws {
        let webhooks = WebhookRecorder()
        try await LiveSandbox.run(webhooks: webhooks, webhookHost: .gitLab) { sandbox in
            let head = try await sandbox.push("feature", ["models/b.sql": "select 1 as b\n"])
            _ = try await open(sandbox, "feature")
            #expect(try await sandbox.send(.put, Self.project, json: #"{"path": "shop"}"#).status == 200)
            let host = try host(sandbox)
            #expect(try await host.facts().fullName == "acme/shop")
            #expect(try await host.changeRequest(1).headSHA == head)
            try await host.setStatus(CommitStatus(state: .success, context: "c", description: "d"), on: head)
            let marker = CommentMarker(configuration: "shop")
            let written = try await host.writeComment("one", marker: marker, on: 1, known: nil)
            #expect(try await host.writeComment("two", marker: marker, on: 1, known: written.id).id == written.id)
            #expect(try await host.comments(on: 1).count == 1)
            let (_, call) = try await delivery("System Hook", webhooks)
            let read = try GitLabWebhook.parse(event: "System Hook", deliveryID: "d", body: call.body ?? Data())
            #expect(read.event == .renamed(from: "acme/storefront") && read.repository == "acme/shop")
        }
    }

    @Test("An installed webhook is signed with the key")
    func installed() async throws {
        let webhooks = WebhookRecorder()
        try await LiveSandbox.run(webhooks: webhooks) { sandbox in
            let key = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
            let host = try host(sandbox)
            #expect(try await host.installWebhook(url: "http://p.example/webhooks/gitlab", secret: key) == .installed)
            #expect(try await host.installWebhook(url: "http://p.example/webhooks/gitlab", secret: key) == .alreadyThere)
            _ = try await sandbox.push("feature", ["models/b.sql": "select 1 as b\n"])
            let (_, call) = try await delivery("Push Hook", webhooks)
            let signature = StandardWebhook(
                id: call.headers["webhook-id"] ?? "", timestamp: call.headers["webhook-timestamp"] ?? "",
                signatures: call.headers["webhook-signature"] ?? "")
            #expect(call.headers["X-Gitlab-Token"] == nil && call.headers["webhook-id"] == call.headers["Idempotency-Key"])
            let now = Date().timeIntervalSince1970
            #expect(signature.isValid(body: call.body ?? Data(), key: Secret(key), now: now))
        }
    }
}
