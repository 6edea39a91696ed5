import Hummingbird

/// `/sandbox/rights`: what owners do to rights on web pages, for tests: `{"app": ID, "permissions": {…}, "suspended": true}` changes
/// an installation, `{"permissions": {…}}` the fine-grained token.
///
/// No token is needed; the sandbox listens on the own machine.
struct RightsRoutes {
    let host: GitHubHost

    func add(to router: some RouterMethods<SandboxContext>) {
        router.post("/sandbox/rights") { request, context in
            do {
                return try change(try await request.fields(context: context))
            } catch let error as FieldError {
                return try JSONAnswer.response(["error": "\(error.field): \(error.reason)"], status: .badRequest)
            }
        }
    }

    private func change(_ fields: RequestFields) throws -> Response {
        let permissions: [String: String]? =
            fields.has("permissions")
            ? fields.object("permissions").values.compactMapValues { if case .string(let text) = $0 { text } else { nil } } : nil
        let isSuspended = try fields.bool("suspended")
        let time = host.now()
        guard let id = try fields.integer("app") else {
            host.change { $0.fineGrainedPermissions = permissions ?? $0.fineGrainedPermissions }
            return Response(status: .noContent)
        }
        let isKnown = host.change { state in
            guard let index = state.apps.firstIndex(where: { $0.id == id }), state.apps[index].installation != nil else { return false }
            if let permissions { state.apps[index].installation?.permissions = permissions }
            if let isSuspended { state.apps[index].installation?.suspendedAt = isSuspended ? time : nil }
            return true
        }
        return isKnown
            ? Response(status: .noContent) : try JSONAnswer.response(["error": "that App is not installed"], status: .notFound)
    }
}
