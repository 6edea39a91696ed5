import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Server
import Store
import Testing

/// What somebody who is not the person at the browser could try.
@Suite struct FormProtectionTests {
    private let add = ["action": "add", "name": "robot", "role": "admin"]

    @Test func aFormNeedsItsSessionsToken() async throws {
        let place = try await ServerPlace()
        try await place.test { client in
            let browser = Browser(client)
            try await browser.signIn(place)
            let other = Browser(client)
            try await other.signIn(place, "ben@example.com")
            let foreign = try #require(try await other.get("/settings/keys").value("csrf"))
            let visitor = try #require(try await Browser(client).get("/sign-in").value("csrf"))
            for token in ["", "x", foreign, visitor] {
                let page = try await browser.send(.post, "/settings/keys", add.merging(["csrf": token]) { $1 })
                #expect(page.status == 403, "\(token)")
            }
            #expect(try await place.store.apiKeys().map(\.name) == ["ci", "eye"])
        }
    }

    @Test(arguments: [
        nil, "https://evil.example", "null", "http://127.0.0.1:8081", "http://127.0.0.1:8080.evil.example", "https://127.0.0.1:8080",
    ])
    func aFormFromElsewhereIsRefused(origin: String?) async throws {
        let place = try await ServerPlace()
        try await place.test { client in
            let browser = Browser(client)
            try await browser.signIn(place)
            browser.origin = origin
            #expect(try await browser.post("/settings/keys", add).status == 403)
            let visitor = Browser(client)
            visitor.origin = origin
            let page = try await visitor.post("/sign-in", ["email": "ann@example.com", "password": Browser.password])
            #expect(page.status == 403 && visitor.cookies["plumbline_session"] == nil)
        }
    }

    @Test func viewersChangeNothing() async throws {
        let place = try await ServerPlace()
        try await place.test { client in
            let browser = Browser(client)
            try await browser.signIn(place, role: .viewer)
            let token = try #require(try await browser.get("/runs").value("csrf"))
            for path in [
                "/settings", "/settings/ci/new", "/settings/ci/1", "/settings/repositories", "/settings/data-sources/1", "/settings/users",
                "/settings/keys",
            ] {
                #expect(try await browser.get(path).status == 403, "\(path)")
            }
            for path in [
                "/settings/ci/new", "/settings/ci/1", "/settings/repositories/new", "/settings/data-sources/1", "/settings/users",
                "/settings/keys",
                "/settings/keys/1", "/settings/users/1",
            ] {
                let page = try await browser.send(.post, path, add.merging(["csrf": token]) { $1 })
                #expect(page.status == 403, "\(path)")
            }
        }
    }

    @Test func settingsNeedASessionAlsoOnTheMachineItself() async throws {
        let place = try await ServerPlace()
        try await place.test { client in
            let browser = Browser(client)
            #expect(try await browser.get("/runs").status == 200)
            for path in ["/settings", "/settings/ci/1", "/settings/account"] {
                #expect(try await browser.get(path).location?.hasPrefix("/sign-in") == true, "\(path)")
            }
            #expect(try await browser.send(.post, "/settings/ci/new", ["action": "save"]).status == 303)
            try await client.execute(uri: "/settings", method: .get) { #expect($0.status == .unauthorized) }
            let key: HTTPFields = [.authorization: "Key admin-key"]
            try await client.execute(uri: "/settings", method: .get, headers: key) { #expect($0.status == .ok) }
            try await client.execute(uri: "/settings", method: .get, headers: [.authorization: "Key viewer-key"]) {
                #expect($0.status == .forbidden)
            }
        }
    }

    @Test func aServerThatOthersReachShowsNothingWithoutASession() async throws {
        let place = try await ServerPlace(settings: ServerSettings(host: "0.0.0.0", port: 0, publicURL: "https://plumbline.example.com"))
        try await place.test { client in
            let browser = Browser(client)
            browser.origin = "https://plumbline.example.com"
            #expect(try await browser.get("/runs").location == "/sign-in?next=/runs")
            #expect(try await browser.get("/sign-in").status == 200)
            try await browser.signIn(place, role: .viewer)
            #expect(try await browser.get("/runs").status == 200)
        }
    }
}
