import Foundation
import HTTPTransport
import HTTPTypes
import Hummingbird
import Store
import Web

/// Who may sign in.
struct UserPages: Sendable {
    let server: ServerContext

    func add(to pages: RouterGroup<ServerRequestContext>) {
        pages.get("settings/users") { _, context in
            _ = try context.administrator()
            return try await list(context)
        }
        pages.post("settings/users") { request, context in try await add(request, context) }
        pages.post("settings/users/:id") { request, context in try await change(request, context) }
    }

    private func list(
        _ context: ServerRequestContext, notices: [PageNotice] = [], values: [String: String] = [:], errors: [String: String] = [:]
    ) async throws -> Response {
        let users = try await server.store.users()
        let token = context.formToken ?? ""
        func notes(_ name: String) -> [FormField.Note] { errors[name].map { [.init(.error, $0)] } ?? [] }
        let fields = [
            FormField("name", "Name", value: values["name"] ?? "", notes: notes("name"), autocomplete: "off"),
            FormField("email", "E-mail address", .email, value: values["email"] ?? "", notes: notes("email"), autocomplete: "off"),
            FormField(
                "role", "Role", .choice([FormOption("viewer", "Viewer: reads"), FormOption("admin", "Administrator: everything")]),
                value: values["role"] ?? "viewer"),
        ]
        let page = SettingsListPage(
            area: .users, notices: notices,
            lists: [
                SettingsList(
                    columns: ["Name", "Role", "Last sign-in"], rows: users.map { row($0, me: context.caller?.userID) },
                    empty: "Nobody can sign in yet.")
            ], token: token,
            form: Form(
                action: SettingsArea.users.path, token: token,
                sections: [FormSection(hint: "They choose their password by a link that you get here and hand on.", fields: fields)],
                buttons: [FormButton("Add", value: "add")]), formHeading: "Add somebody")
        return HTMLReply.response(
            WebPages.settings(page, context: server.pageContext(context)), status: errors.isEmpty ? .ok : .unprocessableContent)
    }

    private func row(_ user: UserRecord, me: Int?) -> SettingsRow {
        let path = "\(SettingsArea.users.path)/\(user.id)"
        let other: AccessRole = user.role == .admin ? .viewer : .admin
        let actions = [
            RowAction(other == .admin ? "Make administrator" : "Make viewer", path: path, value: other.rawValue),
            RowAction("New password link", path: path, value: "link"), RowAction("Remove", path: path, value: "remove"),
        ]
        return SettingsRow(
            name: user.name, detail: user.email,
            cells: [
                user.role == .admin ? "administrator" : "viewer",
                user.signedInAt.map { RunAPI.time($0).prefix(10).description }
                    ?? (user.passwordHash == nil ? "has no password yet" : "never"),
            ], actions: user.id == me ? [] : actions)
    }

    private func linkNotice(_ user: UserRecord) async throws -> PageNotice {
        let link = try await OneTimeLinks.reset(
            user, server.store, publicURL: server.settings.publicURL, now: server.now)
        return PageNotice(
            .ok, "Hand this link to \(user.email). It works once, for a day, and is not shown again; earlier ones have ended.", code: link)
    }

    private func add(_ request: Request, _ context: ServerRequestContext) async throws -> Response {
        _ = try context.administrator()
        let form = try await FormRequest(request, context, server)
        let email = form["email"].trimmingCharacters(in: .whitespacesAndNewlines)
        let name = form["name"].trimmingCharacters(in: .whitespacesAndNewlines)
        var errors = PersonRules.errors(name: name, email: email)
        guard errors.isEmpty else { return try await list(context, values: form.fields, errors: errors) }
        do {
            let user = try await server.store.addUser(
                email: email, name: name, role: AccessRole(rawValue: form["role"]) ?? .viewer, now: server.now)
            return try await list(context, notices: [try await linkNotice(user)])
        } catch let error as StoreError where error.code == .conflict {
            errors[error.field ?? "email"] = error.message
            return try await list(context, values: form.fields, errors: errors)
        }
    }

    private func change(_ request: Request, _ context: ServerRequestContext) async throws -> Response {
        let caller = try context.administrator()
        let form = try await FormRequest(request, context, server)
        let user = try await server.store.user(try context.number("id"))
        guard user.id != caller.userID else { throw Problem(.conflict, "You cannot change your own account here.") }
        switch form.action {
        case "link": return try await list(context, notices: [try await linkNotice(user)])
        case "remove": try await server.store.removeUser(user.id)
        default:
            guard let role = AccessRole(rawValue: form.action) else { throw Problem(.badRequest, "There is no such button.") }
            try await server.store.setRole(role, ofUser: user.id)
        }
        return Response.redirect(to: SettingsArea.users.path, type: .normal)
    }
}
