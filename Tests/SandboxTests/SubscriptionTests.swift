import DbtCloud
import Foundation
import HTTPTransport
import Testing

@testable import Sandbox

/// dbt Cloud's webhook subscriptions, read by what reads the real ones.
@Suite("Webhook subscriptions of the local dbt Cloud")
struct SubscriptionTests {
    private static let place = "/api/v3/accounts/1/webhooks"

    private func make(_ sandbox: LiveSandbox, events: String, jobs: String = "[]") async throws -> JSON {
        let body =
            #"{"name": "P", "event_types": [\#(events)], "client_url": "http://receiver.example/dbt", "job_ids": \#(jobs), "active": true}"#
        return try await sandbox.json(.post, Self.place + "/subscriptions", json: body)["data"]
    }

    @Test("A run is told signed, from its start to its end")
    func deliveries() async throws {
        let webhooks = WebhookRecorder()
        try await LiveSandbox.run(webhooks: webhooks) { sandbox in try await self.deliveries(sandbox, webhooks) }
    }

    private func deliveries(_ sandbox: LiveSandbox, _ webhooks: WebhookRecorder) async throws {
        let all = try await make(sandbox, events: #""job.run.started", "job.run.completed", "job.run.errored""#, jobs: "[10]")
        let other = try await make(sandbox, events: #""job.run.completed""#, jobs: "[11]")
        #expect(all["job_ids"][0].string == "10" && all["http_status_code"].string == "0")
        // Without a virtual environment the run fails at once.
        let started = try await sandbox.json(.post, LiveSandbox.account + "/jobs/10/run/", json: #"{"cause": "test"}"#)
        let run = started["data"]["id"].int ?? 0
        _ = try await sandbox.finished(run)
        let calls = try await eventually("three deliveries have come") { Self.calls(webhooks, count: 3) }
        expect(calls, of: run, signedWith: Secret(all["hmac_secret"].string ?? ""))
        let shown = try await sandbox.json(.get, Self.place + "/subscription/\(all["id"].string ?? "")")["data"]
        #expect(shown["http_status_code"].string != "0" && shown["hmac_secret"].string == nil)
        let listed = try await sandbox.json(.get, Self.place + "/subscriptions")["data"].array.map { $0["id"].string }
        #expect(listed == [all["id"].string, other["id"].string])
    }

    private static func calls(_ webhooks: WebhookRecorder, count: Int) -> [HTTPCall]? {
        let calls = webhooks.calls.filter { $0.url == "http://receiver.example/dbt" }
        return calls.count == count ? calls : nil
    }

    private func expect(_ calls: [HTTPCall], of run: Int, signedWith secret: Secret) {
        let read = calls.compactMap { DbtCloudWebhook.parse($0.body ?? Data()) }
        #expect(read.map { $0.kind } == [.started, .errored, .completed])
        #expect(read.allSatisfy { $0.runID == run && $0.jobID == 10 })
        #expect(Set(read.map { $0.eventID }).count == 3)
        for call in calls {
            let signature = call.headers["Authorization"] ?? ""
            #expect(DbtCloudWebhook.verify(body: call.body ?? Data(), authorization: signature, secret: secret))
        }
    }

    @Test("What dbt Cloud does not take is refused, and a subscription can be turned off and deleted")
    func changes() async throws {
        try await LiveSandbox.run { sandbox in
            for body in [
                #"{"event_types": ["job.run.completed"], "client_url": "http://x"}"#,
                #"{"name": "n", "event_types": [], "client_url": "http://x"}"#,
                #"{"name": "n", "event_types": ["job.run.danced"], "client_url": "http://x"}"#,
                #"{"name": "n", "event_types": ["job.run.completed"], "client_url": "x"}"#,
            ] {
                #expect(try await sandbox.send(.post, Self.place + "/subscriptions", json: body).status == 400)
            }
            let id = try #require(try await make(sandbox, events: #""job.run.completed""#)["id"].string)
            let path = Self.place + "/subscription/\(id)"
            #expect(try await sandbox.json(.put, path, json: #"{"active": false}"#)["data"]["active"].bool == false)
            #expect(try await sandbox.send(.delete, path).status == 200)
            #expect(try await sandbox.send(.get, path).status == 404)
        }
    }
}
