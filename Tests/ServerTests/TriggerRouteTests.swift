import CIPipeline
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import SourceControl
import Store
import Testing

/// A pipeline asks for a review by the API, as Datafold's `ci trigger` does.
@Suite struct TriggerRouteTests {
    private func place() async throws -> ServerPlace {
        var settings = CISettings()
        settings.dbtCloud = DbtCloudSettings(accessURL: "http://127.0.0.1:1", accountID: 1, artifactsJobID: 10, pullRequestJobID: 11)
        settings.requireLabel = true
        return try await ServerPlace(merging: ["picky": settings])
    }

    private func trigger(_ client: any TestClientProtocol, sha: String = "aaaaaaa1") async throws -> Int? {
        try await client.execute(
            uri: "/api/v1/ci/2/trigger", method: .post, headers: [.authorization: "Key admin-key"],
            body: ByteBuffer(
                string: #"{"pr_number": 7, "base_branch": "main", "base_sha": "base1", "pr_sha": "\#(sha)", "pr_branch": "fix"}"#)
        ) { response in
            guard response.status == .ok else { return nil }
            return (try JSONSerialization.jsonObject(with: Data(response.body.readableBytesView)) as? [String: Int])?["ci_run_id"]
        }
    }

    @Test func aReviewThatIsAskedForNeedsNoLabel() async throws {
        let place = try await place()
        try await place.test { client in
            let id = try #require(try await trigger(client))
            let state = try await place.store.run(id).decodedState()
            #expect(state.isAskedFor)
            #expect(Gate.decide(ServerPlace.change, try await place.store.ciConfig(2).settings, isAskedFor: state.isAskedFor) == .pass)
            #expect(try await place.store.events(ofRun: id).map(\.message) == ["ci asked for the review."])
            #expect(try await trigger(client) == id)
            #expect(try await trigger(client, sha: "another") == nil)
        }
    }

    @Test func oneThatWasSkippedForTheLackOfItIsBegunAgain() async throws {
        let place = try await place()
        let run = try await place.store.openRun(ciConfigID: 2, change: ServerPlace.change, now: 1).run
        var state = RunState(change: ServerPlace.change)
        state.phase = .skipped
        try await place.store.updateRun(
            run.id,
            RunUpdate(
                attempt: 1, phase: "skipped", isFinished: true, state: String(decoding: try JSONEncoder().encode(state), as: UTF8.self),
                change: ServerPlace.change), now: 2)
        try await place.test { client in
            #expect(try await trigger(client) == run.id)
            let begun = try await place.store.run(run.id)
            #expect(begun.attempt == 2 && !begun.isFinished)
            #expect(try begun.decodedState().isAskedFor)
        }
    }
}
