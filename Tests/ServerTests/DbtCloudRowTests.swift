import CIPipeline
import Foundation
import HTTPTransport
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Server
import Store
import TestSupport
import Testing

/// The rows of the settings table by which dbt Cloud is reached, one test each: what a review sends there, with the setting and without.
@Suite struct DbtCloudRowTests {
    /// The calls of a review's look for the pull request's run, then for production's.
    private func calls(key: String = "key-1", _ edit: (inout DbtCloudSettings) -> Void = { _ in }) async throws -> [HTTPCall] {
        let place = try await ServerPlace()
        let script = ScriptedTransport { call in
            let run = #"{"id": 5, "status": 10, "git_sha": "aaaaaaa1"}"#
            return .reply(200, call.url.contains("/runs/5") ? "{\"data\": \(run)}" : "{\"data\": [\(run)]}")
        }
        var cloud = DbtCloudSettings(accessURL: "https://ab1.us1.dbt.com", accountID: 1, artifactsJobID: 10, pullRequestJobID: 11)
        edit(&cloud)
        var settings = CISettings()
        settings.dbtCloud = cloud
        let config = try await place.store.edit(
            CIConfigDraft(name: "cloud", repository: "acme/shop", dataSource: "w", settings: settings), id: nil, key: .set(Secret(key)),
            webhookSecret: .keep, now: 2)
        let builds = try OutsideConnections(store: place.store, transport: script).pipelineConnections.builds(config)
        let outcome = try await builds.pullRequestBuild(
            of: ServerPlace.change, following: nil, waited: .zero, limit: .seconds(60), tell: { _ in })
        guard case .succeeded = outcome else { throw RunTrouble("\(outcome)") }
        _ = try await builds.baseBuild(history: [], mergeBase: false)
        return script.calls
    }

    private func expect(_ calls: [HTTPCall], _ contain: String, _ what: Comment) {
        #expect(calls.allSatisfy { $0.url.contains(contain) }, what)
    }

    @Test("API Key") func key() async throws {
        for key in ["key-1", "key-2"] {
            #expect(try await Set(calls(key: key).map { $0.headers["Authorization"] }) == ["Token \(key)"])
        }
    }

    @Test("Access URL") func accessURL() async throws {
        expect(try await calls(), "https://ab1.us1.dbt.com/", "one place")
        expect(try await calls { $0.accessURL = "https://cd2.eu1.dbt.com" }, "https://cd2.eu1.dbt.com/", "another")
    }

    @Test("Account name") func account() async throws {
        expect(try await calls(), "/accounts/1/", "one account")
        expect(try await calls { $0.accountID = 7 }, "/accounts/7/", "another")
    }

    @Test("Job that creates dbt artifacts") func artifactsJob() async throws {
        for job in [10, 70] {
            let base = try #require(try await calls { $0.artifactsJobID = job }.last)
            #expect(base.url.contains("job_definition_id=\(job)&") || base.url.hasSuffix("job_definition_id=\(job)"), "\(base.url)")
        }
    }

    @Test("Job that builds pull/merge requests") func pullRequestJob() async throws {
        for job in [11, 71] {
            let calls = try await calls { $0.pullRequestJobID = job }
            #expect(calls.contains { $0.url.contains("/jobs/\(job)/") }, "\(calls.map(\.url))")
        }
    }

    @Test("Secret of dbt Cloud's webhook") func webhookSecret() async throws {
        let place = try await ServerPlace()
        let shop = try await place.store.ciConfig(1)
        var settings = shop.settings
        settings.dbtCloud = DbtCloudSettings(accessURL: "https://ab1.us1.dbt.com", accountID: 1, artifactsJobID: 10, pullRequestJobID: 11)
        _ = try await place.store.edit(
            CIConfigDraft(name: "cloud", repository: "acme/shop", dataSource: "w", settings: settings), id: nil, key: .set(Secret("k")),
            webhookSecret: .set(Secret("own-secret")), now: 2)
        try await place.test { client in
            for (number, secret, status) in [(1, "own-secret", 202), (2, "dbt-hook", 202), (3, "another", 401)] {
                let body =
                    #"{"eventId": "wev_\#(number)", "eventType": "job.run.completed", "accountId": 1, "data": {"jobId": "11", "runId": "5"}}"#
                try await client.execute(
                    uri: "/webhooks/dbt-cloud", method: .post,
                    headers: [.authorization: ServerPlace.signature(body, secret: secret)], body: ByteBuffer(string: body)
                ) { #expect($0.status.code == status, "\(secret)") }
            }
        }
    }
}
