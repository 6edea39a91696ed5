import HTTPTransport
import HTTPTypes
import Hummingbird
import Store
import Web

/// One's own account: the password.
struct AccountPages: Sendable {
    let server: ServerContext

    func add(to pages: RouterGroup<ServerRequestContext>) {
        pages.get("settings/account") { request, context in
            let saved = request.pageQuery["saved"] == nil ? [] : [PageNotice(.ok, "The password was changed; other sessions have ended.")]
            return try await page(context, notices: saved)
        }
        pages.post("settings/account") { request, context in try await save(request, context) }
    }

    private func me(_ context: ServerRequestContext) async throws -> UserRecord {
        guard let id = try context.anybody().userID else {
            throw Problem(.forbidden, "An API key has no account.", hint: "Sign in with a password.")
        }
        return try await server.store.user(id)
    }

    private func page(
        _ context: ServerRequestContext, notices: [PageNotice] = [], errors: [String: String] = [:]
    ) async throws -> Response {
        let user = try await me(context)
        func notes(_ name: String) -> [FormField.Note] { errors[name].map { [.init(.error, $0)] } ?? [] }
        let fields = [
            FormField("name", "Name", .fixed, value: user.name), FormField("email", "E-mail address", .fixed, value: user.email),
            FormField("role", "Role", .fixed, value: user.role == .admin ? "administrator" : "viewer"),
            FormField("current", "Present password", .password, notes: notes("current"), autocomplete: "current-password"),
            FormField(
                "password", "New password", .password, hint: "At least 12 characters.", notes: notes("password"),
                autocomplete: "new-password"),
            FormField("repeated", "New password again", .password, notes: notes("repeated"), autocomplete: "new-password"),
        ]
        let page = FormPage(
            title: "Your account", area: .account, notices: notices,
            form: Form(
                action: Route.account, token: context.formToken ?? "", sections: [FormSection(fields: fields)],
                buttons: [FormButton("Change the password", value: "save")]))
        return HTMLReply.response(
            WebPages.form(page, context: server.pageContext(context)), status: errors.isEmpty ? .ok : .unprocessableContent)
    }

    private func save(_ request: Request, _ context: ServerRequestContext) async throws -> Response {
        let form = try await FormRequest(request, context, server)
        let user = try await me(context)
        guard server.throttle.wait(for: user.email, now: server.now) == nil else {
            throw Problem(.tooManyRequests, "Too many attempts.", hint: "Try again in a few minutes.")
        }
        guard await server.passwords.matches(Secret(form["current"]), user.passwordHash) else {
            server.throttle.fail(user.email, now: server.now)
            return try await page(context, errors: ["current": "This is not your present password."])
        }
        let errors = NewPassword.errors(form, email: user.email)
        guard errors.isEmpty else { return try await page(context, errors: errors) }
        try await server.store.setPassword(try await server.passwords.hash(Secret(form["password"])), ofUser: user.id)
        return try await SignInPages(server: server).welcome(user, request, next: Route.account + "?saved")
    }
}
