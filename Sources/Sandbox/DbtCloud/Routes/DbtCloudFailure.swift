import HTTPTypes
import Hummingbird

/// A failure in dbt Cloud's frame.
struct DbtCloudFailure: HTTPResponseError {
    let status: HTTPResponse.Status
    let message: String

    static func notFound(_ what: String) -> DbtCloudFailure {
        DbtCloudFailure(status: .notFound, message: "Not found: \(what), or the token may not see it.")
    }

    static func badRequest(_ error: FieldError) -> DbtCloudFailure {
        DbtCloudFailure(status: .badRequest, message: error.field.isEmpty ? error.reason : "\(error.field): \(error.reason)")
    }

    func response(from request: Request, context: some RequestContext) throws -> Response {
        try JSONAnswer.response(FailureEnvelope(code: status.code, message: message), status: status)
    }
}

/// Checks the token (`Token` and `Bearer` mean the same) and puts every error into dbt Cloud's frame, unknown paths included.
struct DbtCloudMiddleware: RouterMiddleware {
    func handle(
        _ request: Request,
        context: SandboxContext,
        next: @concurrent (Request, SandboxContext) async throws -> Response
    ) async throws -> Response {
        guard request.normalPath.hasPrefix("/api/") else { return try await next(request, context) }
        do {
            guard Self.isAuthorized(request.headers[.authorization]) else {
                throw DbtCloudFailure(status: .unauthorized, message: "Invalid token.")
            }
            return try await next(request, context)
        } catch let failure as DbtCloudFailure {
            return try failure.response(from: request, context: context)
        } catch let error as FieldError {
            return try DbtCloudFailure.badRequest(error).response(from: request, context: context)
        } catch let error as any HTTPResponseError {
            let message = error.status == .notFound ? "Not found: \(request.uri.path)" : "\(error)"
            return try DbtCloudFailure(status: error.status, message: message).response(from: request, context: context)
        }
    }

    private static func isAuthorized(_ header: String?) -> Bool {
        let words = (header ?? "").split(separator: " ", maxSplits: 1).map(String.init)
        return words.count == 2 && ["token", "bearer"].contains(words[0].lowercased()) && words[1] == DbtCloudAccount.token
    }
}
