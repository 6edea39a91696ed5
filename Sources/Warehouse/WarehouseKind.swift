import Foundation
import SQL

/// What one kind of warehouse asks of its driver.
struct WarehouseKind: Sendable {
    let driver: String
    let dialect: Dialect
    /// A name for people, without secrets.
    let label: @Sendable (WarehouseConfiguration) -> String
    let databaseOptions: @Sendable (WarehouseConfiguration) -> [(String, String)]
    /// Statements run on every new connection.
    let opening: [String]
    /// Whether holding the database open keeps others from writing to it.
    let closesWhenIdle: Bool
    /// Looks for what would otherwise end in a riddle of the driver's.
    let precheck: @Sendable (WarehouseConfiguration) throws(WarehouseError) -> Void

    init(_ type: WarehouseType) {
        switch type {
        case .duckdb: self = .duckdb
        }
    }

    private init(
        driver: String, dialect: Dialect, opening: [String], closesWhenIdle: Bool,
        label: @escaping @Sendable (WarehouseConfiguration) -> String,
        databaseOptions: @escaping @Sendable (WarehouseConfiguration) -> [(String, String)],
        precheck: @escaping @Sendable (WarehouseConfiguration) throws(WarehouseError) -> Void
    ) {
        self.driver = driver
        self.dialect = dialect
        self.opening = opening
        self.closesWhenIdle = closesWhenIdle
        self.label = label
        self.databaseOptions = databaseOptions
        self.precheck = precheck
    }

    /// A DuckDB file is opened read-only: a diff writes nothing, and several readers may share it.
    private static let duckdb = WarehouseKind(
        driver: "duckdb",
        dialect: .duckdb,
        // A timestamp without zone is UTC, whatever the machine's zone.
        opening: ["SET TimeZone = 'UTC'"],
        closesWhenIdle: true,
        label: { "duckdb \($0.options["path"] ?? "")" },
        databaseOptions: { [("path", $0.options["path"] ?? ""), ("access_mode", "READ_ONLY")] },
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
