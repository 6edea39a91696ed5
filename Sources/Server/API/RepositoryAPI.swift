import HTTPTypes
import Hummingbird
import SourceControl
import Store

/// Repositories whose pull requests are reviewed, the test of their connection, their webhooks, and the GitHub Apps some are reached as.
struct RepositoryAPI: Sendable {
    let server: ServerContext
    private var desk: RepositoryDesk { RepositoryDesk(server: server) }

    func add(to api: RouterGroup<ServerRequestContext>) {
        api.get("repositories") { _, _ in
            try JSONReply.response(try await server.store.repositories().map { desk.tree($0) })
        }
        api.post("repositories") { request, _ in
            try JSONReply.response(desk.tree(try await desk.save(try await request.settings(), for: nil)), status: .created)
        }
        api.get("repositories/:id") { _, context in try JSONReply.response(desk.tree(try await repository(context))) }
        api.put("repositories/:id") { request, context in
            try JSONReply.response(desk.tree(try await desk.save(try await request.settings(), for: try await repository(context))))
        }
        api.patch("repositories/:id") { request, context in
            let known = try await repository(context)
            let whole = desk.tree(known).merged(with: try await request.settings())
            return try JSONReply.response(desk.tree(try await desk.save(whole, for: known)))
        }
        api.delete("repositories/:id") { _, context in
            try await server.store.turnOffRepository(try context.number("id"), now: server.now)
            return Response(status: .noContent)
        }
        api.post("repositories/:id/test") { _, context in try await test(try await repository(context)) }
        api.post("repositories/:id/webhook") { _, context in try await webhook(try await repository(context)) }
        api.get("github_apps") { _, _ in try await apps() }
    }

    private func repository(_ context: ServerRequestContext) async throws -> RepositoryRecord {
        try await server.store.repository(try context.number("id"))
    }

    private struct TestView: Encodable {
        /// `ok`, `rights_missing` or `failed`.
        let status: String
        var fullName: String?
        var defaultBranch: String?
        var url: String?
        var missingRights: [String] = []
        var mayInstallWebhook: Bool?
        var message: String?
    }

    private func test(_ repository: RepositoryRecord) async throws -> Response {
        let facts: RepositoryFacts
        do {
            facts = try await desk.facts(repository)
        } catch let problem as Problem where problem.status == .unprocessableContent {
            return try JSONReply.response(TestView(status: "failed", message: problem.detail))
        }
        let isRenamed = facts.fullName.lowercased() != repository.name.lowercased()
        return try JSONReply.response(
            TestView(
                status: facts.missingRights.isEmpty ? "ok" : "rights_missing", fullName: facts.fullName,
                defaultBranch: facts.defaultBranch, url: facts.url, missingRights: facts.missingRights,
                mayInstallWebhook: facts.mayInstallWebhook,
                message: isRenamed ? "The repository is now called \(facts.fullName); use that name in the configuration." : nil))
    }

    private struct WebhookView: Encodable {
        /// `installed`, `already_there`, `by_app` or `not_allowed`.
        let status: String
        let url: String
        /// Only where somebody must paste it.
        var secret: String?
        var message: String?
    }

    private func webhook(_ repository: RepositoryRecord) async throws -> Response {
        let (outcome, url, secret) = try await desk.installWebhook(repository)
        let view: WebhookView =
            switch outcome {
            case .installed: WebhookView(status: "installed", url: url)
            case .alreadyThere: WebhookView(status: "already_there", url: url)
            case .byApp: WebhookView(status: "by_app", url: url)
            case .notAllowed(let reason): WebhookView(status: "not_allowed", url: url, secret: secret, message: reason)
            }
        return try JSONReply.response(view)
    }

    private struct AppView: Encodable {
        let id: Int
        let appId: String
        let apiUrl: String
        let slug: String
        let name: String
        let url: String
        let repositories: [String]
    }

    private func apps() async throws -> Response {
        var views: [AppView] = []
        for app in try await server.store.gitHubApps() {
            views.append(
                AppView(
                    id: app.id, appId: app.appID, apiUrl: app.apiURL, slug: app.slug, name: app.name, url: app.url,
                    repositories: try await server.store.repositories(ofApp: app.id).map(\.name)))
        }
        return try JSONReply.response(views)
    }
}
