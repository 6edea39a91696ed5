import Foundation
import HTTPTransport
import HTTPTypes
import Hummingbird

/// Webhooks of the project, for maintainers.
struct GitLabHookRoutes {
    let gitLab: LocalGitLab

    /// The names of a hook's switches.
    static let flags = [
        "push_events", "tag_push_events", "merge_requests_events", "note_events", "issues_events", "confidential_issues_events",
        "confidential_note_events", "job_events", "pipeline_events", "wiki_page_events", "deployment_events", "releases_events",
        "feature_flag_events", "resource_access_token_events",
    ]

    func add(to project: some RouterMethods<SandboxContext>) {
        let hooks = project.group("hooks").add(middleware: MaintainersOnly())
        hooks.get("") { request, _ in
            let shown = gitLab.read(\.host.hooks).map(gitLab.answers.hook)
            return try GitLabPage(request).response(shown, gitLab.answers.address)
        }
        hooks.post("") { request, context in
            let fields = try await request.parameters(context: context)
            let time = gitLab.now()
            let id = gitLab.change { $0.host.nextID() }
            let fresh = Hook(id: id, url: "", events: ["push_events"], createdAt: time, host: .gitLab)
            let hook = try Self.apply(fields, to: fresh)
            gitLab.change { $0.host.hooks.append(hook) }
            return try JSONAnswer.response(gitLab.answers.hook(hook), status: .created)
        }
        hooks.get(":hook") { _, context in try JSONAnswer.response(gitLab.answers.hook(try hook(context))) }
        hooks.put(":hook") { request, context in
            let changed = try Self.apply(try await request.parameters(context: context), to: try hook(context))
            gitLab.change { state in
                if let index = state.host.hooks.firstIndex(where: { $0.id == changed.id }) { state.host.hooks[index] = changed }
            }
            return try JSONAnswer.response(gitLab.answers.hook(changed))
        }
        hooks.delete(":hook") { _, context in
            let id = try hook(context).id
            gitLab.change { state in state.host.hooks.removeAll { $0.id == id } }
            return Response(status: .noContent)
        }
    }

    private func hook(_ context: SandboxContext) throws -> Hook {
        let id = context.parameters.get("hook", as: Int.self)
        guard let hook = gitLab.read({ state in state.host.hooks.first { $0.id == id } }) else { throw GitLabRefusal.notFound() }
        return hook
    }

    private static func apply(_ fields: RequestFields, to hook: Hook) throws -> Hook {
        var hook = hook
        hook.url = try fields.string("url") ?? hook.url
        guard hook.url.hasPrefix("http://") || hook.url.hasPrefix("https://") else {
            throw GitLabRefusal(.unprocessableContent, error: "Invalid url given")
        }
        hook.secret = try fields.string("token") ?? hook.secret
        if let key = try fields.string("signing_token") {
            guard StandardWebhook.isKey(Secret(key)) else {
                throw GitLabRefusal(.unprocessableContent, error: "signing_token is invalid")
            }
            hook.signingToken = key
        }
        for flag in flags where fields.has(flag) {
            let isOn = try fields.bool(flag) ?? false
            hook.events.removeAll { $0 == flag }
            if isOn { hook.events.append(flag) }
        }
        return hook
    }
}

/// Hooks are nothing for anybody below a maintainer, not even to read.
private struct MaintainersOnly: RouterMiddleware {
    func handle(
        _ request: Request,
        context: SandboxContext,
        next: @concurrent (Request, SandboxContext) async throws -> Response
    ) async throws -> Response {
        try context.require(40)
        return try await next(request, context)
    }
}
