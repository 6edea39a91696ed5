import CIPipeline
import Foundation
import HTTPTransport
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Reports
import Server
import Store
import Testing

/// What hinders reviews, on the pages where somebody looks for it.
@Suite struct TroublePageTests {
    private static let trouble = "Could not read acme/shop: the token was not accepted."

    @Test func aRepositoryThatCannotBeReadIsToldOnEveryPageAboutIt() async throws {
        let place = try await ServerPlace(host: RefusingHost())
        let (run, _) = try await place.seed()
        try await place.store.note(currentName: "acme/store", trouble: Self.trouble, of: 1)
        try await place.test { client in
            let browser = Browser(client)
            for path in ["/runs", "/runs/\(run)"] {
                let page = try await browser.get(path)
                #expect(page.text.contains(Self.trouble) && page.text.contains("acme/shop is called acme/store on the host now"), "\(path)")
                #expect(!page.text.contains("/settings/repositories/1"), "\(path)")
            }
            try await browser.signIn(place)
            for path in ["/runs", "/runs/\(run)", "/settings/repositories", "/settings/repositories/1"] {
                #expect(try await browser.get(path).text.contains(Self.trouble), "\(path)")
            }
            #expect(try await browser.get("/runs").text.contains("href=\"/settings/repositories/1\">Open its settings"))
            let list = try await browser.get("/settings/repositories").text
            #expect(list.contains("✕ has trouble") && list.contains("no trouble known"))
            #expect(try await browser.get("/settings/ci/1").row("repository").contains("the token was not accepted"))
        }
    }

    @Test func aRepositoryThatNothingReviewsIsNotToldOnTheDashboard() async throws {
        let place = try await ServerPlace()
        try await place.store.note(currentName: nil, trouble: "Rights are missing: Checks: write.", of: 2)
        try await place.test { client in
            let browser = Browser(client)
            #expect(try await !browser.get("/runs").text.contains("Rights are missing"))
            try await browser.signIn(place)
            #expect(try await browser.get("/settings/repositories").text.contains("Rights are missing"))
        }
    }

    @Test func aTestOfTheConnectionFindsAndForgetsTrouble() async throws {
        let place = try await ServerPlace(host: TellingHost())
        try await place.store.note(currentName: "acme/store", trouble: Self.trouble, of: 1)
        try await place.test { client in
            let browser = Browser(client)
            try await browser.signIn(place)
            // The file keeps it; it can be tried out all the same.
            let page = try await browser.post("/settings/repositories/1", ["action": "test"])
            #expect(page.text.contains("Reached acme/shop") && page.text.matches(of: #/Rights are missing/#).count == 1)
            #expect(!page.text.contains(Self.trouble) && page.text.contains("Rights are missing: Commit statuses: write."))
            #expect(try await browser.get("/runs").text.contains("Rights are missing: Commit statuses: write."))
        }
    }

    @Test func savingTriesTheRepositoryOut() async throws {
        let place = try await ServerPlace(host: TellingHost())
        try await place.test { client in
            let browser = Browser(client)
            try await browser.signIn(place)
            let fields = ["action": "save", "name": "acme/new", "host": "github", "token": "t"]
            let saved = try await browser.post("/settings/repositories/new", fields)
            let page = try await browser.get(try #require(saved.location))
            #expect(page.text.contains("Saved. Reached acme/shop; its default branch is trunk.<"))
            #expect(
                page.text.contains("Rights are missing: Commit statuses: write.")
                    && page.text.contains("is called acme/shop on the host now"))
        }
    }

    @Test func aStoredConfigurationShowsWhatHasChangedOutside() async throws {
        let place = try await ServerPlace(host: TellingHost())
        try await place.test { client in
            let browser = Browser(client)
            try await browser.signIn(place)
            let fields = SettingsRowTests.usual.merging(["require_label": "true", "label": "gone", "files_to_ignore": "nowhere/*"]) { $1 }
            let saved = try await browser.post("/settings/ci/new", fields, from: browser.get("/settings/keys"))
            let page = try await browser.get(try #require(saved.location))
            #expect(page.row("require_label").contains("has no label &#39;gone&#39;"))
            #expect(page.row("files_to_ignore").contains("matches no file of the default branch"))
            #expect(page.row("repository").contains("lacks Commit statuses: write"))
        }
    }

    @Test func whatIsInUseIsNotRemovedAndTheReasonIsSaid() async throws {
        let place = try await ServerPlace()
        try await place.test { client in
            let browser = Browser(client)
            try await browser.signIn(place)
            let saved = try await browser.post(
                "/settings/repositories/new", ["action": "save", "name": "acme/new", "host": "github", "token": "t"])
            let path = try #require(saved.location)
            let fields = SettingsRowTests.usual.merging(["repository": "acme/new"]) { $1 }
            _ = try await browser.post("/settings/ci/new", fields, from: browser.get("/settings/keys"))
            #expect(try await browser.post(path, ["action": "remove"]).location == path)
            #expect(try await browser.get(path).text.contains("is used by the CI configuration"))
            let config = try #require(try await place.store.ciConfigs().last)
            try await place.store.turnOffCIConfig(config.id, now: 5)
            #expect(try await browser.post(path, ["action": "remove"]).location == "/settings/repositories")
            #expect(try await browser.get("/settings/repositories").text.contains("acme/new was removed; its runs stay."))
        }
    }

    @Test func theRowsOfAnOldDiffAreGoneAndThePageSaysSo() async throws {
        let place = try await ServerPlace()
        let (_, diffs) = try await place.seed()
        #expect(try await place.store.deleteSampleRows(ofDiffsBefore: 1_800_000_000, now: 1_800_000_000) == 1)
        try await place.test { client in
            let page = try await Browser(client).get("/datadiffs/\(diffs[0])/overview")
            #expect(page.text.contains("were deleted on 2027-01-15"))
        }
    }
}
