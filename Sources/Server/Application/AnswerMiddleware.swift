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
            response = wantsPage(request) ? problem.page(server.pageContext) : problem.json(instance: request.uri.path)
            for (name, value) in problem.headers {
                if let field = HTTPField.Name(name) { response.headers[field] = value }
            }
        }
        secure(&response)
        server.figures.count(status: response.status.code)
        return response
    }

    private func wantsPage(_ request: Request) -> Bool {
        let path = request.uri.path
        let isForPrograms = ["/api/", "/webhooks/", "/health", "/ready", "/metrics", "/assets/"].contains { path.hasPrefix($0) }
        return !isForPrograms && request.headers[.accept]?.contains("application/json") != true
    }

    private func secure(_ response: inout Response) {
        response.headers[.contentSecurityPolicy] = WebPages.contentSecurityPolicy
        response.headers[.xContentTypeOptions] = "nosniff"
        for (name, value) in [
            ("referrer-policy", "same-origin"), ("x-frame-options", "DENY"), ("cross-origin-opener-policy", "same-origin"),
            ("cross-origin-resource-policy", "same-origin"),
        ] {
            if let field = HTTPField.Name(name) { response.headers[field] = value }
        }
    }
}
