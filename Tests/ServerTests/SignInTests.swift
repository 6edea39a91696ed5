import CIPipeline
import Foundation
import HTTPTransport
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import Server
import Store
import Synchronization
import Testing

@Suite struct SignInTests {
    @Test func theFirstAdministratorIsMadeByTheLinkInTheLog() async throws {
        let place = try await ServerPlace()
        let lines = LogLines()
        try await OneTimeLinks.announce(
            place.store, publicURL: "http://127.0.0.1:8080", now: Date().timeIntervalSince1970,
            logger: Logger(label: "test") { _ in LineLog(lines: lines) })
        let match = try #require(lines.all.joined().firstMatch(of: #/http:\/\/127\.0\.0\.1:8080(\/setup\/[A-Za-z0-9_-]{43})/#))
        let path = String(match.1)
        try await place.test { client in
            let browser = Browser(client)
            #expect(try await browser.get("/setup/wrong").status == 404)
            let fields = ["name": "Ann", "email": "ann@example.com", "password": Browser.password, "repeated": Browser.password]
            for (change, field) in [
                (["password": "short", "repeated": "short"], "password"), (["repeated": "other than that"], "repeated"),
                (["email": "nobody"], "email"), (["name": ""], "name"),
            ] {
                let page = try await browser.post(path, fields.merging(change) { $1 })
                #expect(page.status == 422 && page.row(field).contains("Error"), "\(change)")
            }
            let made = try await browser.post(path, fields)
            #expect(made.status == 303 && made.location == "/settings")
            #expect(try await browser.get("/settings/users").text.contains("ann@example.com"))
            // Used once.
            #expect(try await Browser(client).get(path).status == 404)
        }
        let before = lines.all.count
        try await OneTimeLinks.announce(
            place.store, publicURL: "http://x", now: 2, logger: Logger(label: "test") { _ in LineLog(lines: lines) })
        #expect(lines.all.count == before)
    }

    @Test func aSessionBeginsAnewAndEnds() async throws {
        let place = try await ServerPlace()
        try await place.test { client in
            let browser = Browser(client)
            // Fixation: a cookie that somebody else planted is not taken over.
            browser.cookies["plumbline_session"] = "planted"
            try await browser.signIn(place)
            let token = try #require(browser.cookies["plumbline_session"])
            #expect(token != "planted" && token.count == 43)
            #expect(try await browser.get("/settings").status == 200)
            let planted = Browser(client)
            planted.cookies["plumbline_session"] = "planted"
            #expect(try await planted.get("/settings").status == 303)
            let out = try await browser.post("/sign-out", [:], from: browser.get("/runs"))
            #expect(out.status == 303 && browser.cookies["plumbline_session"] == nil)
            // The token is worth nothing after.
            browser.cookies["plumbline_session"] = token
            #expect(try await browser.get("/settings").location?.hasPrefix("/sign-in") == true)
        }
    }

    @Test(arguments: [("http://127.0.0.1:8080", false), ("https://plumbline.example.com", true)])
    func cookiesAreKeptFromScriptsAndOtherSites(publicURL: String, isSecure: Bool) async throws {
        let place = try await ServerPlace(settings: ServerSettings(host: "127.0.0.1", port: 0, publicURL: publicURL))
        try await place.test { client in
            let browser = Browser(client)
            browser.origin = publicURL
            let hash = try #require(PasswordHash.make(Secret(Browser.password), cost: .small)).text
            _ = try await place.store.addUser(email: "a@b", name: "A", role: .admin, passwordHash: hash, now: 1)
            let page = try await browser.post("/sign-in", ["email": "a@b", "password": Browser.password])
            let cookie = try #require(page.headers[values: .setCookie].first { $0.contains("plumbline_session") })
            #expect(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax") && cookie.contains("Path=/"))
            #expect(cookie.contains("Secure") == isSecure && cookie.hasPrefix("__Host-") == isSecure)
        }
    }

    @Test func aWrongPasswordSaysNothingAndSlowsDown() async throws {
        let clock = HandClock()
        let place = try await ServerPlace(time: PipelineTime(now: { clock.now }, sleep: { _ in }))
        try await place.test { client in
            let browser = Browser(client)
            try await browser.signIn(place)
            browser.cookies = [:]
            var answers: [String] = []
            for email in ["ann@example.com", "nobody@example.com"] {
                let page = try await browser.post("/sign-in", ["email": email, "password": "wrong"])
                #expect(page.status == 401)
                answers.append(page.text.replacing(email, with: "").replacing(/value="[^"]*"/, with: ""))
            }
            #expect(answers[0] == answers[1])
            for _ in 0..<4 { _ = try await browser.post("/sign-in", ["email": "ann@example.com", "password": "wrong"]) }
            // Even the right one has to wait now.
            let blocked = try await browser.post("/sign-in", ["email": "ANN@example.com", "password": Browser.password])
            #expect(blocked.status == 429 && blocked.headers[.retryAfter] == "5")
            clock.advance(by: 6)
            #expect(try await browser.post("/sign-in", ["email": "ann@example.com", "password": Browser.password]).status == 303)
        }
        #expect(!place.lines.all.joined().contains("wrong") && !place.lines.all.joined().contains(Browser.password))
    }

    @Test func theWayBackLeadsNowhereElse() async throws {
        let place = try await ServerPlace()
        try await place.test { client in
            let browser = Browser(client)
            #expect(try await browser.get("/settings/keys").location == "/sign-in?next=/settings/keys")
            try await browser.signIn(place)
            for (next, leads) in [
                ("//evil.example", "/runs"), ("https://evil.example", "/runs"), ("/\\evil", "/runs"), ("/settings", "/settings"),
            ] {
                let other = Browser(client)
                let page = try await other.post("/sign-in", ["email": "ann@example.com", "password": Browser.password, "next": next])
                #expect(page.location == leads, "\(next)")
            }
        }
    }

    @Test func onesOwnPassword() async throws {
        let place = try await ServerPlace()
        try await place.test { client in
            let browser = Browser(client)
            try await browser.signIn(place)
            let other = Browser(client)
            _ = try await other.post("/sign-in", ["email": "ann@example.com", "password": Browser.password])
            let fields = ["current": Browser.password, "password": "another few words", "repeated": "another few words"]
            #expect(try await browser.post("/settings/account", fields.merging(["current": "no"]) { $1 }).status == 422)
            #expect(try await browser.post("/settings/account", fields).location == "/settings/account?saved")
            #expect(try await browser.get("/settings/account").status == 200)
            // The other browser is signed out.
            #expect(try await other.get("/settings/account").status == 303)
        }
    }

    @Test func usersAndKeysAreMadeAndRemoved() async throws {
        let place = try await ServerPlace()
        try await place.test { client in
            let browser = Browser(client)
            try await browser.signIn(place)
            let added = try await browser.post(
                "/settings/users", ["action": "add", "name": "Ben", "email": "ben@example.com", "role": "viewer"])
            let link = try #require(added.text.firstMatch(of: #/\/reset\/[A-Za-z0-9_-]{43}/#)).output
            #expect(try await !browser.get("/settings/users").text.contains("/reset/"))
            let ben = Browser(client)
            #expect(try await ben.post(String(link), ["password": Browser.password, "repeated": Browser.password]).status == 303)
            #expect(try await ben.get("/settings").status == 403)
            #expect(try await ben.get("/settings/account").status == 200)
            let id = try #require(try await place.store.user(email: "ben@example.com")).id
            #expect(
                try await browser.post("/settings/users/\(id)", ["action": "remove"], from: browser.get("/settings/users")).status == 303)
            #expect(try await ben.get("/settings/account").status == 303)

            let made = try await browser.post("/settings/keys", ["action": "add", "name": "robot", "role": "admin"])
            let key = try #require(made.text.firstMatch(of: #/<pre class="code-block">([A-Za-z0-9_-]{43})<\/pre>/#)).1
            #expect(try await !browser.get("/settings/keys").text.contains(key))
            let headers: HTTPFields = [.authorization: "Key \(key)"]
            try await client.execute(uri: "/api/v1/organization/meta", method: .get, headers: headers) { #expect($0.status == .ok) }
            let keyID = try #require(try await place.store.apiKeys().first { $0.name == "robot" }).id
            _ = try await browser.post("/settings/keys/\(keyID)", ["action": "revoke"], from: browser.get("/settings/keys"))
            try await client.execute(uri: "/api/v1/organization/meta", method: .get, headers: headers) {
                #expect($0.status == .unauthorized)
            }
        }
    }
}

/// A clock that is moved by hand.
final class HandClock: Sendable {
    private let time = Mutex(1_700_000_000.0)
    var now: Double { time.withLock { $0 } }
    func advance(by seconds: Double) { time.withLock { $0 += seconds } }
}
