import Foundation
import HTTPTypes
import Hummingbird

/// The pages for people on the way to a new App: registering one from a manifest, and installing it.
///
/// GitHub asks for confirmation on a page of its own; here the click has already been made.
struct AppPages {
    let host: GitHubHost

    func add(to router: Router<SandboxContext>) {
        router.post("/github/settings/apps/new") { request, context in try await register(request, context) }
        router.post("/github/organizations/:organization/settings/apps/new") { request, context in try await register(request, context) }
        router.get("/github/apps/:slug") { _, context in
            guard let app = app(context) else { throw HTTPError(.notFound) }
            var page = HTMLPage(title: app.name)
            page.paragraph(app.installation == nil ? "not installed" : "installed for \(host.answers.links.names.fullName)")
            return page.response
        }
        router.get("/github/apps/:slug/installations/new") { _, context in try install(context) }
    }

    private func app(_ context: SandboxContext) -> AppRecord? {
        let slug = context.decoded("slug")
        return host.read { state in state.apps.first { $0.slug == slug } }
    }

    private func register(_ request: Request, _ context: SandboxContext) async throws -> Response {
        let fields = try await request.fields(context: context)
        let text = try fields.string("manifest") ?? ""
        let manifest = try RequestFields(body: .init(string: text), contentType: "application/json")
        guard let name = try manifest.string("name"), !name.isEmpty, name.count <= 34, let url = try manifest.string("redirect_url"),
            try manifest.string("url") != nil
        else { throw HTTPError(.badRequest, message: "The manifest needs a name of at most 34 characters, url and redirect_url.") }
        let slug = name.lowercased().split { !$0.isLetter && !$0.isNumber }.joined(separator: "-")
        guard !host.read(\.apps).contains(where: { $0.slug == slug }) else {
            throw HTTPError(.unprocessableContent, message: "Name is already taken")
        }
        let key = try AppKey.make()
        let hook = manifest.object("hook_attributes")
        let (code, time) = (UUID().uuidString.replacing("-", with: "").lowercased(), host.now())
        let webhookURL = try hook.string("url")
        let events = try manifest.strings("default_events") ?? []
        let permissions = Self.texts(manifest.object("default_permissions"))
        host.change { state in
            let id = state.nextID()
            let app = AppRecord(
                id: id, slug: slug, name: name, clientID: "Iv1.\(id)", publicKeyPEM: key.publicPEM, permissions: permissions,
                events: events,
                webhookURL: webhookURL, webhookSecret: UUID().uuidString, createdAt: time)
            state.manifestCodes[code] = (app, key.privatePEM)
        }
        let state = request.queryItems["state"].map { "&state=" + ($0.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? "") }
        return Response(status: .found, headers: [.location: url + (url.contains("?") ? "&" : "?") + "code=\(code)" + (state ?? "")])
    }

    private static func texts(_ fields: RequestFields) -> [String: String] {
        fields.values.compactMapValues { if case .string(let text) = $0 { text } else { nil } }
    }

    private func install(_ context: SandboxContext) throws -> Response {
        guard let app = app(context) else { throw HTTPError(.notFound) }
        let time = host.now()
        host.change { state in
            let id = state.nextID()
            guard let index = state.apps.firstIndex(where: { $0.id == app.id }), state.apps[index].installation == nil else { return }
            state.apps[index].installation = .init(id: id, permissions: app.permissions, createdAt: time)
        }
        host.emitInstallation("created", appID: app.id, login: GitHubUser.developer.login)
        var page = HTMLPage(title: app.name)
        page.paragraph("installed for \(host.answers.links.names.fullName)")
        return page.response
    }
}
