import DataDiff
import DiffEngine
import Relational
import Synchronization
import TestSupport
import Testing
import Warehouse

/// A warehouse that must pass the suite: how a test gets a database of its own, and the few things engines spell differently.
struct Engine: Sendable, CustomTestStringConvertible {
    let name: String
    /// The engine's spelling of 32-bit and 64-bit integers.
    let integer: String
    let bigint: String
    /// Whether `ID` and `id` are one column.
    let ignoresCase: Bool
    /// Something to select from: rows with a column `i` that counts from 0.
    let series: @Sendable (_ count: Int) -> String
    /// Makes a database and runs the statements in it.
    let open: @Sendable (_ statements: [String]) async throws -> any TestDatabase

    var testDescription: String { name }

    static let all = [
        Engine(
            name: "duckdb", integer: "INTEGER", bigint: "BIGINT", ignoresCase: true, series: { "range(\($0)) AS r(i)" },
            open: { try await DuckDBFile($0) }),
        Engine(
            name: "postgresql", integer: "integer", bigint: "bigint", ignoresCase: false,
            series: { "generate_series(0, \($0) - 1) AS r(i)" },
            open: { try await PostgreSQLSchema($0) }),
    ]
}

/// A database that lives as long as its object.
protocol TestDatabase: Sendable {
    var uri: String { get }
    func run(_ statements: [String]) async throws
}

extension DuckDBFile: TestDatabase {}
extension PostgreSQLSchema: TestDatabase {}

/// Lends a warehouse over a database.
///
/// Those of PostgreSQL stay open from test to test: to open one, the driver reads and sorts all of the server's types, which takes longer
/// than most diffs. A test whose types are its own has a warehouse of its own.
func withWarehouse<Outcome>(
    _ database: any TestDatabase, isolation: isolated (any Actor)? = #isolation, of side: String = "a",
    _ body: (Warehouse) async throws -> Outcome
) async throws -> Outcome {
    let configuration = try WarehouseConfiguration(uri: database.uri)
    if let schema = database as? PostgreSQLSchema, !schema.hasOwnTypes {
        return try await body(try OpenWarehouses.shared.warehouse("\(schema.name) \(side)", configuration))
    }
    let warehouse = try Warehouse(configuration)
    do {
        let outcome = try await body(warehouse)
        await warehouse.close()
        return outcome
    } catch {
        await warehouse.close()
        throw error
    }
}

/// The warehouses that stay open.
private final class OpenWarehouses: Sendable {
    static let shared = OpenWarehouses()
    private let open = Mutex<[String: Warehouse]>([:])

    func warehouse(_ name: String, _ configuration: WarehouseConfiguration) throws -> Warehouse {
        try open.withLock { open in
            let warehouse = try open[name] ?? Warehouse(configuration)
            open[name] = warehouse
            return warehouse
        }
    }
}

/// Compares two tables of a database.
func diff(
    _ database: any TestDatabase, _ a: String = "a", _ b: String = "b", key: [String] = ["id"], rows: Int = 100,
    edit: (inout DiffRequest) -> Void = { _ in }
) async throws -> DiffResult {
    defer { withExtendedLifetime(database) {} }
    var request = DiffRequest(
        a: .relation(try RelationName(parsing: a)), b: .relation(try RelationName(parsing: b)),
        key: key.isEmpty ? .missing : KeyChoice(columns: key, source: "argument"), sampleRowLimit: rows)
    edit(&request)
    return try await withWarehouse(database) { try await DiffEngine($0).run(request) }
}
