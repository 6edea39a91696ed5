import Foundation
import HTTPTransport
import HTTPTypes
import HummingbirdTesting
import NIOCore
import Server
import SourceControl
import Store
import TestSupport
import Testing

/// A GitHub App from its registration to its deliveries, through the server's own routes.
@Suite struct GitHubAppRouteTests {
    private let admin: HTTPFields = [.authorization: "Key admin-key"]
    private let viewer: HTTPFields = [.authorization: "Key viewer-key"]

    private static let made = """
        {"id": 77, "slug": "our-plumbline", "name": "Our Plumbline", "html_url": "https://github.com/apps/our-plumbline", "client_id": "Iv1.x",
         "pem": "PRIVATE", "webhook_secret": "app-hush"}
        """

    private func page(_ client: any TestClientProtocol, _ path: String, headers: HTTPFields) async throws -> TestResponse {
        try await client.execute(uri: path, method: .get, headers: headers) { $0 }
    }

    /// The state that the page sends along to GitHub.
    private func state(_ client: any TestClientProtocol) async throws -> String {
        let text = String(
            buffer: try await page(
                client, "/settings/github-app/new?name=Our+Plumbline&organisation=acme&host=https%3A%2F%2Fgithub.com&api=", headers: admin
            ).body)
        let start = try #require(text.firstRange(of: "settings/apps/new?state="))
        return String(text[start.upperBound...].prefix { $0 != "\"" })
    }

    private func deliver(_ client: any TestClientProtocol, _ event: String, _ body: String, secret: String) async throws -> (Int, String) {
        var headers: HTTPFields = [.contentType: "application/json"]
        for (name, value) in [
            ("x-github-event", event), ("x-github-delivery", UUID().uuidString),
            ("x-hub-signature-256", "sha256=" + ServerPlace.signature(body, secret: secret)),
        ] {
            if let field = HTTPField.Name(name) { headers[field] = value }
        }
        return try await client.execute(
            uri: "/webhooks/github", method: .post, headers: headers, body: ByteBuffer(string: body)
        ) { ($0.status.code, String(buffer: $0.body)) }
    }

    private func saveApp(_ store: Store) async throws -> GitHubAppRecord {
        try await store.save(
            GitHubAppDraft(
                appID: "77", apiURL: "https://api.github.com", privateKey: Secret("PRIVATE"), webhookSecret: Secret("app-hush")), now: 1)
    }

    @Test func onlyAdministratorsSeeThePages() async throws {
        let place = try await ServerPlace()
        try await place.test { client in
            for path in ["/settings/github-app", "/settings/github-app/new", "/settings/github-app/created?code=x&state=y"] {
                let (nobody, reader) = (try await page(client, path, headers: [:]), try await page(client, path, headers: viewer))
                #expect(nobody.status == .unauthorized && reader.status == .forbidden, "\(path)")
            }
        }
    }

    @Test func theFormLeadsToGitHubAndOnlyThatPageMay() async throws {
        let place = try await ServerPlace()
        try await place.test { client in
            let form = try await page(client, "/settings/github-app/new", headers: admin)
            #expect(form.status == .ok && form.headers[.contentSecurityPolicy]?.contains("form-action 'self';") == true)
            for (query, action, origin) in [
                (
                    "organisation=acme&host=https%3A%2F%2Fgithub.com&api=",
                    "https://github.com/organizations/acme/settings/apps/new?state=", "https://github.com"
                ),
                (
                    "organisation=&host=https%3A%2F%2Fgit.acme.example%3A8443&api=",
                    "https://git.acme.example:8443/settings/apps/new?state=", "https://git.acme.example:8443"
                ),
            ] {
                let confirm = try await page(client, "/settings/github-app/new?name=P&\(query)", headers: admin)
                let text = String(buffer: confirm.body)
                #expect(text.contains("action=\"\(action)") && text.contains("Pull requests: write") && text.contains("Checks: write"))
                #expect(confirm.headers[.contentSecurityPolicy]?.contains("form-action 'self' \(origin);") == true)
            }
            for wrong in [
                "name=&organisation=&host=https%3A%2F%2Fgithub.com", "name=P&organisation=a%2Fb&host=https%3A%2F%2Fgithub.com",
                "name=P&organisation=&host=javascript%3Aalert(1)",
                "name=\(String(repeating: "x", count: 35))&organisation=&host=https%3A%2F%2Fgithub.com",
            ] {
                let refused = try await page(client, "/settings/github-app/new?\(wrong)", headers: admin)
                let text = String(buffer: refused.body)
                #expect(text.contains("role=\"alert\"") && !text.contains("name=\"manifest\""), "\(wrong)")
            }
        }
    }

    @Test func theKeysOfANewAppAreStoredSealedAndNeverShown() async throws {
        let script = ScriptedTransport([.reply(201, Self.made)])
        let place = try await ServerPlace(gitHub: script)
        try await place.test { client in
            let state = try await state(client)
            let answer = try await page(client, "/settings/github-app/created?code=abc&state=\(state)", headers: admin)
            #expect(answer.status == .found && answer.headers[.location] == "/settings/github-app?new=77")
            #expect(script.lines == ["POST https://api.github.com/app-manifests/abc/conversions"])
            let app = try #require(try await place.store.gitHubApps().first)
            #expect(app.appID == "77" && app.apiURL == "https://api.github.com" && app.slug == "our-plumbline")
            #expect(try place.store.privateKey(of: app) == Secret("PRIVATE") && place.store.webhookSecret(of: app) == Secret("app-hush"))
            for (path, headers) in [("/settings/github-app?new=77", admin), ("/api/v1/github_apps", viewer)] {
                let text = String(buffer: try await page(client, path, headers: headers).body)
                #expect(
                    text.contains("our-plumbline") && !text.contains("PRIVATE") && !text.contains("app-hush") && !text.contains("ealed"))
            }
        }
    }

    @Test func aStateOfAnotherPersonOrNoneOrChangedIsRefusedBeforeGitHubIsAsked() async throws {
        let script = ScriptedTransport([])
        let place = try await ServerPlace(gitHub: script)
        try await place.store.saveAPIKey(name: "other", role: "admin", key: Secret("other-key"), now: 1)
        try await place.test { client in
            let state = try await state(client)
            let tampered = (state.first == "A" ? "B" : "A") + state.dropFirst()
            for (query, headers) in [
                ("code=abc&state=\(state)", [.authorization: "Key other-key"] as HTTPFields), ("code=abc", admin),
                ("code=abc&state=", admin),
                ("code=abc&state=\(tampered)", admin), ("state=\(state)", admin),
            ] {
                let answer = try await page(client, "/settings/github-app/created?\(query)", headers: headers)
                #expect(answer.status == .badRequest, "\(query)")
            }
            #expect(script.calls.isEmpty)
            #expect(try await place.store.gitHubApps().isEmpty)
        }
    }

    @Test func anAppsDeliveriesCountForItsRepositoriesAndAreExplainedForOthers() async throws {
        let place = try await ServerPlace()
        let app = try await saveApp(place.store)
        try await place.store.use(app: app.id, for: 1)
        let opened = #"{"action": "opened", "pull_request": {"number": 7}, "repository": {"full_name": "acme/NAME"}}"#
        try await place.test { client in
            let (status, text) = try await deliver(client, "pull_request", opened.replacing("NAME", with: "shop"), secret: "app-hush")
            #expect(status == 202 && text.contains("accepted"))
            // One of another credential, and one that is not configured: both are not the App's to tell about.
            for name in ["other", "unknown"] {
                let (status, text) = try await deliver(client, "pull_request", opened.replacing("NAME", with: name), secret: "app-hush")
                #expect(status == 200 && text.contains("ignored") && text.contains("not configured here"), "\(name)")
            }
            #expect(try await deliver(client, "pull_request", opened, secret: "wrong").0 == 401)
        }
    }

    @Test func installationsFillTheListOfRepositories() async throws {
        let place = try await ServerPlace()
        let app = try await saveApp(place.store)
        let repositories = #"[{"full_name": "acme/shop"}, {"full_name": "acme/new"}]"#
        let bodies = [
            (
                "installation", #"{"action": "created", "installation": {"id": 5}, "repositories": \#(repositories)}"#,
                ["acme/new", "acme/shop"]
            ),
            (
                "installation_repositories",
                #"{"action": "removed", "installation": {"id": 5}, "repositories_added": [], "repositories_removed": [{"full_name": "acme/NEW"}]}"#,
                ["acme/shop"]
            ),
            ("installation", #"{"action": "deleted", "installation": {"id": 5}, "repositories": []}"#, []),
        ]
        try await place.test { client in
            for (event, body, wanted) in bodies {
                // A repository's own secret does not speak for the App.
                _ = try await deliver(client, event, body, secret: ServerPlace.secret)
                #expect(try await deliver(client, event, body, secret: "app-hush").0 == 202)
                #expect(try await place.store.repositories(ofApp: app.id).map(\.name) == wanted)
            }
        }
    }

    @Test func aRenamedRepositoryKeepsItsDeliveriesAndShowsItsName() async throws {
        let place = try await ServerPlace()
        let renamed =
            #"{"action": "renamed", "changes": {"repository": {"name": {"from": "shop"}}}, "repository": {"full_name": "acme/store"}}"#
        let opened = #"{"action": "opened", "pull_request": {"number": 7}, "repository": {"full_name": "acme/store"}}"#
        try await place.test { client in
            #expect(try await deliver(client, "pull_request", opened, secret: ServerPlace.secret).0 == 404)
            #expect(try await deliver(client, "repository", renamed, secret: ServerPlace.secret).0 == 202)
            #expect(try await deliver(client, "pull_request", opened, secret: ServerPlace.secret).0 == 202)
            let text = String(buffer: try await page(client, "/api/v1/repositories/1", headers: viewer).body)
            #expect(text.contains(#""current_name":"acme/store""#) && text.contains(#""name":"acme/shop""#))
        }
    }

    @Test func aTransferredRepositoryKeepsItsDeliveries() async throws {
        let place = try await ServerPlace()
        let moved =
            #"{"action": "transferred", "changes": {"owner": {"from": {"organization": {"login": "acme"}}}}, "repository": {"full_name": "corp/shop"}}"#
        let opened = #"{"action": "opened", "pull_request": {"number": 7}, "repository": {"full_name": "corp/shop"}}"#
        try await place.test { client in
            let answers = [
                try await deliver(client, "repository", moved, secret: ServerPlace.secret).0,
                try await deliver(client, "pull_request", opened, secret: ServerPlace.secret).0,
            ]
            #expect(answers == [202, 202])
        }
        #expect(try await place.store.repository(1).currentName == "corp/shop")
    }

    @Test func theTestOfAConnectionNamesWhatIsMissingAndTheWebhookIsInstalledOrExplained() async throws {
        let place = try await ServerPlace(host: PoorHost())
        try await place.test { client in
            func post(_ path: String, _ headers: HTTPFields) async throws -> (Int, String) {
                try await client.execute(uri: "/api/v1/repositories/1/\(path)", method: .post, headers: headers) {
                    ($0.status.code, String(buffer: $0.body))
                }
            }
            #expect(try await post("test", viewer).0 == 403)
            let (status, text) = try await post("test", admin)
            #expect(status == 200 && text.contains("rights_missing") && text.contains("Checks: write") && text.contains("acme/moved"))
            let repository = try await place.store.repository(1)
            #expect(
                repository.currentName == "acme/moved" && repository.trouble?.hasPrefix("Rights are missing: Checks: write. Give") == true)
            let (_, hook) = try await post("webhook", admin)
            #expect(
                hook.contains("not_allowed") && hook.contains(ServerPlace.secret) && hook.contains("http://127.0.0.1:8080/webhooks/github"))
        }
    }
}

/// A host that was renamed, and whose credential may too little.
private struct PoorHost: QuietHost {
    private let plain = OneChangeHost()

    func changeRequest(_ number: Int) async throws(SourceControlError) -> ChangeRequest { try await plain.changeRequest(number) }
    func openChangeRequests() async throws(SourceControlError) -> [ChangeRequest] { [] }
    func changedFiles(of number: Int) async throws(SourceControlError) -> ChangedFiles { ChangedFiles(paths: []) }
    func mergeBase(of base: String, and head: String) async throws(SourceControlError) -> Commit { Commit(sha: "base1") }
    func history(from sha: String, limit: Int) async throws(SourceControlError) -> [Commit] { [Commit(sha: sha)] }
    func tip(of branch: String) async throws(SourceControlError) -> Commit { Commit(sha: "base1") }
    func setStatus(_ status: CommitStatus, on sha: String) async throws(SourceControlError) {}
    func writeComment(
        _ markdown: String, marker: CommentMarker, on number: Int, known: String?
    ) async throws(SourceControlError) -> WrittenComment { WrittenComment(id: "1", url: "http://host/c/1") }
    func facts() async throws(SourceControlError) -> RepositoryFacts {
        RepositoryFacts(fullName: "acme/moved", defaultBranch: "main", url: "http://host/acme/moved", missingRights: ["Checks: write"])
    }
    func installWebhook(url: String, secret: String) async throws(SourceControlError) -> WebhookInstallation { .notAllowed("No right.") }
}
