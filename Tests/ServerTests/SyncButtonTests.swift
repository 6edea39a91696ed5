import CIPipeline
import Foundation
import Hummingbird
import HummingbirdTesting
import Server
import Store
import Testing

/// "Sync now" on the page of the catalogue.
@Suite struct SyncButtonTests {
    @Test func aSyncIsAskedForAndItsOutcomeShows() async throws {
        let place = try await ServerPlace()
        try await place.test { client in
            let browser = Browser(client)
            #expect(try await !browser.get("/catalogue").text.contains("Sync now<"))
            try await browser.signIn(place)
            #expect(try await browser.get("/catalogue").text.contains("id=\"sync-1\""))
            let answer = try await browser.post("/catalogue/sync", ["configuration": "1"], from: browser.get("/catalogue"))
            #expect(answer.status == 303 && answer.location == "/catalogue")
            #expect(try await place.store.syncs(ciConfigID: 1).map(\.cause) == [.manual])
            #expect(try await browser.get("/catalogue").text.contains("A sync of shop was asked for"))
            #expect(try await !browser.get("/runs").text.contains("A sync of shop"))
        }
    }

    @Test func theNextTimesStandInTheTimeZoneOfTheSchedule() async throws {
        let time = PipelineTime(now: { 1_700_000_000 }, sleep: { _ in })
        let place = try await ServerPlace(time: time)
        var settings = CISettings()
        settings.syncMetadataSchedule = "30 2 * * *"
        settings.syncMetadataTimeZone = "Europe/Berlin"
        _ = try await place.store.save(CIConfigDraft(name: "timed", repository: "acme/shop", dataSource: "w", settings: settings), now: 1)
        try await place.test { client in
            let page = try await Browser(client).get("/catalogue")
            #expect(page.text.contains("next by the schedule: 15 Nov 2023 at 2:30; 16 Nov 2023 at 2:30 (Europe/Berlin)"), "\(page.text)")
        }
    }

    @Test func onlyAdministratorsMayAndOnlyForWhatIsThere() async throws {
        let place = try await ServerPlace()
        try await place.test { client in
            let visitor = Browser(client)
            #expect(try await visitor.send(.post, "/catalogue/sync", ["configuration": "1"]).status == 303)
            let viewer = Browser(client)
            try await viewer.signIn(place, "vic@example.com", role: .viewer)
            #expect(try await viewer.post("/catalogue/sync", ["configuration": "1"], from: viewer.get("/runs")).status == 403)
            let ann = Browser(client)
            try await ann.signIn(place)
            for (id, status) in [("99", 404), ("x", 400)] {
                #expect(try await ann.post("/catalogue/sync", ["configuration": id], from: ann.get("/runs")).status == status)
            }
            #expect(try await ann.send(.post, "/catalogue/sync", ["configuration": "1", "csrf": "no"]).status == 403)
            #expect(try await place.store.syncs(ciConfigID: 1).isEmpty)
        }
    }
}
