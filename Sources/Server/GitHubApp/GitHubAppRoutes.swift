import CIPipeline
import Foundation
import GitHub
import HTTPTransport
import HTTPTypes
import Hummingbird
import Logging
import SourceControl
import Store
import Web

/// Registers a GitHub App for this server: asks for a name, has GitHub make the App, keeps its keys, leads to its installation.
///
/// <https://docs.github.com/en/apps/sharing-github-apps/registering-a-github-app-from-a-manifest>
struct GitHubAppRoutes: Sendable {
    let server: ServerContext
    private var transport: any HTTPTransport { server.outside.gitHub }

    /// - Parameter pages: lets administrators through only.
    func add(to pages: RouterGroup<ServerRequestContext>) {
        pages.get("settings/github-app") { request, context in try await list(request, context) }
        pages.get("settings/github-app/new") { request, context in try form(request, context) }
        pages.get("settings/github-app/created") { request, context in try await created(request, context) }
    }

    private func html(_ page: GitHubAppPage, _ context: ServerRequestContext) -> Response {
        HTMLReply.response(WebPages.gitHubApp(page, context: server.pageContext(context)))
    }

    /// Whom a registration belongs to: the session that began it, or the key.
    private func owner(_ context: ServerRequestContext) throws -> String {
        let caller = try context.administrator()
        let mark = context.formToken.map { "session \($0)" } ?? "key \(caller.name)"
        return server.store.vault.digest(Secret("github app owner " + mark))
    }

    private func list(_ request: Request, _ context: ServerRequestContext) async throws -> Response {
        let configured = Set(try await server.store.repositories().filter { $0.host == "github" }.map { $0.name.lowercased() })
        let new = request.pageQuery["new"]
        var apps: [GitHubAppPage.KnownApp] = []
        for app in try await server.store.gitHubApps() {
            let repositories = try await server.store.repositories(ofApp: app.id)
            apps.append(
                GitHubAppPage.KnownApp(
                    id: app.id, name: app.name.isEmpty ? "GitHub App" : app.name, appID: app.appID,
                    installURL: app.url.isEmpty ? nil : app.url + "/installations/new", isNew: new == app.appID,
                    repositories: repositories.map { .init(name: $0.name, isConfigured: configured.contains($0.name.lowercased())) }))
        }
        return html(.list(apps), context)
    }

    // MARK: Before GitHub

    private func form(_ request: Request, _ context: ServerRequestContext) throws -> Response {
        let query = request.pageQuery
        func value(_ name: String) -> String { query[name]?.trimmingCharacters(in: .whitespacesAndNewlines) ?? "" }
        guard query["name"] != nil else {
            return html(.form(.init(name: "Plumbline", organisation: "", host: GitHubAddress.publicPages, api: ""), problem: nil), context)
        }
        let form = GitHubAppPage.Form(name: value("name"), organisation: value("organisation"), host: value("host"), api: value("api"))
        guard query["edit"] == nil else { return html(.form(form, problem: nil), context) }
        let owner = try owner(context)
        do throws(FormProblem) {
            return try confirmation(form, owner, context)
        } catch {
            return html(.form(form, problem: error.message), context)
        }
    }

    private struct FormProblem: Error { var message: String }

    private func confirmation(
        _ form: GitHubAppPage.Form, _ caller: String, _ context: ServerRequestContext
    ) throws(FormProblem) -> Response {
        guard (1...AppManifest.longestName).contains(form.name.count) else {
            throw FormProblem(message: "The name must have 1 to \(AppManifest.longestName) characters.")
        }
        guard form.organisation.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") }) else {
            throw FormProblem(message: "\"\(form.organisation)\" is no organisation; give its name as it is in addresses.")
        }
        let (host, api): (BaseURL, BaseURL)
        do throws(HTTPTransportError) {
            host = try BaseURL(form.host, setting: "host")
            api = try BaseURL(form.api.isEmpty ? GitHubAddress.api(ofPages: form.host) : form.api, setting: "API address")
        } catch {
            throw FormProblem(message: error.message)
        }
        let state = ManifestState(caller: caller, api: api.text, expiresAt: server.time.now() + 3600)
        let owner = form.organisation.isEmpty ? [] : ["organizations", form.organisation]
        let manifest = AppManifest(name: form.name, publicURL: server.settings.publicURL)
        var response = html(
            .confirm(
                .init(
                    action: host.url(owner + ["settings", "apps", "new"], query: [("state", state.sealed(server.store.vault))]),
                    manifest: manifest.json(callback: server.settings.publicURL + "/settings/github-app/created"), form: form,
                    permissions: AppManifest.permissions.sorted { $0.key < $1.key }.map {
                        "\($0.key.replacing("_", with: " ").capitalized(first: true)): \($0.value)"
                    }, webhook: server.settings.publicURL + "/webhooks/github")), context)
        response.headers[.contentSecurityPolicy] = WebPages.contentSecurityPolicy(formsTo: host.origin)
        return response
    }

    // MARK: Back from GitHub

    private func created(_ request: Request, _ context: ServerRequestContext) async throws -> Response {
        let query = request.pageQuery
        let sealed = query["state"] ?? ""
        guard
            let state = ManifestState.open(
                sealed, server.store.vault, caller: try owner(context), now: server.time.now())
        else {
            throw Problem(
                .badRequest, "This is not the end of a registration that you began here within the last hour.",
                hint: "Begin again at \(Route.newGitHubApp).")
        }
        guard let code = query["code"], !code.isEmpty else {
            throw Problem(.badRequest, "GitHub sent no code, so no App was made.", hint: "Begin again at \(Route.newGitHubApp).")
        }
        let made: RegisteredApp
        do throws(SourceControlError) {
            made = try await RegisteredApp.exchange(code: code, apiURL: state.api, transport: transport)
        } catch {
            throw Problem(
                .badGateway, error.message, hint: "Begin again at \(Route.newGitHubApp), and delete the App that was made on GitHub.")
        }
        var draft = GitHubAppDraft(
            appID: String(made.id), apiURL: state.api, privateKey: made.privateKey, webhookSecret: made.webhookSecret)
        (draft.slug, draft.name, draft.url, draft.clientID) = (made.slug, made.name, made.url, made.clientID)
        _ = try await server.store.save(draft, now: server.time.now())
        let name = try context.administrator().name
        server.logger.notice(
            "GitHub App registered", metadata: ["app": "\(made.id)", "name": "\(made.slug)", "by": "\(name)"])
        return Response.redirect(to: "\(Route.gitHubApps)?new=\(made.id)", type: .found)
    }
}

extension String {
    fileprivate func capitalized(first: Bool) -> String { prefix(1).uppercased() + dropFirst() }
}
