import DataDiff
import DiffEngine
import Foundation
import Relational
import Testing
import TestSupport
import Warehouse

/// What a user can get wrong, and what is said about it.
@Suite(.timeLimit(.minutes(15))) struct BadInputTests {
    private func tables() async throws -> DuckDBFile {
        try await DuckDBFile(["CREATE TABLE a AS SELECT 1 AS id, 2 AS v", "CREATE TABLE b AS SELECT 1 AS id, 3 AS w"])
    }

    @Test func missingTable() async throws {
        let result = try await diff(try await tables(), "a", "nowhere.lost")
        let error = try #require(result.error)
        #expect(result.status == .failed && result.verdict == .error)
        #expect(error.code == "table_not_found")
        #expect(error.message.contains("nowhere.lost"))
        #expect(result.matchScore == nil)
    }

    @Test func wrongKeyColumn() async throws {
        let result = try await diff(try await tables(), key: ["idd"])
        #expect(result.error?.code == "column_not_found")
        #expect(result.error?.message == "key column 'idd' is not in a")
        #expect(result.error?.hint == "its columns are: id, v")
    }

    @Test func keyOnOneSideOnly() async throws {
        let result = try await diff(try await tables(), key: ["v"])
        #expect(result.error?.message == "key column 'v' is in a but not in b")
    }

    @Test func badMapping() async throws {
        let result = try await diff(try await tables()) { $0.columns.mappings = [ColumnMapping(a: "v", b: "nope")] }
        #expect(result.error?.message == "mapped column 'nope' is not in b")
    }

    @Test func badFilter() async throws {
        let result = try await diff(try await tables()) { $0.filtersA = ["no_such_column > 1"] }
        #expect(result.error?.code == "invalid_filter")
        #expect(result.error?.detail?.contains("no_such_column") == true)
    }

    @Test func engineMessagesThatQuoteValuesStayInTheDetail() async throws {
        let file = try await DuckDBFile(["CREATE TABLE a AS SELECT 'secret-value' AS id", "CREATE TABLE b AS SELECT 'secret-value' AS id"])
        let result = try await diff(file) { $0.filtersA = ["CAST(id AS INTEGER) > 0"] }
        let error = try #require(result.error)
        #expect(error.detail?.contains("secret-value") == true)
        #expect(!error.message.contains("secret-value") && error.hint?.contains("secret-value") != true)
    }

    @Test func missingFileIsNotCreated() async throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "absent-\(UUID().uuidString).duckdb").path
        let warehouse = try Warehouse(try WarehouseConfiguration(uri: "duckdb://\(path)"))
        let request = DiffRequest(
            a: .relation(RelationName(identifier: "a")), b: .relation(RelationName(identifier: "b")), key: .missing)
        let result = try await DiffEngine(warehouse).run(request)
        #expect(result.error?.code == "database_missing")
        #expect(result.error?.message.contains(path) == true)
        #expect(!FileManager.default.fileExists(atPath: path))
    }

    @Test(arguments: [
        ("shop.duckdb", "must be a URI"), ("oracle://x", "unknown warehouse 'oracle'"), ("duckdb://relative.duckdb", "absolute path"),
    ])
    func unusableURI(uri: String, says: String) {
        let error = #expect(throws: WarehouseError.self) { try WarehouseConfiguration(uri: uri) }
        #expect(error?.message.contains(says) == true)
    }

    @Test func cancellationEndsALongStatement() async throws {
        let file = try await DuckDBFile()
        defer { withExtendedLifetime(file) {} }
        let warehouse = try Warehouse(try WarehouseConfiguration(uri: file.uri))
        let endless = "SELECT range AS id, hash(range) AS v FROM range(100000000000)"
        let request = DiffRequest(a: .query(endless), b: .query(endless), key: KeyChoice(columns: ["id"], source: "argument"))
        let running = Task {
            defer { Steps.shared.finish() }
            return try await DiffEngine(warehouse).run(request) { if $0.completedSteps == 1 { Steps.shared.reached() } }
        }
        await Steps.shared.wait()
        running.cancel()
        await #expect(throws: CancellationError.self) { try await running.value }
        await warehouse.close()
    }
}

/// Lets a test go on when a diff has got somewhere.
private final class Steps: Sendable {
    static let shared = Steps()
    private let stream = AsyncStream.makeStream(of: Void.self)

    func reached() { stream.continuation.yield() }
    func finish() { stream.continuation.finish() }

    func wait() async {
        for await _ in stream.stream { return }
    }
}
