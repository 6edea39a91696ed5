import HTTPTransport
import HTTPTypes
import Hummingbird
import Store

/// Finds out who asks: `Authorization: Key <key>` or `Bearer <key>`.
struct KeyCheck: Sendable {
    let store: Store

    /// The caller, or nil when no key was sent.
    ///
    /// - Throws: `Problem` 401 for a key that nobody has.
    func caller(_ request: Request) async throws -> Caller? {
        guard let header = request.headers[.authorization] else { return nil }
        let words = header.split(separator: " ", maxSplits: 1)
        guard words.count == 2, ["key", "bearer", "token"].contains(words[0].lowercased()) else { throw refused }
        guard let key = try await store.apiKey(matching: Secret(String(words[1]))) else { throw refused }
        return Caller(name: key.name, role: key.role)
    }

    private var refused: Problem {
        var problem = Problem(
            .unauthorized, "The API key is not known.", hint: "Send 'Authorization: Key <key>' with a key of the configuration's api_keys.")
        problem.headers["www-authenticate"] = "Key"
        return problem
    }
}

/// Lets only callers with a key through; what changes something needs the role `admin`.
struct KeyMiddleware: RouterMiddleware {
    typealias Context = ServerRequestContext

    let check: KeyCheck

    func handle(
        _ request: Request, context: ServerRequestContext, next: @concurrent (Request, ServerRequestContext) async throws -> Response
    ) async throws -> Response {
        guard let caller = try await check.caller(request) else {
            var problem = Problem(.unauthorized, "An API key is needed.", hint: "Send 'Authorization: Key <key>'.")
            problem.headers["www-authenticate"] = "Key"
            throw problem
        }
        guard caller.isAdmin || request.method == .get || request.method == .head else {
            throw Problem(.forbidden, "The key '\(caller.name)' may only read.", hint: "Use a key with the role 'admin'.")
        }
        var context = context
        context.caller = caller
        return try await next(request, context)
    }
}
