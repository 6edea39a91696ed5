import Foundation
import HTTPTypes
import Hummingbird
import Logging

/// The body of GitHub's errors.
struct GitHubErrorAnswer: Encodable {
    /// What is wrong with one field.
    struct Detail: Encodable, Sendable {
        let resource: String
        let field: String
        let code: String
        var message: String?
    }

    let message: String
    var errors: [Detail]?
    let documentationURL = "https://docs.github.com/rest"
    let status: String

    init(message: String, status: Int, errors: [Detail]? = nil) {
        self.message = message
        self.status = String(status)
        self.errors = errors
    }
}

/// A failure as GitHub tells it.
struct GitHubFailure: HTTPResponseError {
    let status: HTTPResponse.Status
    let message: String
    var errors: [GitHubErrorAnswer.Detail]?

    static let notFound = GitHubFailure(status: .notFound, message: "Not Found")
    static let forbidden = GitHubFailure(status: .forbidden, message: "Resource not accessible by personal access token")

    /// 422 with the field that is wrong.
    static func invalid(_ resource: String, _ field: String, _ code: String = "invalid", _ message: String? = nil) -> GitHubFailure {
        GitHubFailure(
            status: .unprocessableContent,
            message: "Validation Failed",
            errors: [.init(resource: resource, field: field, code: code, message: message)]
        )
    }

    func response(from request: Request, context: some RequestContext) throws -> Response {
        try JSONAnswer.response(GitHubErrorAnswer(message: message, status: status.code, errors: errors), status: status)
    }
}

/// Signs the caller in by token, notices pushes that came by path, shapes errors, and adds GitHub's headers.
struct GitHubMiddleware: RouterMiddleware {
    let host: GitHubHost
    private static let quota = 5000

    func handle(
        _ request: Request,
        context: SandboxContext,
        next: @concurrent (Request, SandboxContext) async throws -> Response
    ) async throws -> Response {
        let path = request.normalPath
        // The pages for people need no token.
        guard path.hasPrefix("/github"), !path.hasPrefix("/github/\(GitHubNames.fullName)/") else {
            return try await next(request, context)
        }
        var response = try await answer(request, context, next: next)
        response.headers[Self.name("X-GitHub-Request-Id")] = UUID().uuidString
        response.headers[Self.name("X-GitHub-Media-Type")] = "github.v3; format=json"
        response.headers[Self.name("X-RateLimit-Limit")] = String(Self.quota)
        response.headers[Self.name("X-RateLimit-Remaining")] = String(Self.quota - 1)
        response.headers[Self.name("X-RateLimit-Used")] = "1"
        response.headers[Self.name("X-RateLimit-Resource")] = "core"
        response.headers[Self.name("X-RateLimit-Reset")] = String(Int(host.now().timeIntervalSince1970) + 3600)
        return response
    }

    private func answer(
        _ request: Request,
        _ context: SandboxContext,
        next: @concurrent (Request, SandboxContext) async throws -> Response
    ) async throws -> Response {
        do {
            var context = context
            context.login = try Self.login(request.headers[.authorization])
            try await host.lookForPushes()
            return try await next(request, context)
        } catch let failure as GitHubFailure {
            return try failure.response(from: request, context: context)
        } catch let error as FieldError where error.field.isEmpty {
            return try GitHubFailure(status: .badRequest, message: error.reason).response(from: request, context: context)
        } catch let error as FieldError {
            let message = "Invalid request.\n\nFor '\(error.field)', \(error.reason)."
            return try GitHubFailure(status: .unprocessableContent, message: message).response(from: request, context: context)
        } catch let error as any HTTPResponseError {
            let message = error.status == .notFound ? "Not Found" : "\(error)"
            return try GitHubFailure(status: error.status, message: message).response(from: request, context: context)
        } catch let error as ProcessError {
            host.logger.error("git failed", metadata: ["error": "\(error)"])
            return try GitHubFailure(status: .internalServerError, message: "Server Error").response(from: request, context: context)
        }
    }

    private static func login(_ header: String?) throws -> String {
        guard let header else { throw GitHubFailure(status: .unauthorized, message: "Requires authentication") }
        let words = header.split(separator: " ", maxSplits: 1).map(String.init)
        guard words.count == 2, ["token", "bearer"].contains(words[0].lowercased()),
            let user = GitHubUser.all.first(where: { $0.token == words[1] })
        else { throw GitHubFailure(status: .unauthorized, message: "Bad credentials") }
        return user.login
    }

    private static func name(_ text: String) -> HTTPField.Name {
        HTTPField.Name(text) ?? .server
    }
}

extension SandboxContext {
    /// The signed-in user's login.
    var caller: String { login ?? GitHubUser.developer.login }

    /// Refuses callers who may only read.
    func requireWrite() throws {
        let permission = GitHubUser.named(caller)?.permission
        guard permission == "admin" || permission == "write" else { throw GitHubFailure.forbidden }
    }

    /// A path parameter as the client meant it.
    func decoded(_ name: String) -> String {
        let raw = parameters.get(name) ?? ""
        return raw.removingPercentEncoding ?? raw
    }

    /// The rest of the path, decoded, with its slashes.
    var rest: String {
        let raw = parameters.getCatchAll().joined(separator: "/")
        return raw.removingPercentEncoding ?? raw
    }
}
