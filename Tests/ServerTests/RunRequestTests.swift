import CIPipeline
import DataDiff
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Reports
import Server
import SourceControl
import Store
import Testing

/// The buttons of a run's page, pressed.
@Suite struct RunRequestTests {
    /// A run in some state, of the pull request that the host has.
    private func run(
        _ place: ServerPlace, _ phase: RunPhase, leftOut: [String] = [], change edit: (inout CIPipeline.RunState) -> Void = { _ in }
    ) async throws -> Int {
        let run = try await place.store.openRun(ciConfigID: 1, change: ServerPlace.change, now: 1_700_000_000).run
        var state = CIPipeline.RunState(change: ServerPlace.change)
        state.phase = phase
        state.plan = ReviewPlan(leftOut: leftOut.map { ModelName(uniqueID: "model.shop.\($0)", name: $0, resourceType: "model") })
        state.build = BuildReference(id: 7, url: nil, status: "Success")
        state.base = BaseBuild(runID: 6, sha: "base1", commitsBehind: 0, finishedAt: 1)
        edit(&state)
        try await place.store.updateRun(
            run.id,
            RunUpdate(
                attempt: 1, phase: phase.rawValue, isFinished: phase.isFinished,
                state: String(decoding: try JSONEncoder().encode(state), as: UTF8.self), change: ServerPlace.change),
            now: 1_700_000_001)
        return run.id
    }

    private func state(_ place: ServerPlace, _ id: Int) async throws -> CIPipeline.RunState {
        try await place.store.run(id).decodedState()
    }

    @Test func confirming() async throws {
        let place = try await ServerPlace()
        let id = try await run(place, .needsConfirmation)
        try await place.test { client in
            let browser = Browser(client)
            try await browser.signIn(place)
            #expect(try await browser.get("/runs/\(id)").text.contains("value=\"confirm\""))
            let answer = try await browser.post("/runs/\(id)", ["action": "confirm"])
            #expect(answer.status == 303 && answer.location == "/runs/\(id)")
            // Said where it was pressed, and nowhere else.
            let page = try await browser.get("/runs/\(id)")
            #expect(page.text.contains("Confirmed: the comparison has begun.") && !page.text.contains("value=\"confirm\""))
            #expect(try await !browser.get("/runs").text.contains("Confirmed:"))
            #expect(try await place.store.events(ofRun: id).map(\.message).contains("The diffs were confirmed by Ann."))
            _ = try await browser.post("/runs/\(id)", ["action": "confirm"])
            #expect(try await browser.get("/runs/\(id)").text.contains("does not wait for confirmation"))
        }
    }

    @Test func aNoticeIsForOneSessionAndHalfAMinute() async throws {
        let place = try await ServerPlace()
        let id = try await run(place, .needsConfirmation)
        try await place.test { client in
            let (browser, other) = (Browser(client), Browser(client))
            try await browser.signIn(place)
            try await other.signIn(place, "ben@example.com")
            let answer = try await browser.post("/runs/\(id)", ["action": "confirm"])
            let line = try #require(answer.headers[values: .setCookie].first { $0.hasPrefix("plumbline_notice=") })
            #expect(
                line.contains("Max-Age=30") && line.contains("Path=/runs/\(id)") && line.contains("HttpOnly")
                    && line.contains("SameSite=Lax"))
            #expect(!line.contains("Confirmed"))
            other.cookies["plumbline_notice"] = browser.cookies["plumbline_notice"]
            #expect(try await !other.get("/runs/\(id)").text.contains("Confirmed:"))
            other.cookies["plumbline_notice"] = "ok Pay here"
            #expect(try await !other.get("/runs/\(id)").text.contains("Pay here"))
        }
    }

    @Test func cancelling() async throws {
        let place = try await ServerPlace()
        let id = try await run(place, .needsConfirmation)
        try await place.test { client in
            let browser = Browser(client)
            try await browser.signIn(place)
            #expect(try await browser.post("/runs/\(id)", ["action": "cancel"]).status == 303)
            #expect(try await place.store.run(id).interruption?.contains("Ann") == true)
            let page = try await browser.get("/runs/\(id)")
            #expect(page.text.contains("The run was told to end.") && !page.text.contains("value=\"cancel\""))
        }
    }

    @Test func rerunning() async throws {
        let place = try await ServerPlace()
        let id = try await run(place, .done)
        try await place.test { client in
            let browser = Browser(client)
            try await browser.signIn(place)
            #expect(try await browser.get("/runs/\(id)").text.contains("value=\"rerun\""))
            _ = try await browser.post("/runs/\(id)", ["action": "rerun"])
            #expect(try await browser.get("/runs/\(id)").text.contains("The review of commit aaaaaaa was begun again."))
            #expect(try await place.store.run(id).attempt == 2)
        }
    }

    @Test func whatIsUnderWayIsNotBegunAgain() async throws {
        let place = try await ServerPlace()
        let id = try await run(place, .needsConfirmation)
        try await place.test { client in
            let browser = Browser(client)
            try await browser.signIn(place)
            _ = try await browser.post("/runs/\(id)", ["action": "rerun"])
            let page = try await browser.get("/runs/\(id)")
            #expect(page.text.contains("class=\"alert failed\"") && page.text.contains("is under way; cancel it first"))
        }
    }

    @Test func addingModels() async throws {
        let place = try await ServerPlace()
        let id = try await run(place, .done, leftOut: ["mart_a", "mart_b", "mart_c"])
        try await place.test { client in
            let browser = Browser(client)
            try await browser.signIn(place)
            #expect(try await browser.get("/runs/\(id)").text.contains("name=\"model:model.shop.mart_b\""))
            _ = try await browser.post("/runs/\(id)", ["action": "add-chosen"])
            #expect(try await browser.get("/runs/\(id)").text.contains("No model was chosen."))
            _ = try await browser.post(
                "/runs/\(id)", ["action": "add-chosen", "model:model.shop.mart_c": "true", "model:model.shop.mart_a": "true"])
            let page = try await browser.get("/runs/\(id)")
            #expect(page.text.contains("Added to this run: mart_a, mart_c."))
            #expect(try await state(place, id).scope.models == ["mart_a", "mart_c"])
            #expect(
                try await place.store.events(ofRun: id).map(\.message).contains(
                    "Ann asked for diffs of mart_a, mart_c."))
            _ = try await browser.post("/runs/\(id)", ["action": "add-all"], from: page)
            #expect(try await self.state(place, id).scope.allDownstream)
            #expect(try await browser.get("/runs/\(id)").text.contains("All downstream models are added to this run."))
        }
    }

    @Test func onlyAdministratorsOfThisSessionMayPress() async throws {
        let place = try await ServerPlace()
        let id = try await run(place, .needsConfirmation)
        try await place.test { client in
            let visitor = Browser(client)
            let page = try await visitor.get("/runs/\(id)")
            #expect(page.status == 200 && page.text.contains("/sign-in?next=%2Fruns%2F\(id)") && !page.text.contains("value=\"confirm\""))
            let sent = try await visitor.send(.post, "/runs/\(id)", ["action": "confirm"])
            #expect(sent.status == 303 && sent.location == "/sign-in")
            let viewer = Browser(client)
            try await viewer.signIn(place, "vic@example.com", role: .viewer)
            #expect(try await !viewer.get("/runs/\(id)").text.contains("value=\"confirm\""))
            #expect(try await viewer.post("/runs/\(id)", ["action": "confirm"]).status == 403)
            let ann = Browser(client)
            try await ann.signIn(place)
            #expect(try await ann.send(.post, "/runs/\(id)", ["action": "confirm", "csrf": "guessed"]).status == 403)
            let good = try await ann.get("/runs/\(id)")
            ann.origin = "https://evil.example"
            #expect(try await ann.post("/runs/\(id)", ["action": "confirm"], from: good).status == 403)
            ann.origin = "http://127.0.0.1:8080"
            #expect(try await ann.post("/runs/\(id)", ["action": "explode"], from: good).status == 400)
            #expect(try await ann.post("/runs/99", ["action": "confirm"], from: good).status == 404)
            #expect(try await state(place, id).phase == .needsConfirmation)
        }
    }

    @Test func whoIsSignedOutMeanwhileComesBackToTheRun() async throws {
        let place = try await ServerPlace()
        let id = try await run(place, .needsConfirmation)
        try await place.test { client in
            for (referer, location) in [
                ("http://127.0.0.1:8080/runs/\(id)", "/sign-in?next=/runs/\(id)"), ("http://evil.example/runs", "/sign-in"),
            ] {
                let headers: HTTPFields = [.accept: "text/html", .referer: referer]
                try await client.execute(uri: "/runs/\(id)", method: .post, headers: headers) {
                    #expect($0.status == .seeOther && $0.headers[.location] == location)
                }
            }
            let browser = Browser(client)
            try await browser.signIn(place)
            let missing = try await browser.get("/runs/999")
            #expect(missing.status == 404 && missing.text.contains("Sign out") && missing.text.contains("href=\"/settings\""))
        }
    }

    @Test func aRunThatANewerOneReplacedHasNoButtonsAndLeadsToIt() async throws {
        var change = ServerPlace.change
        change.headSHA = "bbbbbbb2"
        let place = try await ServerPlace(host: OneChangeHost(change: change))
        let old = try await run(place, .done, leftOut: ["mart_a"])
        let new = try await place.store.openRun(ciConfigID: 1, change: change, now: 1_700_000_009).run.id
        try await place.test { client in
            let browser = Browser(client)
            try await browser.signIn(place)
            let page = try await browser.get("/runs/\(old)")
            #expect(page.text.contains("href=\"/runs/\(new)\">Open the newer run") && !page.text.contains("value=\"rerun\""))
            #expect(page.text.contains("mart_a") && page.text.contains("Nothing can be added to this run any more."))
            // Pressed on a page that was loaded before.
            _ = try await browser.post("/runs/\(old)", ["action": "rerun"])
            #expect(try await browser.get("/runs/\(old)").text.contains("Commit aaaaaaa is no longer the newest of the pull request."))
        }
    }

    @Test func whatTheHostRefusesIsSaidOnThePage() async throws {
        let place = try await ServerPlace(host: RefusingHost())
        let id = try await run(place, .done)
        try await place.test { client in
            let browser = Browser(client)
            try await browser.signIn(place)
            #expect(try await browser.post("/runs/\(id)", ["action": "rerun"]).status == 303)
            let page = try await browser.get("/runs/\(id)")
            #expect(page.text.contains("class=\"alert failed\"") && page.text.contains("the token was not accepted"))
            try await client.execute(uri: "/api/v1/runs/\(id)/rerun", method: .post, headers: [.authorization: "Key admin-key"]) {
                #expect($0.status == .badGateway && String(buffer: $0.body).contains("the token was not accepted"))
            }
        }
    }
}
