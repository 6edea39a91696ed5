import CIPipeline
import Foundation
import GitHub
import HTTPTransport
import HTTPTypes
import Hummingbird
import SourceControl
import Store
import Web

/// Repositories in the app.
struct RepositoryPages: Sendable {
    let server: ServerContext
    private var desk: RepositoryDesk { RepositoryDesk(server: server) }

    func add(to pages: RouterGroup<ServerRequestContext>) {
        pages.get("settings/repositories") { request, context in
            _ = try context.administrator()
            return try await list(request, context)
        }
        pages.get("settings/repositories/new") { request, context in
            _ = try context.administrator()
            let query = request.pageQuery
            return try await render(nil, ["host": "github", "name": query["name"] ?? "", "app": query["app"] ?? ""], context)
        }
        pages.post("settings/repositories/new") { request, context in try await take(nil, request, context) }
        pages.get("settings/repositories/:id") { request, context in
            _ = try context.administrator()
            let repository = try await server.store.repository(try context.number("id"))
            let notices = PassingNotice(server: server).notices(request, context)
            return try await render(repository, values(repository), context, notices: notices)
        }
        pages.post("settings/repositories/:id") { request, context in
            _ = try context.administrator()
            return try await take(try await server.store.repository(try context.number("id")), request, context)
        }
    }

    private func list(_ request: Request, _ context: ServerRequestContext) async throws -> Response {
        let apps = Dictionary(try await server.store.gitHubApps().map { ($0.id, $0.shownName) }) { first, _ in first }
        let repositories = try await server.store.repositories()
        let rows = repositories.map { repository in
            SettingsRow(
                name: repository.name, url: SettingsPath.repository(repository.id),
                detail: repository.origin == .file ? "in the configuration file" : nil,
                cells: [
                    repository.host == "gitlab" ? "GitLab" : "GitHub",
                    repository.gitHubAppId.map { "App \(apps[$0] ?? String($0))" } ?? "Token",
                    repository.hasWebhookSecret ? "has a secret" : "no secret", Self.state(repository),
                ])
        }
        let page = SettingsListPage(
            area: .repositories,
            notices: PassingNotice(server: server).notices(request, context)
                + RepositoryTrouble.notices(repositories, mayAdminister: true),
            lists: [
                SettingsList(
                    columns: ["Repository", "Host", "Reached by", "Webhook", "State"], rows: rows, empty: "No repository yet.",
                    add: PageLink(text: "Add a repository", url: SettingsPath.newRepository))
            ], token: context.formToken ?? "")
        return HTMLReply.response(WebPages.settings(page, context: server.pageContext(context)))
    }

    private static func state(_ repository: RepositoryRecord) -> String {
        if repository.trouble != nil { return "✕ has trouble" }
        return repository.currentName.map { "! is now \($0)" } ?? "no trouble known"
    }

    private func values(_ repository: RepositoryRecord) -> [String: String] {
        [
            "name": repository.name, "host": repository.host, "api_url": repository.apiURL ?? "",
            "app": repository.gitHubAppId.map(String.init) ?? "",
        ]
    }

    private func render(
        _ repository: RepositoryRecord?, _ values: [String: String], _ context: ServerRequestContext, notices: [PageNotice] = [],
        errors: [FieldProblem] = [], status: HTTPResponse.Status = .ok
    ) async throws -> Response {
        // What was just tried out has been noted.
        let known: RepositoryRecord? = if let repository { try await server.store.repository(repository.id) } else { nil }
        let form = RepositoryForm(
            repository: known, values: values, apps: try await server.store.gitHubApps(), errors: errors,
            webhookURL: known.map(desk.webhookURL), token: context.formToken ?? "")
        let kept = form.isKept ? [PageNotice(.info, "The configuration file keeps this repository, so change it there.")] : []
        let trouble = known.map { RepositoryTrouble($0, mayAdminister: false).notices } ?? []
        let page = FormPage(
            title: repository?.name ?? "Add a repository", area: .repositories,
            notices: Self.unsaid(notices, beside: trouble) + trouble + kept,
            form: form.form)
        return HTMLReply.response(WebPages.form(page, context: server.pageContext(context)), status: status)
    }

    private func take(_ repository: RepositoryRecord?, _ request: Request, _ context: ServerRequestContext) async throws -> Response {
        _ = try context.administrator()
        let form = try await FormRequest(request, context, server)
        guard let repository, form.action != "save", !form.action.isEmpty else { return try await save(form, repository, context) }
        switch form.action {
        case "remove":
            return try await remove(repository, context)
        case "webhook": return try await render(repository, values(repository), context, notices: try await installed(repository))
        default: return try await render(repository, values(repository), context, notices: await tested(repository))
        }
    }

    private func remove(_ repository: RepositoryRecord, _ context: ServerRequestContext) async throws -> Response {
        let passing = PassingNotice(server: server)
        do throws(StoreError) {
            try await server.store.turnOffRepository(repository.id, now: server.now)
        } catch {
            guard error.code == .conflict else { throw error }
            return try passing.redirect(to: SettingsPath.repository(repository.id), PageNotice(.failed, error.message), context)
        }
        return try passing.redirect(
            to: SettingsArea.repositories.path, PageNotice(.ok, "\(repository.name) was removed; its runs stay."), context)
    }

    private func save(_ form: FormRequest, _ repository: RepositoryRecord?, _ context: ServerRequestContext) async throws -> Response {
        do {
            let saved = try await desk.save(try await tree(form, repository), for: repository)
            // Whether it works is known at once, and a trouble that is mended goes.
            let notice = await verdict(saved)
            return try PassingNotice(server: server).redirect(to: SettingsPath.repository(saved.id), notice, context)
        } catch let problem as Problem {
            guard [.unprocessableContent, .conflict].contains(problem.status) else { throw problem }
            let notices = problem.errors.isEmpty ? [PageNotice(.failed, problem.detail)] : []
            return try await render(
                repository, form.fields, context, notices: notices, errors: problem.errors, status: problem.status)
        }
    }

    /// What was typed as the API would have been sent it.
    private func tree(_ form: FormRequest, _ repository: RepositoryRecord?) async throws -> SettingsTree {
        var tree = SettingsTree.object([:])
        for name in ["name", "host", "api_url", "token", "webhook_secret"] where !form[name].isEmpty {
            tree[name] = .text(form[name].trimmingCharacters(in: .whitespaces))
        }
        guard let id = Int(form["app"]) else {
            guard repository?.gitHubAppId != nil, form["token"].isEmpty else { return tree }
            throw Self.refusal("token", "is missing: the App was used until now, and no token is stored")
        }
        let app = try await server.store.gitHubApp(id)
        tree["app.id"] = .text(app.appID)
        // An App of another host is only there.
        if form["api_url"].isEmpty, app.apiURL != GitHubAddress.api(nil) { tree["api_url"] = .text(app.apiURL) }
        return tree
    }

    private static func refusal(_ field: String, _ message: String) -> Problem {
        var problem = Problem(.unprocessableContent, "\(field) \(message).")
        problem.errors = [FieldProblem(field: field, message: message)]
        return problem
    }

    /// What the host says to a repository that was just saved.
    private func verdict(_ repository: RepositoryRecord) async -> PageNotice {
        do {
            let notices = try await withDeadline(.seconds(10), server.time) { await tested(repository) }
            let trouble = RepositoryTrouble(try await server.store.repository(repository.id), mayAdminister: false).notices
            let said = Self.unsaid(notices, beside: trouble)
            return PageNotice(said.allSatisfy { $0.tone == .ok } ? .ok : .warning, (["Saved."] + said.map(\.text)).joined(separator: " "))
        } catch {
            return PageNotice(.warning, "Saved. The host did not answer in time, so it is not known whether it works.")
        }
    }

    /// What the banners do not say anyway.
    private static func unsaid(_ notices: [PageNotice], beside trouble: [PageNotice]) -> [PageNotice] {
        notices.filter { notice in !trouble.contains { $0.text.contains(notice.text) } }
    }

    private func tested(_ repository: RepositoryRecord) async -> [PageNotice] {
        do {
            let facts = try await desk.facts(repository)
            var notices = [PageNotice(.ok, "Reached \(facts.fullName); its default branch is \(facts.defaultBranch).")]
            if !facts.missingRights.isEmpty {
                notices.append(PageNotice(.failed, "Rights are missing: \(facts.missingRights.joined(separator: ", "))."))
            }
            return notices
        } catch {
            return [PageNotice(.failed, Problem(error).detail)]
        }
    }

    /// Somebody who has to install the webhook by hand needs its secret, so a new one is made for them and shown once.
    private func installed(_ repository: RepositoryRecord) async throws -> [PageNotice] {
        do {
            switch try await desk.installWebhook(repository).outcome {
            case .installed: return [PageNotice(.ok, "The repository sends its webhooks here now.")]
            case .alreadyThere: return [PageNotice(.ok, "The repository sends its webhooks here already.")]
            case .byApp: return [PageNotice(.ok, "The app that the repository belongs to sends them.")]
            case .notAllowed(let reason) where repository.origin == .file:
                return [
                    PageNotice(.failed, "The webhook could not be installed. \(reason)"),
                    PageNotice(
                        .info,
                        "Add it by hand, for pull requests, comments and pushes, with the webhook_secret of the configuration file and this address:",
                        code: desk.webhookURL(repository)),
                ]
            case .notAllowed(let reason):
                let secret = RandomToken.make()
                _ = try await server.store.edit(
                    RepositoryDraft(name: repository.name, host: repository.host, apiURL: repository.apiURL), id: repository.id,
                    token: .keep,
                    webhookSecret: .set(secret), now: server.now)
                return [
                    PageNotice(.failed, "The webhook could not be installed. \(reason)"),
                    PageNotice(
                        .info, "Add it by hand, for pull requests, comments and pushes, with this address:",
                        code: desk.webhookURL(repository)),
                    PageNotice(.info, "and this new secret, which is not shown again:", code: secret.reveal()),
                ]
            }
        } catch let problem as Problem {
            return [PageNotice(.failed, problem.detail)]
        }
    }
}
