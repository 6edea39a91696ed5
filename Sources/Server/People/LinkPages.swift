import Foundation
import HTTPTransport
import HTTPTypes
import Hummingbird
import Store
import Web

/// What one-time links lead to: making the first administrator, and choosing a password.
struct LinkPages: Sendable {
    let server: ServerContext

    func add(to pages: RouterGroup<ServerRequestContext>) {
        pages.get("setup/:token") { request, context in try await page(request, context, isSetup: true) }
        pages.post("setup/:token") { request, context in try await setUp(request, context) }
        pages.get("reset/:token") { request, context in try await page(request, context, isSetup: false) }
        pages.post("reset/:token") { request, context in try await reset(request, context) }
    }

    /// The person a link is for, or nil for the first administrator.
    private func user(_ token: Secret, isSetup: Bool) async throws -> UserRecord? {
        guard let link = try await server.store.link(token, now: server.now), (link.userId == nil) == isSetup else {
            throw Problem(
                .notFound, "This link was used already, or has run out.",
                hint: isSetup
                    ? "While nobody can sign in, each start of the server writes a new one into its log."
                    : "An administrator can make a new one, and 'plumbline admin user reset-link' does, too.")
        }
        guard let id = link.userId else { return nil }
        return try await server.store.user(id)
    }

    private func page(_ request: Request, _ context: ServerRequestContext, isSetup: Bool) async throws -> Response {
        let token = Secret(context.parameters.get("token") ?? "")
        let user = try await user(token, isSetup: isSetup)
        return form(request, context, user, values: [:], errors: [:], status: .ok)
    }

    private func form(
        _ request: Request, _ context: ServerRequestContext, _ user: UserRecord?, values: [String: String], errors: [String: String],
        status: HTTPResponse.Status
    ) -> Response {
        let visit = server.sessions.visit(request)
        func note(_ name: String) -> [FormField.Note] { errors[name].map { [.init(.error, $0)] } ?? [] }
        var fields = [
            FormField(
                "password", "Password", .password, hint: "At least 12 characters.", notes: note("password"), autocomplete: "new-password"),
            FormField("repeated", "Password again", .password, notes: note("repeated"), autocomplete: "new-password"),
        ]
        if let user {
            fields.insert(FormField("email", "E-mail address", .fixed, value: user.email), at: 0)
        } else {
            fields =
                [
                    FormField("name", "Name", value: values["name"] ?? "", notes: note("name"), autocomplete: "name"),
                    FormField(
                        "email", "E-mail address", .email, value: values["email"] ?? "", notes: note("email"), autocomplete: "username"),
                ] + fields
        }
        let page = FormPage(
            title: user == nil ? "Make the administrator" : "Choose a password",
            lead: user == nil ? "This is the first account. It may do everything, also let others in." : nil,
            form: Form(
                action: request.uri.path, token: visit.formToken, sections: [FormSection(fields: fields)],
                buttons: [FormButton(user == nil ? "Make the account" : "Save and sign in", value: "save")]))
        var response = HTMLReply.response(WebPages.form(page, context: server.pageContext(context)), status: status)
        response.setCookie(visit.cookie)
        return response
    }

    private func setUp(_ request: Request, _ context: ServerRequestContext) async throws -> Response {
        let form = try await FormRequest(ofVisitor: request, server)
        let token = Secret(context.parameters.get("token") ?? "")
        _ = try await user(token, isSetup: true)
        let email = form["email"].trimmingCharacters(in: .whitespacesAndNewlines)
        let name = form["name"].trimmingCharacters(in: .whitespacesAndNewlines)
        let errors = NewPassword.errors(form, email: email).merging(PersonRules.errors(name: name, email: email)) { first, _ in first }
        guard errors.isEmpty else {
            return self.form(request, context, nil, values: form.fields, errors: errors, status: .unprocessableContent)
        }
        let hash = try await server.passwords.hash(Secret(form["password"]))
        let user = try await server.store.makeFirstAdministrator(
            link: token, email: email, name: name, passwordHash: hash, now: server.now)
        return try await SignInPages(server: server).welcome(user, request, next: Route.settings)
    }

    private func reset(_ request: Request, _ context: ServerRequestContext) async throws -> Response {
        let form = try await FormRequest(ofVisitor: request, server)
        let token = Secret(context.parameters.get("token") ?? "")
        guard let user = try await user(token, isSetup: false) else { throw Problem(.notFound, "There is nothing at this address.") }
        let errors = NewPassword.errors(form, email: user.email)
        guard errors.isEmpty else {
            return self.form(request, context, user, values: [:], errors: errors, status: .unprocessableContent)
        }
        let hash = try await server.passwords.hash(Secret(form["password"]))
        let changed = try await server.store.setPassword(hash, link: token, now: server.now)
        server.throttle.succeed(user.email)
        return try await SignInPages(server: server).welcome(changed, request, next: Route.runs)
    }
}

/// A password typed twice.
enum NewPassword {
    static func errors(_ form: FormRequest, email: String) -> [String: String] {
        if let objection = PasswordDesk.objection(to: Secret(form["password"]), email: email) { return ["password": objection] }
        return form["password"] == form["repeated"] ? [:] : ["repeated": "The two passwords are not the same."]
    }
}

/// What a name and an address must be.
package enum PersonRules {
    package static func errors(name: String, email: String) -> [String: String] {
        var errors: [String: String] = [:]
        if name.isEmpty || name.count > 100 { errors["name"] = "A name has 1 to 100 characters." }
        if email.count > 200 || email.wholeMatch(of: #/[^@\s]+@[^@\s]+/#) == nil {
            errors["email"] = "This is not an e-mail address such as ann@example.com."
        }
        return errors
    }
}
