import Foundation
import HTTPTypes
import Hummingbird
import Logging

/// A failure as GitLab tells it: `message`, or `error` for what its parameter checks find.
struct GitLabRefusal: HTTPResponseError {
    let status: HTTPResponse.Status
    var message: String?
    var error: String?
    var errorDescription: String?

    init(_ status: HTTPResponse.Status, message: String) {
        self.status = status
        self.message = message
    }

    init(_ status: HTTPResponse.Status, error: String, description: String? = nil) {
        self.status = status
        self.error = error
        errorDescription = description
    }

    static let forbidden = GitLabRefusal(.forbidden, message: "403 Forbidden")

    static func notFound(_ what: String = "") -> GitLabRefusal {
        GitLabRefusal(.notFound, message: what.isEmpty ? "404 Not Found" : "404 \(what) Not Found")
    }

    private struct Answer: Encodable {
        var message: String?
        var error: String?
        var errorDescription: String?
    }

    func response(from request: Request, context: some RequestContext) throws -> Response {
        try JSONAnswer.response(Answer(message: message, error: error, errorDescription: errorDescription), status: status)
    }
}

/// Signs the caller in by token, notices pushes that came by path, shapes errors, and adds GitLab's headers.
struct GitLabMiddleware: RouterMiddleware {
    let gitLab: LocalGitLab
    private static let quota = 2000

    func handle(
        _ request: Request,
        context: SandboxContext,
        next: @concurrent (Request, SandboxContext) async throws -> Response
    ) async throws -> Response {
        // The pages for people need no token.
        guard request.normalPath.hasPrefix("/gitlab/api/") else { return try await next(request, context) }
        var response = try await answer(request, context, next: next)
        let headers = [
            "X-Request-Id": UUID().uuidString, "RateLimit-Limit": String(Self.quota), "RateLimit-Remaining": String(Self.quota - 1),
            "RateLimit-Observed": "1", "RateLimit-Reset": String(Int(gitLab.now().timeIntervalSince1970) + 60),
        ]
        for (name, value) in headers {
            if let name = HTTPField.Name(name) { response.headers[name] = value }
        }
        return response
    }

    private func answer(
        _ request: Request,
        _ context: SandboxContext,
        next: @concurrent (Request, SandboxContext) async throws -> Response
    ) async throws -> Response {
        do {
            var context = context
            let user = try Self.user(request)
            if request.method != .get, !user.scopes.contains("api") {
                throw GitLabRefusal(
                    .forbidden, error: "insufficient_scope",
                    description: "The request requires higher privileges than provided by the access token.")
            }
            context.gitLabToken = user.token
            try await gitLab.lookForPushes()
            return try await next(request, context)
        } catch let refusal as GitLabRefusal {
            return try refusal.response(from: request, context: context)
        } catch let error as FieldError {
            let words = error.field.isEmpty ? error.reason : "\(error.field) is invalid"
            return try GitLabRefusal(.badRequest, error: words).response(from: request, context: context)
        } catch let error as any HTTPResponseError {
            let text = error.status == .notFound ? "404 Not Found" : "\(error)"
            return try GitLabRefusal(error.status, error: text).response(from: request, context: context)
        } catch let error as ProcessError {
            gitLab.logger.error("git failed", metadata: ["error": "\(error)"])
            return try GitLabRefusal(.internalServerError, message: "500 Internal Server Error").response(from: request, context: context)
        }
    }

    /// The header `PRIVATE-TOKEN`, or a bearer token.
    private static func user(_ request: Request) throws -> GitLabUser {
        let own = HTTPField.Name("PRIVATE-TOKEN").flatMap { request.headers[$0] }
        let words = (request.headers[.authorization] ?? "").split(separator: " ", maxSplits: 1).map(String.init)
        let bearer = words.count == 2 && words[0].lowercased() == "bearer" ? words[1] : nil
        guard let user = (own ?? bearer).flatMap({ GitLabUser.signedIn($0) }) else {
            throw GitLabRefusal(.unauthorized, message: "401 Unauthorized")
        }
        return user
    }
}

extension Request {
    /// The fields of the body and of the query together, of whatever type: GitLab does not tell them apart, and real clients mix them.
    func parameters(context: SandboxContext) async throws -> RequestFields {
        let body = try await fields(context: context).values
        let query = queryItems.pairs.map { ($0.name, JSONValue.string($0.value)) }
        return RequestFields(values: Dictionary(query) { $1 }.merging(body) { $1 }, isForm: true)
    }
}

extension SandboxContext {
    /// The signed-in account of the local GitLab; the context keeps its token.
    var gitLabUser: GitLabUser { gitLabToken.flatMap { GitLabUser.signedIn($0) } ?? .reporter }

    /// Refuses callers below an access level.
    func require(_ level: Int) throws {
        guard gitLabUser.accessLevel >= level else { throw GitLabRefusal.forbidden }
    }
}
