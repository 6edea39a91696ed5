import CIPipeline
import HTTPTransport
import HTTPTypes
import SourceControl
import Store

/// Makes, changes and tries out repositories, for the API and the app alike.
struct RepositoryDesk: Sendable {
    let server: ServerContext

    static let readOnly = [
        "id", "managed_by", "updated_at", "has_token", "has_webhook_secret", "webhook_url", "github_app_id", "current_name", "trouble",
    ]

    func tree(_ repository: RepositoryRecord) -> SettingsTree {
        .object([
            "id": .init(repository.id), "name": .text(repository.name), "host": .text(repository.host), "api_url": .init(repository.apiURL),
            "managed_by": .text(repository.origin.rawValue), "has_token": .bool(repository.hasToken),
            "has_webhook_secret": .bool(repository.hasWebhookSecret), "webhook_url": .text(webhookURL(repository)),
            "github_app_id": .init(repository.gitHubAppId), "current_name": .init(repository.currentName),
            "trouble": .init(repository.trouble), "updated_at": .text(RunAPI.time(repository.updatedAt)),
        ])
    }

    /// Where the host is to send its deliveries.
    func webhookURL(_ repository: RepositoryRecord) -> String { "\(server.settings.publicURL)/webhooks/\(repository.host)" }

    func read(_ sent: SettingsTree, for repository: RepositoryRecord?) -> SubmittedSettings<RepositoryDraft> {
        guard case .object(var object) = sent else { return SubmittedSettings(repository: sent, hasToken: false) }
        for name in Self.readOnly { object[name] = nil }
        return SubmittedSettings(repository: .object(object), hasToken: repository?.hasToken == true || repository?.gitHubAppId != nil)
    }

    /// Saves what was sent; a secret left out stays, and a new repository gets a webhook secret when none is sent.
    ///
    /// It is reached as the App that was sent, until a token is sent.
    /// - Throws: `Problem` 422 naming fields, 409 when the name is taken or the file keeps it.
    func save(_ sent: SettingsTree, for repository: RepositoryRecord?) async throws -> RepositoryRecord {
        let draft = try read(sent, for: repository).checked()
        var secret = sent.change(ofSecret: "webhook_secret")
        if secret == .keep, repository?.hasWebhookSecret != true { secret = .set(RandomToken.make()) }
        let app = try await app(draft)
        let token = app == nil ? sent.change(ofSecret: "token") : .clear
        do throws(StoreError) {
            let saved = try await server.store.edit(draft, id: repository?.id, token: token, webhookSecret: secret, now: server.now)
            let isTokenNew = if case .set = token { true } else { false }
            guard app != nil || (isTokenNew && saved.gitHubAppId != nil) else { return saved }
            try await server.store.use(app: app?.id, for: saved.id)
            return try await server.store.repository(saved.id)
        } catch {
            throw Problem(error)
        }
    }

    private func app(_ draft: RepositoryDraft) async throws -> GitHubAppRecord? {
        guard let app = draft.app else { return nil }
        do throws(StoreError) {
            return try await server.store.save(app, now: server.now)
        } catch {
            guard error.code == .notFound else { throw Problem(error) }
            var problem = Problem(.unprocessableContent, error.message)
            problem.errors = [FieldProblem(field: "app", message: error.message)]
            throw problem
        }
    }

    /// What the host says about the repository with the stored token, which is noted, too.
    ///
    /// - Throws: `Problem` 422 with the host's reason.
    func facts(_ repository: RepositoryRecord) async throws -> RepositoryFacts {
        try await asking { try await server.pipeline.inspect(repository) }
    }

    /// Has the host send webhooks here.
    ///
    /// - Returns: what came of it, the address, and the secret.
    /// - Throws: `Problem` 422 with the host's reason.
    func installWebhook(_ repository: RepositoryRecord) async throws -> (outcome: WebhookInstallation, url: String, secret: String) {
        try await asking { try await server.pipeline.installWebhook(of: repository) }
    }

    private func asking<Answer: Sendable>(_ ask: () async throws -> Answer) async throws -> Answer {
        do {
            return try await ask()
        } catch let error as RunTrouble {
            throw Problem(.unprocessableContent, error.message)
        } catch let error as SourceControlError {
            throw Problem(.unprocessableContent, error.message)
        }
    }

    func host(_ repository: RepositoryRecord) throws -> any SourceControlHost {
        do {
            return try server.connections.host(repository)
        } catch let error as RunTrouble {
            throw Problem(.unprocessableContent, error.message)
        } catch let error as SourceControlError {
            throw Problem(.unprocessableContent, error.message)
        }
    }
}
