import Foundation
import HTTPTransport
import HTTPTypes
import Hummingbird
import Logging
import Store
import Web

/// The way in and the way out.
struct SignInPages: Sendable {
    let server: ServerContext

    func add(to pages: RouterGroup<ServerRequestContext>) {
        pages.get("sign-in") { request, context in try await page(request, context) }
        pages.post("sign-in") { request, context in try await signIn(request, context) }
        pages.post("sign-out") { request, context in try await signOut(request, context) }
    }

    /// Sends a browser to the sign-in, and back after.
    static func redirect(next: String?) -> Response {
        Response.redirect(to: SettingsAddress.path(Route.signIn, ["next": next.flatMap(SettingsAddress.own)]), type: .normal)
    }

    private func page(_ request: Request, _ context: ServerRequestContext) async throws -> Response {
        let next = SettingsAddress.own(request.pageQuery["next"] ?? "") ?? Route.runs
        if context.formToken != nil { return Response.redirect(to: next, type: .normal) }
        var notices: [PageNotice] = []
        if try await server.store.users().isEmpty {
            notices = [
                PageNotice(
                    .info, "Nobody has an account yet. The server wrote a link into its log when it started; it makes the administrator.")
            ]
        }
        return form(request, context, next: next, notices: notices)
    }

    private func form(
        _ request: Request, _ context: ServerRequestContext, email: String = "", next: String, notices: [PageNotice],
        status: HTTPResponse.Status = .ok
    ) -> Response {
        let visit = server.sessions.visit(request)
        let fields = [
            FormField("email", "E-mail address", .email, value: email, autocomplete: "username"),
            FormField("password", "Password", .password, autocomplete: "current-password"),
        ]
        let page = FormPage(
            title: "Sign in", notices: notices,
            form: Form(
                action: Route.signIn, token: visit.formToken, sections: [FormSection(fields: fields)],
                buttons: [FormButton("Sign in", value: "sign-in")], hidden: ["next": next]))
        var response = HTMLReply.response(WebPages.form(page, context: server.pageContext(context)), status: status)
        response.setCookie(visit.cookie)
        return response
    }

    private func signIn(_ request: Request, _ context: ServerRequestContext) async throws -> Response {
        let form = try await FormRequest(ofVisitor: request, server)
        let email = form["email"].trimmingCharacters(in: .whitespacesAndNewlines)
        let next = SettingsAddress.own(form["next"]) ?? Route.runs
        if let wait = server.throttle.wait(for: email, now: server.now) {
            let text = "Too many attempts with this address. Try again in \(Int(wait.rounded(.up))) seconds."
            var response = self.form(
                request, context, email: email, next: next, notices: [PageNotice(.failed, text)], status: .tooManyRequests)
            response.headers[.retryAfter] = String(Int(wait.rounded(.up)))
            return response
        }
        let user = try await server.store.user(email: email)
        // An address that nobody has takes as long, and gets the same answer.
        guard await server.passwords.matches(Secret(form["password"]), user?.passwordHash), let user else {
            server.throttle.fail(email, now: server.now)
            server.logger.notice("a sign-in failed", metadata: ["email": "\(email.prefix(100))"])
            return self.form(
                request, context, email: email, next: next,
                notices: [PageNotice(.failed, "The address and the password do not belong together.")], status: .unauthorized)
        }
        server.throttle.succeed(email)
        return try await welcome(user, request, next: next)
    }

    /// Signs somebody in and sends them on.
    func welcome(_ user: UserRecord, _ request: Request, next: String) async throws -> Response {
        var response = Response.redirect(to: next, type: .normal)
        response.setCookie(try await server.sessions.open(user, replacing: request))
        return response
    }

    private func signOut(_ request: Request, _ context: ServerRequestContext) async throws -> Response {
        _ = try await FormRequest(request, context, server)
        var response = Response.redirect(to: Route.signIn, type: .normal)
        response.setCookie(try await server.sessions.close(request))
        return response
    }
}
