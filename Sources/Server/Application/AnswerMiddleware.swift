import HTTPTypes
import Hummingbird
import Logging
import Web

/// Turns errors into answers, sets the security headers, and counts.
///
/// Programs get problem JSON, people a page: by path first, then by what they accept.
struct AnswerMiddleware: RouterMiddleware {
    typealias Context = ServerRequestContext

    let server: ServerContext

    func handle(
        _ request: Request, context: ServerRequestContext, next: @concurrent (Request, ServerRequestContext) async throws -> Response
    ) async throws -> Response {
        var response: Response
        do {
            response = try await next(request, context)
        } catch {
            let problem = Problem(error)
            if problem.status.code >= 500 {
                context.logger.error("request failed", metadata: ["path": "\(request.uri.path)", "error": "\(error)"])
            }
            response = await answer(problem, to: request, context)
            for (name, value) in problem.headers {
                if let field = HTTPField.Name(name) { response.headers[field] = value }
            }
        }
        secure(&response)
        server.figures.count(status: response.status.code)
        return response
    }

    private func answer(_ problem: Problem, to request: Request, _ context: ServerRequestContext) async -> Response {
        guard wantsPage(request) else { return problem.json(instance: request.uri.path) }
        if problem.leadsToSignIn, request.headers[.accept]?.contains("text/html") == true {
            return SignInPages.redirect(next: place(of: request))
        }
        // Who is signed in stays so on the page that says what is wrong.
        var context = context
        if let (user, formToken) = try? await server.sessions.visitor(request) {
            (context.caller, context.formToken) = (Caller(user), formToken)
        }
        return problem.page(server.pageContext(context))
    }

    /// Where to go on after the sign-in: the page that was asked for, or the one whose button was pressed.
    private func place(of request: Request) -> String? {
        if request.method == .get || request.method == .head { return request.uri.description }
        let base = server.settings.publicURL
        return request.headers[.referer].flatMap { $0.hasPrefix(base + "/") ? String($0.dropFirst(base.count)) : nil }
    }

    private func wantsPage(_ request: Request) -> Bool {
        let path = request.uri.path
        let isForPrograms = ["/api/", "/webhooks/", "/health", "/ready", "/metrics", "/assets/"].contains { path.hasPrefix($0) }
        return !isForPrograms && request.headers[.accept]?.contains("application/json") != true
    }

    private func secure(_ response: inout Response) {
        // One page leads to another host, and says so itself.
        if response.headers[.contentSecurityPolicy] == nil { response.headers[.contentSecurityPolicy] = WebPages.contentSecurityPolicy }
        response.headers[.xContentTypeOptions] = "nosniff"
        for (name, value) in [
            ("referrer-policy", "same-origin"), ("x-frame-options", "DENY"), ("cross-origin-opener-policy", "same-origin"),
            ("cross-origin-resource-policy", "same-origin"),
        ] {
            if let field = HTTPField.Name(name) { response.headers[field] = value }
        }
    }
}
