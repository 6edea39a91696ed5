import CIPipeline
import HTTPTransport
import HTTPTypes
import Store
import Warehouse

/// Makes and changes data sources, for the API and the app alike.
struct DataSourceDesk: Sendable {
    let server: ServerContext

    static let readOnly = ["id", "managed_by", "updated_at", "secrets"]
    /// Names of Datafold's API that mean one of ours.
    private static let typeNames = [
        "pg": "postgresql", "postgres": "postgresql", "postgres_aws_rds": "postgresql", "postgres_aurora": "postgresql",
    ]

    func tree(_ source: DataSourceRecord) throws -> SettingsTree {
        let options = try server.store.options(of: source)
        let type = WarehouseType(rawValue: source.type)
        let shown = options.filter { option in type.map { !DataSourceOption.isSecret(option.key, $0) } ?? false }
        return .object([
            "id": .init(source.id), "name": .text(source.name), "type": .text(source.type), "temp_schema": .init(source.tempSchema),
            "float_tolerance": .number("0"), "concurrency": .init(source.concurrency),
            "options": .object(shown.mapValues { .text($0) }),
            "secrets": .list(options.keys.filter { shown[$0] == nil }.sorted().map { .text($0) }),
            "managed_by": .text(source.origin.rawValue), "updated_at": .text(RunAPI.time(source.updatedAt)),
        ])
    }

    /// What was sent in our own words: names of Datafold's API are taken, secrets left out stay, null clears one.
    func ours(_ sent: SettingsTree, for source: DataSourceRecord?) throws -> SettingsTree {
        guard case .object(var object) = sent else { return sent }
        for name in Self.readOnly + ["disable_schema_indexing", "disable_profiling"] { object[name] = nil }
        if let name = object["type"]?.shown { object["type"] = .text(Self.typeNames[name.lowercased()] ?? name) }
        if let tolerance = object.removeValue(forKey: "float_tolerance"), tolerance != .null, Double(tolerance.shown ?? "") != 0 {
            var problem = Problem(
                .unprocessableContent, "float_tolerance of a data source must be 0; give a model a tolerance in its meta instead.")
            problem.errors = [FieldProblem(field: "float_tolerance", message: "must be 0; give a model a tolerance in its meta instead")]
            throw problem
        }
        if let connections = object.removeValue(forKey: "max_allowed_connections") { object["concurrency"] = connections }
        var options: [String: SettingsTree] = if case .object(let options)? = object["options"] { options } else { [:] }
        if let name = options.removeValue(forKey: "dbname") { options["database"] = name }
        if let source, let type = WarehouseType(rawValue: source.type), object["type"]?.shown == source.type {
            for (name, value) in try server.store.options(of: source) where DataSourceOption.isSecret(name, type) && options[name] == nil {
                options[name] = .text(value)
            }
        }
        object["options"] = .object(options.filter { $0.value != .null })
        return .object(object)
    }

    /// Saves what was sent.
    ///
    /// - Throws: `Problem` 422 naming fields, 409 when the name is taken or the file keeps it.
    func save(_ sent: SettingsTree, for source: DataSourceRecord?) async throws -> DataSourceRecord {
        let draft = try SubmittedSettings(dataSource: try ours(sent, for: source)).checked()
        do throws(StoreError) {
            return try await server.store.edit(draft, id: source?.id, now: server.now)
        } catch {
            throw Problem(error)
        }
    }
}
