import DataDiff
import Foundation
import Relational
import SQL
import Server
import Warehouse

/// What a URI or a name on the command line stands for: a warehouse, and the schema of tables that are named without one.
struct Connection: Hashable, Sendable {
    var configuration: WarehouseConfiguration
    /// Nil where the connection's own default applies.
    let schema: String?

    /// Reads a URI (`duckdb:///…`, `postgresql://…`), a target of dbt's `profiles.yml` (`dbt://PROFILE/TARGET`), or the name of a data source.
    ///
    /// - Throws: `WarehouseError` that never repeats a URI, which may hold a password.
    init(_ text: String, _ options: ConnectionOptions) throws(WarehouseError) {
        if text.lowercased().hasPrefix("dbt://") {
            let target = try DbtTarget(uri: text)
            (configuration, schema) = (target.configuration, target.schema)
        } else {
            // With an at sign it is a URI gone wrong, which may hold a password.
            let isURI = text.contains("://") || text.contains("@")
            configuration = isURI ? try WarehouseConfiguration(uri: text) : try Self.dataSource(text, options)
            schema = nil
        }
    }

    private static func dataSource(_ name: String, _ options: ConnectionOptions) throws(WarehouseError) -> WarehouseConfiguration {
        let file = options.config ?? ConnectionOptions.defaultFile
        guard options.config != nil || FileManager.default.fileExists(atPath: file) else {
            throw WarehouseError(
                kind: .other, code: "invalid_uri",
                message: "'\(name)' is no connection: it is no URI, and there is no configuration file \(file) with data sources",
                hint:
                    "give a URI such as duckdb:///absolute/path.duckdb, postgresql://user@host/database or dbt://profile/target, or --config"
            )
        }
        do throws(ConfigurationError) {
            return try PlumblineConfiguration.dataSource(named: name, path: file)
        } catch {
            throw WarehouseError(kind: .other, code: "invalid_configuration", message: error.description)
        }
    }

    /// The dataset with the connection's schema, where it is a table that is named without one.
    func located(_ dataset: Dataset) -> Dataset {
        guard case .relation(var name) = dataset, name.namespace == nil, let schema else { return dataset }
        name.namespace = schema
        return .relation(name)
    }
}
