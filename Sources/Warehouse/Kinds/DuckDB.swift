import Foundation
import SQL

extension WarehouseKind {
    /// A DuckDB file is opened read-only, unless tables are to be written: a diff writes nothing, and several readers may share it.
    static let duckdb = WarehouseKind(
        driver: "duckdb",
        dialect: .duckdb,
        // A timestamp without zone is UTC, whatever the machine's zone.
        opening: { ["SET TimeZone = 'UTC'"] + DuckDBResources.opening($0.options) },
        closesWhenIdle: true,
        optionNames: ["path", "memory_limit", "threads", "temp_directory", "max_temp_directory_size"],
        label: { "duckdb \($0.options["path"] ?? "")" },
        databaseOptions: { configuration in
            [("path", configuration.options["path"] ?? ""), ("access_mode", configuration.writes ? "READ_WRITE" : "READ_ONLY")]
                + DuckDBResources.settings(configuration.options)
        },
        options: { (uri) throws(WarehouseError) in try DuckDBURI(uri).options },
        validate: { (options) throws(WarehouseError) in
            guard let path = options["path"], path.hasPrefix("/") else {
                throw .invalidOptions("a duckdb data source needs the option 'path', an absolute path")
            }
            try DuckDBResources.validate(options)
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

    /// A DuckDB database of this process's own, in memory and beside it in a folder.
    static let scratch = WarehouseKind(
        driver: "duckdb",
        dialect: .duckdb,
        opening: { _ in ["SET TimeZone = 'UTC'"] },
        optionNames: ["memory_limit", "temp_directory"],
        label: { _ in "the scratch database" },
        databaseOptions: { configuration in
            ["memory_limit", "temp_directory"].compactMap { name in configuration.options[name].map { (name, $0) } }
                // The order of rows in a table means nothing here, and keeping it takes memory.
                + [("preserve_insertion_order", "false")]
        },
        options: { (_) throws(WarehouseError) in [:] },
        validate: { (_) throws(WarehouseError) in }
    )
}

/// `duckdb:///absolute/path.duckdb`, with options behind a question mark.
private struct DuckDBURI {
    let options: [String: String]

    init(_ uri: String) throws(WarehouseError) {
        let rest = uri.firstRange(of: "://").map { uri[$0.upperBound...] } ?? ""
        let path = rest.prefix { $0 != "?" }
        guard path.hasPrefix("/"), path.count > 1 else {
            throw .invalidURI("a DuckDB connection needs an absolute path after three slashes: duckdb:///absolute/path.duckdb")
        }
        var options: [String: String] = [:]
        for parameter in rest.dropFirst(path.count + 1).split(separator: "&") {
            let parts = parameter.split(separator: "=", maxSplits: 1).map { $0.removingPercentEncoding ?? String($0) }
            guard parts.count == 2, parts[0] != "path" else {
                throw .invalidURI(
                    "options of a DuckDB connection follow a question mark, as in duckdb:///path.duckdb?threads=2&memory_limit=4GB")
            }
            options[parts[0]] = parts[1]
        }
        options["path"] = path.removingPercentEncoding ?? String(path)
        self.options = options
    }
}
