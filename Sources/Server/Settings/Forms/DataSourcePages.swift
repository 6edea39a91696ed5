import Foundation
import HTTPTypes
import Hummingbird
import Store
import Warehouse
import Web

/// Data sources in the app.
struct DataSourcePages: Sendable {
    let server: ServerContext
    private var desk: DataSourceDesk { DataSourceDesk(server: server) }

    func add(to pages: RouterGroup<ServerRequestContext>) {
        pages.get("settings/data-sources") { request, context in
            _ = try context.administrator()
            return try await list(request, context)
        }
        pages.get("settings/data-sources/new") { request, context in
            _ = try context.administrator()
            return try render(nil, ["type": request.pageQuery["type"] ?? "duckdb"], context)
        }
        pages.post("settings/data-sources/new") { request, context in try await take(nil, request, context) }
        pages.get("settings/data-sources/:id") { request, context in
            _ = try context.administrator()
            let source = try await server.store.dataSource(try context.number("id"))
            let saved = request.pageQuery["saved"] == nil ? [] : [PageNotice(.ok, "Saved.")]
            let passing = PassingNotice(server: server).notices(request, context)
            return try render(source, try values(source), context, notices: saved + passing)
        }
        pages.post("settings/data-sources/:id") { request, context in
            _ = try context.administrator()
            return try await take(try await server.store.dataSource(try context.number("id")), request, context)
        }
    }

    private func list(_ request: Request, _ context: ServerRequestContext) async throws -> Response {
        let rows = try await server.store.dataSources().map { source in
            SettingsRow(
                name: source.name, url: SettingsPath.dataSource(source.id),
                detail: source.origin == .file ? "in the configuration file" : nil,
                cells: [source.type, source.tempSchema ?? "–", String(source.concurrency), String(source.id)])
        }
        let page = SettingsListPage(
            area: .dataSources, notices: PassingNotice(server: server).notices(request, context),
            lists: [
                SettingsList(
                    columns: ["Data source", "Type", "Temporary schema", "Concurrency", "Id"], rows: rows, empty: "No data source yet.",
                    add: PageLink(text: "Add a data source", url: SettingsPath.newDataSource))
            ], token: context.formToken ?? "")
        return HTMLReply.response(WebPages.settings(page, context: server.pageContext(context)))
    }

    /// What is stored, without secrets.
    private func values(_ source: DataSourceRecord) throws -> [String: String] {
        let tree = try desk.tree(source)
        var values = [
            "name": source.name, "type": source.type, "temp_schema": source.tempSchema ?? "", "concurrency": String(source.concurrency),
        ]
        if case .object(let options)? = tree["options"] {
            for (name, value) in options { values["options.\(name)"] = value.shown }
        }
        return values
    }

    private func render(
        _ source: DataSourceRecord?, _ values: [String: String], _ context: ServerRequestContext, notices: [PageNotice] = [],
        errors: [FieldProblem] = [], status: HTTPResponse.Status = .ok
    ) throws -> Response {
        func notes(_ name: String) -> [FormField.Note] { errors.filter { $0.field == name }.map { .init(.error, $0.message) } }
        let type = WarehouseType(rawValue: values["type"] ?? "") ?? .duckdb
        let stored = try source.map { Set(try server.store.options(of: $0).keys) } ?? []
        let options = DataSourceOption.all(of: type).map { option in
            let name = "options.\(option.name)"
            return FormField(
                name, option.label, option.isSecret ? .secret(isStored: stored.contains(option.name)) : .text, value: values[name] ?? "",
                hint: option.hint, notes: notes(name))
        }
        let fields = [
            FormField(
                "type", "Type", .choice(WarehouseType.allCases.map { FormOption($0.rawValue, $0.rawValue) }), value: type.rawValue,
                notes: notes("type"), button: FormButton("Show its fields", value: "type", weight: .secondary)),
            FormField("name", "Name", value: values["name"] ?? "", notes: notes("name"), autocomplete: "off", isRequired: true),
            FormField(
                "temp_schema", "Temporary schema", value: values["temp_schema"] ?? "", hint: "Where tables may be written. Empty: nowhere.",
                notes: notes("temp_schema")),
            FormField("concurrency", "Diffs at once", value: values["concurrency"] ?? "4", notes: notes("concurrency")),
        ]
        var buttons = [FormButton("Save", value: "save")]
        if source != nil {
            buttons += [
                FormButton("Test", value: "test", weight: .secondary, isTrial: true),
                FormButton("Remove", value: "remove", weight: .danger),
            ]
        }
        let isKept = source.map { $0.isActive && $0.origin == .file } ?? false
        let general = errors.filter { $0.field == "options" }.map { PageNotice(.failed, $0.message) }
        let kept = isKept ? [PageNotice(.info, "The configuration file keeps this data source, so change it there.")] : []
        let page = FormPage(
            title: source?.name ?? "Add a data source", area: .dataSources, notices: notices + general + kept,
            form: Form(
                action: source.map { SettingsPath.dataSource($0.id) } ?? SettingsPath.newDataSource, token: context.formToken ?? "",
                sections: [FormSection(fields: fields), FormSection("Connection", fields: options)], buttons: buttons, isReadOnly: isKept))
        return HTMLReply.response(WebPages.form(page, context: server.pageContext(context)), status: status)
    }

    private func take(_ source: DataSourceRecord?, _ request: Request, _ context: ServerRequestContext) async throws -> Response {
        _ = try context.administrator()
        let form = try await FormRequest(request, context, server)
        switch (form.action, source) {
        case ("type", _): return try render(source, form.fields, context)
        case ("remove", let source?):
            return try await remove(source, context)
        case ("test", let source?):
            let steps = await DataSourceTrial.steps(source, server.outside.warehouse)
            let notices = steps.filter { $0.result.code != "skip" }.map { PageNotice($0.isError ? .failed : .ok, Self.sentence($0)) }
            return try render(source, try values(source), context, notices: notices)
        default: return try await save(form, source, context)
        }
    }

    private func remove(_ source: DataSourceRecord, _ context: ServerRequestContext) async throws -> Response {
        let passing = PassingNotice(server: server)
        do throws(StoreError) {
            try await server.store.turnOffDataSource(source.id, now: server.now)
        } catch {
            guard error.code == .conflict else { throw error }
            return try passing.redirect(to: SettingsPath.dataSource(source.id), PageNotice(.failed, error.message), context)
        }
        return try passing.redirect(
            to: SettingsArea.dataSources.path, PageNotice(.ok, "\(source.name) was removed; its diffs stay."), context)
    }

    private func save(_ form: FormRequest, _ source: DataSourceRecord?, _ context: ServerRequestContext) async throws -> Response {
        var tree = SettingsTree.object(["options": .object([:])])
        let type = WarehouseType(rawValue: form["type"]) ?? .duckdb
        let names = ["name", "type", "temp_schema", "concurrency"] + DataSourceOption.all(of: type).map { "options.\($0.name)" }
        for name in names where !form[name].isEmpty { tree[name] = .text(form[name].trimmingCharacters(in: .whitespaces)) }
        do {
            let saved = try await desk.save(tree, for: source)
            return Response.redirect(to: SettingsPath.dataSource(saved.id) + "?saved", type: .normal)
        } catch let problem as Problem {
            guard [.unprocessableContent, .conflict].contains(problem.status) else { throw problem }
            let notices = problem.errors.isEmpty ? [PageNotice(.failed, problem.detail)] : []
            return try render(source, form.fields, context, notices: notices, errors: problem.errors, status: problem.status)
        }
    }

    /// What a test found, beside a picker.
    static func notes(_ steps: [TrialStep]) -> [FormField.Note] {
        steps.filter { $0.result.code != "skip" }.map { .init($0.isError ? .error : .ok, sentence($0)) }
    }

    private static func sentence(_ step: TrialStep) -> String {
        let names = ["connection": "Connection", "temp_schema": "Temporary schema", "schema_download": "Rights"]
        return "\(names[step.step] ?? step.step): \(step.result.message)."
    }
}
