import CIPipeline
import Foundation
import HTTPTransport
import HTTPTypes
import HummingbirdTesting
import NIOCore
import SourceControl
import Store
import TestSupport
import Testing

@testable import Server

/// GitLab's deliveries through the server's own routes.
@Suite(.timeLimit(.minutes(15))) struct GitLabRouteTests {
    private static let key = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"

    /// A place with two projects in nested groups: one with a secret token, one with a signing key.
    private func place() async throws -> ServerPlace {
        let place = try await ServerPlace()
        for (name, secret) in [("acme/data/shop", "gitlab-secret"), ("acme/data/signed", Self.key)] {
            let draft = RepositoryDraft(name: name, host: "gitlab", token: Secret("t"), webhookSecret: Secret(secret))
            _ = try await place.store.save(draft, now: 1)
        }
        return place
    }

    private func payload(_ project: String = "acme/data/shop", action: String = "open") -> String {
        """
        {"object_kind": "merge_request", "user": {"username": "ann"}, "project": {"path_with_namespace": "\(project)"},
         "object_attributes": {"iid": 7, "title": "t", "state": "opened", "action": "\(action)", "target_branch": "main",
           "source_branch": "fix", "source_project_id": 1, "target_project_id": 1, "last_commit": {"id": "aaaaaaa1"}}, "changes": {}}
        """
    }

    private func headers(_ fields: [String: String]) -> HTTPFields {
        var headers: HTTPFields = [.contentType: "application/json"]
        for (name, value) in ["X-Gitlab-Event": "Merge Request Hook"].merging(fields, uniquingKeysWith: { $1 }) {
            if let name = HTTPField.Name(name) { headers[name] = value }
        }
        return headers
    }

    /// - Returns: the answer's status and word, as in `202 accepted`.
    private func deliver(_ body: String, _ fields: [String: String], _ client: any TestClientProtocol) async throws -> String {
        try await client.execute(
            uri: "/webhooks/gitlab", method: .post, headers: headers(fields), body: ByteBuffer(string: body)
        ) { response in
            let answer = try JSONSerialization.jsonObject(with: Data(response.body.readableBytesView)) as? [String: Any]
            return "\(response.status.code) \((answer?["status"] as? String) ?? "")"
        }
    }

    private func expect(_ answer: String, _ body: String, _ fields: [String: String], _ client: any TestClientProtocol) async throws {
        let given = try await deliver(body, fields, client)
        #expect(given == answer)
    }

    @Test func aDeliveryIsTakenOnce() async throws {
        let place = try await place()
        let body = payload()
        let proof = ["X-Gitlab-Token": "gitlab-secret"]
        // One push makes several deliveries under one event UUID; each has its own key, which a repetition keeps.
        let deliveries = [
            (["Idempotency-Key": "k1", "X-Gitlab-Event-UUID": "e"], "202 accepted"),
            (["Idempotency-Key": "k1", "X-Gitlab-Event-UUID": "e"], "200 duplicate"),
            (["Idempotency-Key": "k2", "X-Gitlab-Event-UUID": "e"], "202 accepted"),
            (["X-Gitlab-Event-UUID": "e3"], "202 accepted"), (["X-Gitlab-Event-UUID": "e3"], "200 duplicate"),
        ]
        try await place.test { client in
            for (fields, answer) in deliveries {
                try await expect(answer, body, proof.merging(fields) { $1 }, client)
            }
        }
    }

    @Test func aSignatureProvesASender() async throws {
        let place = try await place()
        let body = payload("acme/data/signed")
        func signed(_ time: Double) throws -> [String: String] {
            let signature = try #require(
                StandardWebhook(signing: Data(body.utf8), id: "w1", timestamp: Int(time), key: Secret(Self.key)))
            return [
                "webhook-id": signature.id, "webhook-timestamp": signature.timestamp, "webhook-signature": signature.signatures,
            ]
        }
        let fresh = try signed(Date().timeIntervalSince1970)
        let old = try signed(Date().timeIntervalSince1970 - 3600)
        try await place.test { client in
            try await expect("202 accepted", body, fresh, client)
            try await expect("200 duplicate", body, fresh, client)
            try await expect("401 ", body, old, client)
            try await expect("401 ", body + " ", fresh, client)
        }
    }

    @Test func wrongDeliveriesAreRefused() async throws {
        let place = try await place()
        let proof = ["X-Gitlab-Token": "gitlab-secret", "Idempotency-Key": "k"]
        let cases: [([String: String], String, String)] = [
            ([:], payload(), "401 "), (["X-Gitlab-Token": "", "Idempotency-Key": "k"], payload(), "401 "),
            (["X-Gitlab-Token": "gitlab-secreT", "Idempotency-Key": "k"], payload(), "401 "),
            // A GitHub repository's secret is none of GitLab's.
            (["X-Gitlab-Token": ServerPlace.secret, "Idempotency-Key": "k"], payload("acme/shop"), "401 "),
            // The secret of one project does not speak for another.
            (proof, payload("acme/data/signed"), "404 "), (proof, payload("acme/data/moved"), "404 "),
            (proof, "{\"object_kind\": ", "400 "), (["X-Gitlab-Token": "gitlab-secret"], payload(), "400 "),
        ]
        try await place.test { client in
            for (fields, body, answer) in cases { try await expect(answer, body, fields, client) }
        }
        #expect(try await place.store.runs().isEmpty)
    }

    @Test func aRenamedProjectKeepsItsDeliveriesAndItsRuns() async throws {
        let place = try await place()
        let proof = ["X-Gitlab-Token": "gitlab-secret", "Idempotency-Key": "k"]
        let renamed =
            #"{"event_name": "project_rename", "path_with_namespace": "acme/data/store", "old_path_with_namespace": "acme/data/shop"}"#
        try await place.test { client in
            try await expect("404 ", payload("acme/data/store"), proof, client)
            try await expect("401 ", renamed, ["X-Gitlab-Token": "other", "X-Gitlab-Event": "System Hook", "Idempotency-Key": "r"], client)
            try await expect("202 accepted", renamed, proof.merging(["X-Gitlab-Event": "System Hook"]) { $1 }, client)
            try await expect("202 accepted", payload("acme/data/store"), proof, client)
            try await expect("202 accepted", payload(), proof.merging(["Idempotency-Key": "k2"]) { $1 }, client)
        }
        let repository = try #require(try await place.store.repositories().first { $0.name == "acme/data/shop" })
        #expect(repository.currentName == "acme/data/store")
        let looks = try await place.store.jobs().filter { $0.kind == "change" }
        #expect(looks.map(\.payload) == ["\(repository.id) 7"], "both names are one repository's")
    }

    @Test(arguments: ["Pipeline Hook", "System Hook", "Tag Push Hook"])
    func otherEventsAreIgnored(_ event: String) async throws {
        let place = try await place()
        let fields = ["X-Gitlab-Token": "gitlab-secret", "Idempotency-Key": "k", "X-Gitlab-Event": event]
        try await place.test { client in
            try await expect("200 ignored", #"{"object_kind": "x"}"#, fields, client)
        }
    }

    @Test func theServerAsksTheProjectsOwnHost() async throws {
        let place = try await place()
        let script = ScriptedTransport { _ in nil }
        let draft = RepositoryDraft(
            name: "acme/data/self", host: "gitlab", apiURL: "http://git.example/lab/api/v4", token: Secret("glpat"))
        _ = try await place.store.save(draft, now: 1)
        let connections = OutsideConnections(store: place.store, transport: script).pipelineConnections
        for repository in try await place.store.repositories() where repository.host == "gitlab" {
            await #expect(throws: SourceControlError.self) { try await connections.host(repository).changeRequest(5) }
        }
        #expect(
            Set(script.lines) == [
                "GET https://gitlab.com/api/v4/projects/acme%2Fdata%2Fshop/merge_requests/5",
                "GET https://gitlab.com/api/v4/projects/acme%2Fdata%2Fsigned/merge_requests/5",
                "GET http://git.example/lab/api/v4/projects/acme%2Fdata%2Fself/merge_requests/5",
            ])
        #expect(Set(script.calls.map { $0.headers["private-token"] }) == ["t", "glpat"])
    }

    @Test func aPushToTheDefaultBranchOpensAMergeRun() async throws {
        let place = try await place()
        var settings = CISettings()
        settings.dbtCloud = DbtCloudSettings(accessURL: "http://127.0.0.1:1", accountID: 1, artifactsJobID: 10, pullRequestJobID: 11)
        settings.triggerOnMerge = 10
        let draft = CIConfigDraft(
            name: "data", repository: "acme/data/shop", dataSource: "w", settings: settings, dbtCloudKey: Secret("d"))
        _ = try await place.store.save(draft, now: 1)
        let sha = String(repeating: "a", count: 40)
        let push = """
            {"object_kind": "push", "before": "\(String(repeating: "1", count: 40))", "after": "\(sha)", "ref": "refs/heads/main",
             "project": {"path_with_namespace": "acme/data/shop", "default_branch": "main"}}
            """
        let fields = ["X-Gitlab-Token": "gitlab-secret", "Idempotency-Key": "k", "X-Gitlab-Event": "Push Hook"]
        try await place.test { client in
            try await expect("202 accepted", push, fields, client)
            try await expect("200 ignored", push.replacing("heads/main", with: "heads/other"), fields, client)
        }
        #expect(try await place.store.mergeRuns().map(\.sha) == [sha])
    }
}
