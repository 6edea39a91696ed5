import Foundation
import HTTPTransport
import HTTPTypes
import Hummingbird
import SourceControl
import Store
import Web

/// CI configurations in the app: their list, and a form for each.
struct CIConfigPages: Sendable {
    let server: ServerContext
    private var desk: CIConfigDesk { CIConfigDesk(server: server) }

    func add(to pages: RouterGroup<ServerRequestContext>) {
        pages.get("settings") { request, context in
            _ = try context.administrator()
            return try await list(request, context)
        }
        pages.get("settings/ci/new") { request, context in
            _ = try context.administrator()
            return try await show(nil, request, context)
        }
        pages.post("settings/ci/new") { request, context in try await take(nil, request, context) }
        pages.get("settings/ci/:id") { request, context in
            _ = try context.administrator()
            return try await show(try await server.store.ciConfig(try context.number("id")), request, context)
        }
        pages.post("settings/ci/:id") { request, context in
            _ = try context.administrator()
            return try await take(try await server.store.ciConfig(try context.number("id")), request, context)
        }
    }

    // MARK: List

    private func list(_ request: Request, _ context: ServerRequestContext) async throws -> Response {
        var active: [SettingsRow] = []
        var inactive: [SettingsRow] = []
        for config in try await server.store.ciConfigs(includingInactive: true) {
            let row = SettingsRow(
                name: config.name, url: SettingsPath.ciConfig(config.id),
                detail: config.origin == .file ? "in the configuration file" : nil,
                cells: [
                    try await server.store.repository(config.repositoryId).name,
                    try await server.store.dataSource(config.dataSourceId).name,
                    config.settings.dbtCloud == nil ? "uploads" : "dbt Cloud", String(config.id),
                ])
            if config.isActive { active.append(row) } else { inactive.append(row) }
        }
        let columns = ["Name", "Repository", "Data source", "Artifacts from", "Id"]
        var lists = [
            SettingsList(
                columns: columns, rows: active, empty: "No CI configuration yet: it connects a repository with a data source.",
                add: PageLink(text: "Add a CI configuration", url: SettingsPath.newCIConfig))
        ]
        if !inactive.isEmpty {
            lists.append(SettingsList(heading: "Turned off", columns: columns, rows: inactive, empty: ""))
        }
        let notices = request.pageQuery["removed"] == nil ? [] : [PageNotice(.ok, "It was turned off; its runs stay.")]
        let page = SettingsListPage(area: .configurations, notices: notices, lists: lists, token: context.formToken ?? "")
        return HTMLReply.response(WebPages.settings(page, context: server.pageContext(context)))
    }

    // MARK: Form

    private func show(_ config: CIConfigRecord?, _ request: Request, _ context: ServerRequestContext) async throws -> Response {
        let tree = if let config { try await desk.tree(config) } else { CISettings().tree }
        var notices: [PageNotice] = []
        if request.pageQuery["saved"] != nil { notices.append(PageNotice(.ok, "Saved.")) }
        // What has changed outside since it was saved shows beside the rows: a label that is gone, a right that was taken away.
        return try await render(config, CIConfigEntries(tree), context, notices: notices, asksHost: config?.isActive == true)
    }

    private func render(
        _ config: CIConfigRecord?, _ entries: CIConfigEntries, _ context: ServerRequestContext, notices: [PageNotice] = [],
        errors: [FieldProblem] = [], found: CIConfigNotes.Notes = [:], asksHost: Bool = false, status: HTTPResponse.Status = .ok
    ) async throws -> Response {
        async let hostNotes: CIConfigNotes.Notes = asksHost ? RepositoryNotes(server: server).notes(entries) : [:]
        let stored = try config.flatMap { try server.store.dbtCloudKey(of: $0) }
        let key = entries.secrets["dbt_cloud.api_key"] ?? stored
        let dataSources = try await server.store.dataSources()
        var notes = CIConfigNotes.notes(
            entries, dataSourceType: dataSources.first { $0.name == entries["data_source"] }?.type, now: server.now)
        notes.merge(found) { $0 + $1 }
        let choices = await DbtCloudChoices.load(entries, key: key, transport: server.outside.transport, now: server.now)
        notes.merge(await hostNotes) { $0 + $1 }
        var strays: [String] = []
        for error in errors {
            let words = Self.sentence(error.message)
            if CIConfigRows.all.contains(where: { $0.name == error.field }) {
                notes[error.field, default: []].append(.init(.error, words))
            } else {
                strays.append(error.field.isEmpty ? words : "\(error.field): \(words)")
            }
        }
        let form = CIConfigForm(
            config: config, entries: entries, repositories: try await server.store.repositories(), dataSources: dataSources,
            choices: choices, notes: notes,
            held: try entries.held(vault: server.store.vault, purpose: purpose(context)), token: context.formToken ?? "")
        let page = FormPage(
            title: config?.name ?? "Add a CI configuration", lead: config.map { "CI config id: \($0.id)" }, area: .configurations,
            notices: notices + Self.state(config) + strays.map { PageNotice(.failed, $0) }
                + (errors.isEmpty ? [] : [PageNotice(.failed, "Not saved: see the fields marked below.")]),
            form: form.form)
        return HTMLReply.response(WebPages.form(page, context: server.pageContext(context)), status: status)
    }

    private static func state(_ config: CIConfigRecord?) -> [PageNotice] {
        guard let config else { return [] }
        if !config.isActive {
            return [PageNotice(.info, "This configuration is turned off. Saving it turns it on again, with its history.")]
        }
        guard config.origin == .file else { return [] }
        return [
            PageNotice(.info, "The configuration file keeps this one and would overwrite a change at the next start, so change it there.")
        ]
    }

    /// A message of the rules as a sentence of its own.
    private static func sentence(_ message: String) -> String {
        let text = message.hasPrefix("must") || message.hasPrefix("is ") || message.hasPrefix("needs") ? "This \(message)" : message
        return text.prefix(1).uppercased() + text.dropFirst() + (text.hasSuffix(".") ? "" : ".")
    }

    /// What a held secret may be opened for: by the same person, for this form.
    private func purpose(_ context: ServerRequestContext) -> String { "form of user \(context.caller?.userID ?? 0)" }

    private func take(_ config: CIConfigRecord?, _ request: Request, _ context: ServerRequestContext) async throws -> Response {
        _ = try context.administrator()
        let form = try await FormRequest(request, context, server)
        let entries = CIConfigEntries(typed: form.fields, vault: server.store.vault, purpose: purpose(context))
        switch form.action {
        case "remove":
            guard let config else { throw Problem(.badRequest, "There is nothing to remove.") }
            try await server.store.turnOffCIConfig(config.id, now: server.now)
            return Response.redirect(to: Route.settings + "?removed", type: .normal)
        case "check": return try await render(config, entries, context, asksHost: true)
        case "test": return try await render(config, entries, context, found: try await sourceNotes(entries))
        default: return try await save(entries, config, context)
        }
    }

    private func save(_ entries: CIConfigEntries, _ config: CIConfigRecord?, _ context: ServerRequestContext) async throws -> Response {
        do {
            let saved = try await desk.save(entries.tree, for: config)
            return Response.redirect(to: SettingsPath.ciConfig(saved.id) + "?saved", type: .normal)
        } catch let problem as Problem {
            guard [.unprocessableContent, .conflict].contains(problem.status) else { throw problem }
            let errors = problem.errors.isEmpty ? [FieldProblem(field: "", message: problem.detail)] : problem.errors
            return try await render(config, entries, context, errors: errors, status: problem.status)
        }
    }

    /// Tries the chosen data source out.
    private func sourceNotes(_ entries: CIConfigEntries) async throws -> CIConfigNotes.Notes {
        guard let source = try await server.store.dataSources().first(where: { $0.name == entries["data_source"] }) else {
            return ["data_source": [.init(.error, "Choose a data source first.")]]
        }
        return ["data_source": DataSourcePages.notes(await DataSourceTrial.steps(source, server.outside.warehouse))]
    }
}
