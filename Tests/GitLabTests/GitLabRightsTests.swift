import Foundation
import GitLab
import HTTPTransport
import SourceControl
import TestSupport
import Testing

struct GitLabRightsTests {
    private let root = GitLabPlace.root

    @Test(arguments: [
        (5, RepositoryRole.none), (10, .read), (15, .read), (20, .triage), (30, .write), (40, .maintain), (50, .admin),
    ])
    func roles(_ level: Int, _ role: RepositoryRole) async throws {
        let members = """
            [{"username": "adam", "access_level": 50}, {"username": "Ada", "access_level": \(level), "state": "active"},
             {"username": "ada", "access_level": 50, "state": "blocked"}]
            """
        let script = ScriptedTransport([.reply(200, members)])
        #expect(try await GitLabPlace.host(script).role(of: "ada") == role)
        #expect(script.lines == ["GET \(root)/members/all?query=ada&per_page=100"])
    }

    @Test func aStrangerHasNoRole() async throws {
        #expect(try await GitLabPlace.host(ScriptedTransport([.reply(200, "[]")])).role(of: "eve") == .none)
    }

    private func project(_ permissions: String) -> String {
        """
        {"path_with_namespace": "acme/data/store", "default_branch": "main", "web_url": "http://h/acme/data/store",
         "permissions": \(permissions)}
        """
    }

    @Test(arguments: [
        (#"{"project_access": {"access_level": 40}, "group_access": null}"#, #"["api"]"#, [String](), true as Bool?),
        (#"{"project_access": null, "group_access": {"access_level": 30}}"#, #"["api"]"#, [], false),
        (#"{"project_access": {"access_level": 20}, "group_access": {"access_level": 10}}"#, #"["api"]"#, ["Role: Developer"], false),
        (#"{"project_access": {"access_level": 40}, "group_access": null}"#, #"["read_api"]"#, ["Scope: api"], false),
        (#"{"project_access": null, "group_access": null}"#, #"["api"]"#, [], nil),
    ])
    func facts(_ permissions: String, _ scopes: String, _ missing: [String], _ mayInstall: Bool?) async throws {
        let script = ScriptedTransport([.reply(200, project(permissions)), .reply(200, #"{"scopes": \#(scopes)}"#)])
        let facts = try await GitLabPlace.host(script).facts()
        #expect(script.lines == ["GET \(root)", "GET http://h/api/v4/personal_access_tokens/self"])
        #expect(facts.fullName == "acme/data/store" && facts.defaultBranch == "main" && facts.url == "http://h/acme/data/store")
        #expect(facts.missingRights == missing && facts.mayInstallWebhook == mayInstall)
    }

    @Test func anOldGitLabTellsNoScopes() async throws {
        let script = ScriptedTransport([.reply(200, project(#"{"project_access": {"access_level": 40}}"#)), .reply(404, "{}")])
        let facts = try await GitLabPlace.host(script).facts()
        #expect(facts.missingRights.isEmpty && facts.mayInstallWebhook == true)
    }

    private let url = "https://plumbline.example/webhooks/gitlab"

    @Test func installsAWebhookOnce() async throws {
        let hook = #"{"id": 3, "url": "\#(url)", "push_events": true, "merge_requests_events": true, "note_events": true}"#
        let script = ScriptedTransport([
            .reply(200, #"[{"id": 1, "url": "https://other"}]"#), .reply(201, hook), .reply(200, "[\(hook)]"), .reply(200, hook),
        ])
        let host = try GitLabPlace.host(script)
        #expect(try await host.installWebhook(url: url, secret: "s") == .installed)
        #expect(script.lines[1] == "POST \(root)/hooks" && script.calls[1].isRepeatable == false)
        let body = try #require(try JSONSerialization.jsonObject(with: script.calls[1].body ?? Data()) as? [String: Any])
        #expect(body["url"] as? String == url && body["token"] as? String == "s" && body["signing_token"] == nil)
        for flag in ["push_events", "merge_requests_events", "note_events"] { #expect(body[flag] as? Bool == true) }
        #expect(try await host.installWebhook(url: url, secret: "s") == .alreadyThere)
        #expect(script.lines[3] == "PUT \(root)/hooks/3", "the secret is written anew, as GitLab never shows it")
    }

    @Test func bringsAWebhookUpToDate() async throws {
        let old = #"{"id": 3, "url": "\#(url)", "push_events": true, "merge_requests_events": false, "note_events": true}"#
        let host = try GitLabPlace.host(ScriptedTransport([.reply(200, "[\(old)]"), .reply(200, old)]))
        #expect(try await host.installWebhook(url: url, secret: "s") == .installed)
    }

    @Test(arguments: [(true, 2), (false, 3)])
    func aSigningKeyBecomesTheTokenOnlyWhereGitLabCannotSign(_ canSign: Bool, _ calls: Int) async throws {
        let key = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
        let hook = #"{"id": 3, "url": "\#(url)", "signing_token_present": \#(canSign)}"#
        let script = ScriptedTransport([.reply(200, "[]"), .reply(201, hook), .reply(200, hook)])
        #expect(try await GitLabPlace.host(script).installWebhook(url: url, secret: key) == .installed)
        #expect(script.calls.count == calls)
        #expect(script.body(1).contains(#""signing_token":"\#(key)""#) && !script.body(1).contains(#""token":"#))
        if calls == 3 { #expect(script.body(2).contains(#""token":"\#(key)""#) && !script.body(2).contains("signing_token")) }
    }

    @Test func belowMaintainerSomebodyHasToPaste() async throws {
        let script = ScriptedTransport([.reply(403, #"{"message": "403 Forbidden"}"#)])
        guard case .notAllowed(let reason) = try await GitLabPlace.host(script).installWebhook(url: url, secret: "geheim") else {
            Issue.record("it was allowed")
            return
        }
        #expect(reason.contains("Maintainer") && !reason.contains("geheim"))
    }
}
