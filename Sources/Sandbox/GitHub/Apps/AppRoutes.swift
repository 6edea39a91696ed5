import Foundation
import Hummingbird

/// What an App asks in its own name: itself, where it is installed, tokens, its webhook; and where a token asks what it may see.
struct AppRoutes {
    let host: GitHubHost

    func add(to root: some RouterMethods<SandboxContext>) {
        root.get("app") { _, context in try JSONAnswer.response(host.answers.app(try app(context))) }
        root.get("app/hook/config") { _, context in try JSONAnswer.response(host.answers.hookConfig(try app(context))) }
        root.patch("app/hook/config") { request, context in try await changeHook(request, context) }
        root.get("app/installations") { request, context in
            let app = try app(context)
            let places = app.installation.map { [host.answers.installation(app, $0)] } ?? []
            return try GitHubPage(request).response(places, links: host.answers.links)
        }
        root.get("app/installations/:installation") { _, context in
            let (app, place) = try installation(context, context.parameters.get("installation", as: Int.self))
            return try JSONAnswer.response(host.answers.installation(app, place))
        }
        root.post("app/installations/:installation/access_tokens") { request, context in try await token(request, context) }
        for path in ["orgs/:login/installation", "users/:login/installation"] {
            root.get(.init(path)) { _, context in
                guard context.decoded("login").lowercased() == GitHubNames.owner else { throw GitHubFailure.notFound }
                let (app, place) = try installation(context, nil)
                return try JSONAnswer.response(host.answers.installation(app, place))
            }
        }
        root.get("installation/repositories") { request, context in
            guard case .granted(_, true) = context.caller?.rights else { throw GitHubFailure.forbidden }
            let answer: NamedParts = [
                "total_count": 1, "repository_selection": "selected", "repositories": [host.repositoryAnswer()],
            ]
            return try JSONAnswer.response(answer)
        }
        root.post("app-manifests/:code/conversions") { _, context in try convert(context) }
    }

    /// Of the repository: the installation that the asking App has there.
    func add(toRepository repository: some RouterMethods<SandboxContext>) {
        repository.get("installation") { _, context in
            let (app, place) = try installation(context, nil)
            return try JSONAnswer.response(host.answers.installation(app, place))
        }
    }

    private func app(_ context: SandboxContext) throws -> AppRecord {
        let id = try context.requireApp()
        guard let app = host.read({ state in state.apps.first { $0.id == id } }) else { throw GitHubFailure.notFound }
        return app
    }

    private func installation(_ context: SandboxContext, _ id: Int?) throws -> (AppRecord, AppRecord.Installation) {
        let app = try app(context)
        guard let place = app.installation, id == nil || id == place.id else { throw GitHubFailure.notFound }
        return (app, place)
    }

    private func token(_ request: Request, _ context: SandboxContext) async throws -> Response {
        let (app, place) = try installation(context, context.parameters.get("installation", as: Int.self))
        guard place.suspendedAt == nil else { throw GitHubFailure(status: .forbidden, message: "This installation has been suspended") }
        let fields = try await request.fields(context: context)
        var permissions = place.permissions
        // PyGithub asks for no permission in particular by an empty object, and gets all of them from GitHub.
        if case .object(let wanted) = fields.values["permissions"], !wanted.isEmpty {
            for (name, value) in wanted {
                guard case .string(let level) = value, let granted = permissions[name], level == granted || granted == "write" else {
                    let message = "The permissions requested are not granted to this installation."
                    throw GitHubFailure(status: .unprocessableContent, message: message)
                }
            }
            permissions = wanted.compactMapValues { if case .string(let text) = $0 { text } else { nil } }
        }
        let record = InstallationTokenRecord(
            text: "ghs_" + UUID().uuidString.replacing("-", with: ""), appID: app.id, permissions: permissions,
            expiresAt: host.now().addingTimeInterval(3600))
        host.change { $0.installationTokens.append(record) }
        let answer: NamedParts = [
            "token": record.text, "expires_at": TimeText.gitHub(record.expiresAt), "permissions": permissions,
            "repository_selection": "selected",
        ]
        return try JSONAnswer.response(answer, status: .created)
    }

    private func changeHook(_ request: Request, _ context: SandboxContext) async throws -> Response {
        let id = try app(context).id
        let fields = try await request.fields(context: context)
        let url = try fields.string("url")
        let secret = try fields.string("secret")
        host.change { state in
            guard let index = state.apps.firstIndex(where: { $0.id == id }) else { return }
            state.apps[index].webhookURL = url ?? state.apps[index].webhookURL
            state.apps[index].webhookSecret = secret ?? state.apps[index].webhookSecret
        }
        return try JSONAnswer.response(host.answers.hookConfig(try app(context)))
    }

    /// The one time that a new App's secrets are told.
    private func convert(_ context: SandboxContext) throws -> Response {
        let code = context.decoded("code")
        guard let (app, key) = host.change({ $0.manifestCodes.removeValue(forKey: code) }) else { throw GitHubFailure.notFound }
        host.change { $0.apps.append(app) }
        var answer = host.answers.app(app)
        answer.parts["pem"] = key
        answer.parts["webhook_secret"] = app.webhookSecret
        answer.parts["client_secret"] = UUID().uuidString
        return try JSONAnswer.response(answer, status: .created)
    }
}
