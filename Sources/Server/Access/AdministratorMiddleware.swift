import Hummingbird

/// Lets only administrators through, signed in or with a key: what is behind it changes the server's own settings.
///
/// Comes after `PageMiddleware`, which finds out who asks.
struct AdministratorMiddleware: RouterMiddleware {
    typealias Context = ServerRequestContext

    func handle(
        _ request: Request, context: ServerRequestContext, next: @concurrent (Request, ServerRequestContext) async throws -> Response
    ) async throws -> Response {
        _ = try context.administrator()
        return try await next(request, context)
    }
}
