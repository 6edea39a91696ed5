import Crypto
import CryptoExtras
import Foundation
import HTTPTransport
import SourceControl
import Synchronization
import TestSupport
import Testing

@testable import GitHub

struct GitHubAppTests {
    private static let key = try? _RSA.Signing.PrivateKey(keySize: .bits2048)
    private static let time = Timestamp.seconds("2026-01-01T00:00:00Z") ?? 0

    private func app(_ transport: ScriptedTransport, now: @escaping @Sendable () -> Double = { time }) throws -> GitHubApp {
        let pem = try #require(Self.key).pemRepresentation
        return try GitHubApp(id: "42", privateKey: Secret(pem), apiURL: "http://h/", transport: transport, now: now)
    }

    private func token(_ text: String, expires: String = "2026-01-01T01:00:00Z") -> ScriptedTransport.Step {
        .reply(201, #"{"token": "\#(text)", "expires_at": "\#(expires)", "permissions": {"checks": "write"}}"#)
    }

    private func data(_ part: Substring) -> Data {
        let text = part.replacing("-", with: "+").replacing("_", with: "/")
        return Data(base64Encoded: text + String(repeating: "=", count: (4 - text.count % 4) % 4)) ?? Data()
    }

    @Test func theProofIsSignedAndCountsFromAMinuteAgo() async throws {
        let script = ScriptedTransport([.reply(200, #"{"id": 42, "slug": "p", "events": ["push"]}"#)])
        #expect(try await app(script).facts().slug == "p")
        let header = try #require(script.calls[0].headers["Authorization"])
        let parts = header.dropFirst("Bearer ".count).split(separator: ".")
        #expect(parts.count == 3 && String(decoding: data(parts[0]), as: UTF8.self) == #"{"alg":"RS256","typ":"JWT"}"#)
        let start = Int(Self.time)
        #expect(String(decoding: data(parts[1]), as: UTF8.self) == #"{"exp":\#(start + 540),"iat":\#(start - 60),"iss":"42"}"#)
        let digest = SHA256.hash(data: Data("\(parts[0]).\(parts[1])".utf8))
        let signature = _RSA.Signing.RSASignature(rawRepresentation: data(parts[2]))
        #expect(try #require(Self.key).publicKey.isValidSignature(signature, for: digest, padding: .insecurePKCS1v1_5))
    }

    @Test func aKeyMayComeFromTheEnvironmentOnOneLine() throws {
        let pem = try #require(Self.key).pkcs8PEMRepresentation.replacing("\n", with: "\\n")
        _ = try GitHubApp(id: "42", privateKey: Secret(pem), transport: ScriptedTransport([]))
        let error = #expect(throws: SourceControlError.self) {
            try GitHubApp(id: "42", privateKey: Secret("hunter2hunter2"), transport: ScriptedTransport([]))
        }
        #expect(error?.message.contains("PEM") == true && error?.message.contains("hunter2") == false)
    }

    @Test func aTokenIsKeptUntilFiveMinutesBeforeItsEnd() async throws {
        let clock = Mutex(Self.time)
        let script = ScriptedTransport([
            .reply(200, #"{"id": 9}"#), token("one"), .reply(200, #"{"id": 9}"#), token("two", expires: "2026-01-01T02:00:00Z"),
        ])
        let app = try app(script) { clock.withLock { $0 } }
        #expect(try await app.token(for: "acme/shop", refused: nil).secret == Secret("one"))
        clock.withLock { $0 = Self.time + 3299 }
        #expect(try await app.token(for: "Acme/Shop", refused: nil).secret == Secret("one"))
        clock.withLock { $0 = Self.time + 3301 }
        #expect(try await app.token(for: "acme/shop", refused: nil).secret == Secret("two"))
        #expect(
            script.lines == [
                "GET http://h/repos/acme/shop/installation", "POST http://h/app/installations/9/access_tokens",
                "GET http://h/repos/acme/shop/installation", "POST http://h/app/installations/9/access_tokens",
            ])
    }

    @Test func manyWhoWantATokenWaitForOneRequest() async throws {
        let script = ScriptedTransport([.reply(200, #"{"id": 9}"#), token("one")])
        let app = try app(script)
        try await withThrowingTaskGroup(of: Secret.self) { group in
            for _ in 0..<20 { group.addTask { try await app.token(for: "acme/shop", refused: nil).secret } }
            for try await secret in group { #expect(secret == Secret("one")) }
        }
        #expect(script.calls.count == 2)
    }

    @Test func arefusedTokenIsReplacedOnceAndOnlyOnce() async throws {
        let script = ScriptedTransport([
            .reply(200, #"{"id": 9}"#), token("one"), .reply(401, "{}"), .reply(200, #"{"id": 9}"#), token("two"), .reply(401, "{}"),
        ])
        let host = try GitHubHost(repository: "acme/shop", app: try app(script), transport: script)
        let error = await #expect(throws: SourceControlError.self) { try await host.changeRequest(1) }
        #expect(error?.code == .unauthorized && script.calls.count == 6)
        #expect(script.calls[2].headers["Authorization"] == "Bearer one" && script.calls[5].headers["Authorization"] == "Bearer two")
    }

    @Test func aFailureIsNotKept() async throws {
        let script = ScriptedTransport([.reply(500, ""), .reply(200, #"{"id": 9}"#), token("one")])
        let app = try app(script)
        await #expect(throws: SourceControlError.self) { try await app.token(for: "acme/shop", refused: nil) }
        #expect(try await app.token(for: "acme/shop", refused: nil).secret == Secret("one"))
    }

    @Test func theManifestAsksForWhatReviewsNeed() throws {
        let text = AppManifest(name: "P", publicURL: "https://p.example").json(callback: "https://p.example/settings/github-app/created")
        let json = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
        #expect(json["default_permissions"] as? [String: String] == AppManifest.permissions && json["public"] as? Bool == false)
        #expect((json["hook_attributes"] as? [String: Any])?["url"] as? String == "https://p.example/webhooks/github")
        #expect(Set(json["default_events"] as? [String] ?? []).isSuperset(of: ["check_run", "check_suite", "push", "pull_request"]))
    }

    @Test(arguments: [
        ("https://github.com", "https://api.github.com"), ("https://github.com/", "https://api.github.com"),
        ("https://acme.ghe.com", "https://api.acme.ghe.com"), ("https://git.acme.example", "https://git.acme.example/api/v3"),
    ])
    func everyHostHasItsAPI(_ pages: String, _ api: String) {
        #expect(GitHubAddress.api(ofPages: pages) == api)
    }

    @Test func writesFollowARenamedRepositoryAndStayWrites() async throws {
        let moved: HeaderList = ["Location": "http://h/repositories/5/statuses/abc"]
        let script = ScriptedTransport([.reply(301, headers: moved, "{}"), .reply(201, "{}")])
        let host = try GitHubHost(repository: "acme/shop", apiURL: "http://h", token: Secret("t"), transport: script)
        try await host.setStatus(CommitStatus(state: .success, context: "c", description: "d"), on: "abc")
        #expect(script.lines == ["POST http://h/repos/acme/shop/statuses/abc", "POST http://h/repositories/5/statuses/abc"])
        #expect(script.body(0) == script.body(1) && script.calls[1].headers["Authorization"] == "Bearer t")
    }

    @Test(arguments: ["http://elsewhere/x", "https://h/x", "http://h:81/x"])
    func noTokenTravelsToAnotherHost(_ location: String) async throws {
        let script = ScriptedTransport([.reply(307, headers: ["Location": location], "{}")])
        let host = try GitHubHost(repository: "acme/shop", apiURL: "http://h", token: Secret("t"), transport: script)
        let error = await #expect(throws: SourceControlError.self) {
            try await host.setStatus(CommitStatus(state: .success, context: "c", description: "d"), on: "abc")
        }
        #expect(error?.code == .unexpectedReply && script.calls.count == 1)
    }
}
