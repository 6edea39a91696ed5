import Foundation
import HTTPTransport
import Hummingbird
import HummingbirdTesting
import Server
import Store
import Testing

/// The choice between a token and a GitHub App in the form of a repository.
@Suite struct RepositoryAppTests {
    private func saveApp(_ place: ServerPlace, url: String = "https://api.github.com") async throws -> GitHubAppRecord {
        var draft = GitHubAppDraft(appID: "77", apiURL: url, privateKey: Secret("PRIVATE"), webhookSecret: Secret("hush"))
        draft.name = "Our Plumbline"
        return try await place.store.save(draft, now: 1)
    }

    private func repository(_ place: ServerPlace) async throws -> RepositoryRecord {
        try #require(try await place.store.repositories().first { $0.name == "acme/new" })
    }

    @Test func anAppIsChosenAndLeftAgain() async throws {
        let place = try await ServerPlace()
        let app = try await saveApp(place)
        try await place.test { client in
            let browser = Browser(client)
            try await browser.signIn(place)
            let form = try await browser.get("/settings/repositories/new?app=\(app.id)&name=acme%2Fnew")
            #expect(form.row("app").contains("<option value=\"\(app.id)\" selected>The GitHub App Our Plumbline (77)</option>"))
            #expect(form.row("app").contains("href=\"/settings/github-app/new\"") && form.value("name") == "acme/new")
            let fields = ["action": "save", "name": "acme/new", "host": "github", "app": String(app.id)]
            let path = try #require(try await browser.post("/settings/repositories/new", fields).location)
            var known = try await repository(place)
            #expect(known.gitHubAppId == app.id && !known.hasToken)
            #expect(try await browser.get("/settings/repositories").text.contains("App Our Plumbline (77)"))
            // Sent back as it is, it stays with the App.
            _ = try await browser.post(path, fields)
            #expect(try await repository(place).gitHubAppId == app.id)
            let refused = try await browser.post(path, fields.merging(["app": ""]) { $1 })
            #expect(refused.status == 422 && refused.row("token").contains("no token is stored"))
            _ = try await browser.post(path, fields.merging(["app": "", "token": "t-1"]) { $1 })
            known = try await repository(place)
            #expect(known.gitHubAppId == nil && known.hasToken)
        }
    }

    @Test func anAppOfAnEnterpriseServerBringsItsAddress() async throws {
        let place = try await ServerPlace()
        let app = try await saveApp(place, url: "https://git.acme.example/api/v3")
        try await place.test { client in
            let browser = Browser(client)
            try await browser.signIn(place)
            let fields = ["action": "save", "name": "acme/new", "host": "github", "app": String(app.id)]
            let elsewhere = try await browser.post(
                "/settings/repositories/new", fields.merging(["api_url": "https://other.example/api/v3"]) { $1 })
            #expect(elsewhere.status == 422 && elsewhere.row("app").contains("is not known here"))
            #expect(try await browser.post("/settings/repositories/new", fields).status == 303)
            #expect(try await repository(place).apiURL == "https://git.acme.example/api/v3")
            let gitLab = try await browser.post(
                "/settings/repositories/new", fields.merging(["host": "gitlab", "name": "acme/two"]) { $1 })
            #expect(gitLab.status == 422 && gitLab.row("app").contains("only there on GitHub"))
            let both = try await browser.post("/settings/repositories/new", fields.merging(["name": "acme/two", "token": "t"]) { $1 })
            #expect(both.status == 422 && both.row("token").contains("not used beside"))
        }
    }

    @Test func theAppsOwnPageLeadsToTheForm() async throws {
        let place = try await ServerPlace()
        let app = try await saveApp(place)
        try await place.store.changeInstallation(5, ofApp: app.id, adding: ["acme/new", "acme/shop"], removing: nil)
        try await place.test { client in
            let browser = Browser(client)
            try await browser.signIn(place)
            let page = try await browser.get("/settings/github-app")
            #expect(page.text.contains("href=\"/settings/repositories/new?app=\(app.id)&amp;name=acme%2Fnew\">add it</a>"))
            #expect(!page.text.contains("name=acme%2Fshop"))
            for path in [
                "/settings/github-app", "/settings/github-app/new", "/settings/github-app/new?name=P&host=https%3A%2F%2Fgithub.com",
            ] {
                #expect(try await browser.get(path).text.contains("aria-label=\"Settings\""), "\(path)")
            }
        }
    }
}
