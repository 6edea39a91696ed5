import Foundation
import SQL

extension WarehouseKind {
    /// A DuckDB file is opened read-only: a diff writes nothing, and several readers may share it.
    static let duckdb = WarehouseKind(
        driver: "duckdb",
        dialect: .duckdb,
        // A timestamp without zone is UTC, whatever the machine's zone.
        opening: ["SET TimeZone = 'UTC'"],
        closesWhenIdle: true,
        optionNames: ["path"],
        label: { "duckdb \($0.options["path"] ?? "")" },
        databaseOptions: { [("path", $0.options["path"] ?? ""), ("access_mode", "READ_ONLY")] },
        options: { (uri) throws(WarehouseError) in
            let path = uri.firstRange(of: "://").map { String(uri[$0.upperBound...]) } ?? ""
            guard path.hasPrefix("/"), path.count > 1 else {
                throw .invalidURI("a DuckDB connection needs an absolute path after three slashes: duckdb:///absolute/path.duckdb")
            }
            return ["path": path.removingPercentEncoding ?? path]
        },
        validate: { (options) throws(WarehouseError) in
            guard let path = options["path"], path.hasPrefix("/") else {
                throw .invalidOptions("a duckdb data source needs the option 'path', an absolute path")
            }
        },
        precheck: { (configuration) throws(WarehouseError) in
            let path = configuration.options["path"] ?? ""
            guard FileManager.default.fileExists(atPath: path) else {
                throw WarehouseError(
                    kind: .databaseMissing, code: "database_missing", message: "the DuckDB file \(path) does not exist",
                    hint: "check the path; dbt creates the file when it builds")
            }
        }
    )
}
