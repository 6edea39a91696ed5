import DataDiff
import DiffEngine
import Relational
import TestSupport
import Warehouse

/// Compares two tables of a file.
func diff(
    _ file: DuckDBFile, _ a: String = "a", _ b: String = "b", key: [String] = ["id"], rows: Int = 100,
    edit: (inout DiffRequest) -> Void = { _ in }
) async throws -> DiffResult {
    defer { withExtendedLifetime(file) {} }
    var request = DiffRequest(
        a: .relation(try RelationName(parsing: a)), b: .relation(try RelationName(parsing: b)),
        key: key.isEmpty ? .missing : KeyChoice(columns: key, source: "argument"), sampleRowLimit: rows)
    edit(&request)
    let warehouse = try Warehouse(try WarehouseConfiguration(uri: file.uri))
    let result = try await DiffEngine(warehouse).run(request)
    await warehouse.close()
    return result
}
