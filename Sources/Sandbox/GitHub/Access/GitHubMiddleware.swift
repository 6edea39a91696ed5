import Foundation
import HTTPTypes
import Hummingbird
import Logging

/// Signs the caller in by token, looks at rights and names, notices pushes that came by path, shapes errors, and adds GitHub's headers.
struct GitHubMiddleware: RouterMiddleware {
    let host: GitHubHost
    private static let quota = 5000
    /// What people and their browsers open without a token.
    private static let pages = ["/github/\(GitHubNames.owner)/", "/github/settings/", "/github/organizations/", "/github/apps/"]

    func handle(
        _ request: Request, context: SandboxContext, next: @concurrent (Request, SandboxContext) async throws -> Response
    ) async throws -> Response {
        let path = request.normalPath
        guard path.hasPrefix("/github"), !Self.pages.contains(where: path.hasPrefix) else { return try await next(request, context) }
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
        _ request: Request, _ context: SandboxContext, next: @concurrent (Request, SandboxContext) async throws -> Response
    ) async throws -> Response {
        do {
            // The code of a new App is its own credential.
            if request.normalPath.hasPrefix("/github/app-manifests/") { return try await next(request, context) }
            var context = context
            let now = host.now()
            let caller = try host.read { try GitHubCaller.find(request.headers[.authorization], in: $0, now: now) }
            context.caller = caller
            if let moved = try place(request, caller) { return moved }
            try await host.lookForPushes()
            var response = try await next(request, context)
            // Only classic tokens have scopes, and GitHub names them with every answer.
            if case .classic(let scopes) = caller.rights {
                response.headers[Self.name("X-OAuth-Scopes")] = scopes.joined(separator: ", ")
            }
            return response
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

    /// Checks which repository a call is about, and the rights to it.
    ///
    /// - Returns: the answer that sends the caller to the repository's number, when it has another name now.
    private func place(_ request: Request, _ caller: GitHubCaller) throws -> Response? {
        let parts = request.normalPath.split(separator: "/").map(String.init)
        guard parts.count > 2 else { return nil }
        let rest: ArraySlice<String>
        switch parts[1] {
        case "repos" where parts.count > 3:
            rest = parts[4...]
            switch host.answers.links.names.find(owner: parts[2], parts[3]) {
            case .here: break
            case .unknown: throw GitHubFailure.notFound
            case .moved: return moved(request, rest)
            }
        case "repositories":
            guard parts[2] == String(GitHubNames.repositoryID) else { throw GitHubFailure.notFound }
            rest = parts[3...]
        default: return nil
        }
        try requireRights(request, caller, rest.joined(separator: "/"))
        return nil
    }

    /// GitHub answers reads with 301 and writes with 307, both of which keep the method.
    private func moved(_ request: Request, _ rest: ArraySlice<String>) -> Response {
        let isRead = request.method == .get || request.method == .head
        let path = (["repositories", String(GitHubNames.repositoryID)] + rest).joined(separator: "/")
        let address = "\(host.answers.links.api)/\(path)" + (request.uri.query.map { "?" + $0 } ?? "")
        let answer = ["message": "Moved Permanently", "url": address]
        let response = try? JSONAnswer.response(
            answer, status: isRead ? .movedPermanently : .temporaryRedirect, headers: [.location: address])
        return response ?? Response(status: .internalServerError)
    }

    private func requireRights(_ request: Request, _ caller: GitHubCaller, _ path: String) throws {
        switch caller.rights {
        case .granted(let permissions, let isApp):
            guard NeededPermission(request.method.rawValue, path).isCovered(by: permissions) else {
                throw isApp ? GitHubFailure.forbiddenApp : GitHubFailure.forbidden
            }
        case .classic(let scopes):
            guard scopes.contains("repo") else { throw GitHubFailure.notFound }
            let needed = NeededPermission(request.method.rawValue, path)
            if needed.name == "checks", needed.isWrite, !path.hasSuffix("rerequest") {
                throw GitHubFailure(status: .forbidden, message: "You must authenticate via a GitHub App.")
            }
            if needed.name == "repository_hooks", GitHubUser.named(caller.login)?.role != "admin" { throw GitHubFailure.notFound }
        case .app:
            guard path == "installation" else {
                throw GitHubFailure(
                    status: .unauthorized,
                    message: "A JSON web token could not be used here; use an installation access token")
            }
        }
    }

    private static func name(_ text: String) -> HTTPField.Name {
        HTTPField.Name(text) ?? .server
    }
}

extension SandboxContext {
    /// The signed-in user's login, or the App's.
    var login: String { caller?.login ?? GitHubUser.developer.login }

    /// Refuses people who may only read; permissions of Apps and fine-grained tokens were looked at before.
    func requireWrite() throws {
        guard case .granted = caller?.rights else {
            guard GitHubUser.named(login)?.mayWrite == true else { throw GitHubFailure.forbidden }
            return
        }
    }

    /// Refuses people who may not even sort issues.
    func requireTriage() throws {
        guard GitHubUser.named(login)?.role != "triage" else { return }
        try requireWrite()
    }

    /// The App that calls in its own name.
    /// - Throws: `GitHubFailure` 401 for anybody else.
    func requireApp() throws -> Int {
        guard case .app(let id) = caller?.rights else {
            throw GitHubFailure(status: .unauthorized, message: "A JSON web token could not be decoded")
        }
        return id
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
