import Foundation
import Hummingbird

/// The repository's webhooks: list, create, read, change, delete, ping.
struct HookRoutes {
    let host: GitHubHost

    func add(to repository: some RouterMethods<SandboxContext>) {
        repository.get("hooks") { request, _ in
            try GitHubPage(request).response(host.read(\.hooks).map { host.answers.hook($0) }, links: host.answers.links)
        }
        repository.post("hooks") { request, context in try await create(request, context) }
        repository.get("hooks/:hook") { _, context in try JSONAnswer.response(host.answers.hook(try hook(context))) }
        repository.patch("hooks/:hook") { request, context in try await change(request, context) }
        repository.delete("hooks/:hook") { _, context in
            try context.requireWrite()
            let id = try hook(context).id
            host.change { state in state.hooks.removeAll { $0.id == id } }
            return Response(status: .noContent)
        }
        repository.post("hooks/:hook/pings") { _, context in
            try ping(try hook(context), login: context.login)
            return Response(status: .noContent)
        }
    }

    private func hook(_ context: SandboxContext) throws -> Hook {
        let id = context.parameters.get("hook", as: Int.self)
        guard let hook = host.read({ state in state.hooks.first { $0.id == id } }) else { throw GitHubFailure.notFound }
        return hook
    }

    private func create(_ request: Request, _ context: SandboxContext) async throws -> Response {
        try context.requireWrite()
        let fields = try await request.fields(context: context)
        let config = fields.object("config")
        guard let url = try config.string("url"), url.hasPrefix("http://") || url.hasPrefix("https://") else {
            throw GitHubFailure.invalid("Hook", "url")
        }
        let secret = try config.string("secret")
        let type = try config.string("content_type").flatMap(Hook.ContentType.init) ?? .form
        let events = try fields.strings("events") ?? ["push"]
        let isActive = try fields.bool("active") ?? true
        let time = host.now()
        guard !host.read(\.hooks).contains(where: { $0.url == url && $0.events == events }) else {
            throw GitHubFailure.invalid("Hook", "url", "custom", "Hook already exists on this repository")
        }
        let hook = host.change { state in
            let hook = Hook(
                id: state.nextID(), url: url, secret: secret, events: events, contentType: type, isActive: isActive, createdAt: time)
            state.hooks.append(hook)
            return hook
        }
        try ping(hook, login: context.login)
        return try JSONAnswer.response(host.answers.hook(hook), status: .created)
    }

    /// A secret that is not given is taken away, as GitHub does when the address is given.
    private func change(_ request: Request, _ context: SandboxContext) async throws -> Response {
        try context.requireWrite()
        let id = try hook(context).id
        let fields = try await request.fields(context: context)
        let config = fields.object("config")
        let url = try config.string("url")
        let secret = try config.string("secret")
        let type = try config.string("content_type").flatMap(Hook.ContentType.init)
        let events = try fields.strings("events")
        let isActive = try fields.bool("active")
        host.change { state in
            guard let index = state.hooks.firstIndex(where: { $0.id == id }) else { return }
            if let url {
                state.hooks[index].url = url
                state.hooks[index].secret = secret
                state.hooks[index].contentType = type ?? .form
            }
            state.hooks[index].events = events ?? state.hooks[index].events
            state.hooks[index].isActive = isActive ?? state.hooks[index].isActive
        }
        return try JSONAnswer.response(host.answers.hook(try hook(context)))
    }

    private func ping(_ hook: Hook, login: String) throws {
        let payload: NamedParts = [
            "zen": "Measure twice, merge once.", "hook_id": hook.id, "hook": host.answers.hook(hook), "repository": host.repositoryAnswer(),
            "sender": host.answers.user(login),
        ]
        let data = try JSONAnswer.data(payload)
        host.deliveries.send(guid: UUID().uuidString.lowercased(), event: "ping", action: nil, hook: hook, payload: data)
    }
}
