import Foundation
import HTTPTransport
import HTTPTypes
import Hummingbird
import Store
import Web

/// API keys: a new one is shown once.
struct KeyPages: Sendable {
    let server: ServerContext

    func add(to pages: RouterGroup<ServerRequestContext>) {
        pages.get("settings/keys") { _, context in
            _ = try context.administrator()
            return try await list(context)
        }
        pages.post("settings/keys") { request, context in try await add(request, context) }
        pages.post("settings/keys/:id") { request, context in try await revoke(request, context) }
    }

    private func list(
        _ context: ServerRequestContext, notices: [PageNotice] = [], name: String = "", error: String? = nil
    ) async throws -> Response {
        let keys = try await server.store.apiKeys()
        let token = context.formToken ?? ""
        let fields = [
            FormField("name", "Name", value: name, notes: error.map { [.init(.error, $0)] } ?? [], autocomplete: "off"),
            FormField(
                "role", "Role", .choice([FormOption("viewer", "Viewer: reads"), FormOption("admin", "Administrator: everything")]),
                value: "viewer"),
        ]
        let page = SettingsListPage(
            area: .keys, lead: "Programs send a key in the header 'Authorization: Key …'. Only a digest of each is kept.",
            notices: notices, lists: [SettingsList(columns: ["Name", "Role", "Made"], rows: keys.map(row), empty: "There is no API key.")],
            token: token,
            form: Form(
                action: SettingsArea.keys.path, token: token, sections: [FormSection(fields: fields)],
                buttons: [FormButton("Make a key", value: "add")]), formHeading: "Add a key")
        return HTMLReply.response(
            WebPages.settings(page, context: server.pageContext(context)), status: error == nil ? .ok : .unprocessableContent)
    }

    private func row(_ key: APIKeyRecord) -> SettingsRow {
        SettingsRow(
            name: key.name, detail: key.origin == .file ? "in the configuration file" : nil,
            cells: [key.role == AccessRole.admin.rawValue ? "administrator" : "viewer", RunAPI.time(key.createdAt).prefix(10).description],
            actions: key.origin == .file ? [] : [RowAction("Revoke", path: "\(SettingsArea.keys.path)/\(key.id)", value: "revoke")])
    }

    private func add(_ request: Request, _ context: ServerRequestContext) async throws -> Response {
        _ = try context.administrator()
        let form = try await FormRequest(request, context, server)
        let name = form["name"].trimmingCharacters(in: .whitespacesAndNewlines)
        guard !name.isEmpty, name.count <= 100 else {
            return try await list(context, name: name, error: "A name has 1 to 100 characters.")
        }
        let key = RandomToken.make()
        do throws(StoreError) {
            _ = try await server.store.addAPIKey(
                name: name, role: AccessRole(rawValue: form["role"]) ?? .viewer, key: key, now: server.now)
        } catch {
            guard error.code == .conflict else { throw error }
            return try await list(context, name: name, error: error.message)
        }
        return try await list(
            context, notices: [PageNotice(.ok, "This is the key '\(name)'. It is not shown again.", code: key.reveal())])
    }

    private func revoke(_ request: Request, _ context: ServerRequestContext) async throws -> Response {
        _ = try context.administrator()
        _ = try await FormRequest(request, context, server)
        try await server.store.revokeAPIKey(try context.number("id"))
        return Response.redirect(to: SettingsArea.keys.path, type: .normal)
    }
}
