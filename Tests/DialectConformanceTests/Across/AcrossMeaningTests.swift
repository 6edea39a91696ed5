import DataDiff
import DiffEngine
import Foundation
import Relational
import Synchronization
import TestSupport
import Testing
import Warehouse

/// What a diff across two databases says, and how it fails.
@Suite struct AcrossMeaningTests {
    @Test(arguments: EnginePair.mixed)
    func namesAndTypesAreTheUsers(_ engines: EnginePair) async throws {
        let result = try await diffAcross(
            try await engines.open(
                [
                    "CREATE TABLE a (\"Id\" INTEGER, \"V\" DECIMAL(10,2), gone VARCHAR, w INTEGER)",
                    "INSERT INTO a VALUES (1, 1.5, 'x', 1), (2, 2.5, 'y', 1)",
                ],
                [
                    "CREATE TABLE b (w VARCHAR, id BIGINT, v DECIMAL(12,4), added VARCHAR)",
                    "INSERT INTO b VALUES ('1', 1, 1.5, 'x'), ('2', 3, 2.5, 'y')",
                ]),
            key: ["id"])
        #expect(result.error == nil)
        #expect(result.primaryKey.columns == ["Id"])
        #expect(result.sides.map { $0.columns.map(\.name) } == [["Id", "V", "gone", "w"], ["w", "id", "v", "added"]])
        #expect(result.sides[0].database.hasPrefix(engines.a.name) && result.sides[1].database.hasPrefix(engines.b.name))
        #expect(result.sides.map(\.table) == ["a", "b"])
        #expect(result.schema?.columnTypeDiffers == ["w"])
        #expect(result.schema?.exclusiveColumns == [["gone"], ["added"]])
        #expect(result.schema?.columnReorders == 1)
        #expect(result.pks?.exclusives == [1, 1])
        #expect(result.rows.exclusiveB == [["Id": .integer(3), "V": .text("2.5000"), "w": .text("2"), "added": .text("y")]])
        #expect(result.verdict == .different)
        #expect(result.statistics.rowsFetched == 4 + 8)
        #expect(result.statistics.queries == 4)
        #expect(result.statistics.bytesFetched > 0)
    }

    /// One engine tells `ID` from `id`, the database in which they meet does not.
    @Test func namesThatDifferInCaseAlone() async throws {
        let columns = "(id integer, \"ID\" integer, \"Id\" text)"
        let a = try await PostgreSQLSchema(["CREATE TABLE a \(columns)", "INSERT INTO a VALUES (1, 10, 'x')"])
        let b = try await PostgreSQLSchema(["CREATE TABLE b \(columns)", "INSERT INTO b VALUES (1, 11, 'x')"])
        let result = try await diffAcross((a, b))
        #expect(result.values?.columnsDiffStats.map(\.columnName) == ["ID", "Id"])
        #expect(result.rows.different.first?.columns == ["ID": .init(a: .integer(10), b: .integer(11))])
        let c = try await DuckDBFile(["CREATE TABLE b AS SELECT 1 AS iD"])
        let ambiguous = try await diffAcross((a, c))
        #expect(ambiguous.error?.code == "column_not_found")
        let mapped = try await diffAcross((a, c)) { $0.columns.mappings = [ColumnMapping(a: "id", b: "id")] }
        #expect(mapped.pks?.exclusives == [0, 0])
    }

    @Test(arguments: EnginePair.all)
    func columnsOfAnyName(_ engines: EnginePair) async throws {
        let databases = try await engines.open(HostileNameTests.tables(engines.a), HostileNameTests.tables(engines.b))
        for (number, name) in HostileNameTests.columns.enumerated() {
            let result = try await diffAcross(databases, key: ["id_"]) { $0.name(number) }
            #expect(result.error == nil, "\(name)")
            #expect(result.values?.columnsDiffStats.map(\.columnName) == [name])
            #expect(result.values?.rowsWithDifferences == 5, "\(name)")
            #expect(try await diffAcross(databases, key: [name]) { $0.name(number) }.pks?.exclusives == [1, 1], "\(name)")
        }
    }

    @Test(arguments: EnginePair.all)
    func filtersQueriesMappingsAndPatterns(_ engines: EnginePair) async throws {
        let databases = try await engines.open(
            ["CREATE TABLE a AS SELECT i AS id, i AS x, i AS noise FROM \(engines.a.series(10))"],
            ["CREATE TABLE b AS SELECT i AS key, i AS y, i + 1 AS noise FROM \(engines.b.series(10))"])
        let result = try await diffAcross(databases) { request in
            request.filtersA = ["id < 5 -- only"]
            request.filtersB = ["key < 6"]
            request.columns = ColumnChoice(exclude: ["noi*"], mappings: [.init(a: "id", b: "key"), .init(a: "x", b: "y")])
        }
        #expect(result.pks?.exclusives == [0, 1])
        #expect(result.values?.columnsDiffStats.map(\.columnName) == ["x"])
        #expect(result.verdict == .different)
        #expect(result.sides[0].columns.count == 3)
        let queries = try await diffAcross(databases) { request in
            request.a = .query("WITH t AS (SELECT * FROM a) SELECT id, x AS v FROM t; -- done")
            request.b = .query("SELECT key AS id, y AS v FROM b;")
        }
        #expect(queries.verdict == .identical)
        #expect(queries.sides.map(\.table) == ["query", "query"])
    }

    @Test(arguments: EnginePair.all)
    func withoutAKeyRowsAreCounted(_ engines: EnginePair) async throws {
        let databases = try await engines.open(
            ["CREATE TABLE a AS SELECT i AS id FROM \(engines.a.series(3))"],
            ["CREATE TABLE b AS SELECT i AS id FROM \(engines.b.series(4))"])
        let result = try await diffAcross(databases, key: [])
        #expect(result.verdict == .missingKey)
        #expect(result.pks?.totalRows == [3, 4])
        #expect(result.values == nil)
        let none = try await diffAcross(databases, key: []) { $0.columns.exclude = ["*"] }
        #expect(none.pks?.totalRows == [3, 4])
        let empty = try await diffAcross(databases) { request in
            request.filtersA = ["1 = 0"]
            request.filtersB = ["1 = 0"]
        }
        #expect(empty.verdict == .empty)
    }

    @Test(arguments: EnginePair.mixed)
    func aRenamedColumnIsHinted(_ engines: EnginePair) async throws {
        let result = try await diffAcross(
            try await engines.open(
                ["CREATE TABLE a AS SELECT i AS id, CAST(i AS DECIMAL(10,2)) AS old FROM \(engines.a.series(50))"],
                ["CREATE TABLE b AS SELECT i AS id, CAST(i AS DECIMAL(12,3)) AS new FROM \(engines.b.series(50))"]))
        #expect(result.schema?.renameHints == [.init(a: "old", b: "new", match: 100)])
    }

    /// A tolerance is never left out in silence.
    @Test func aToleranceThatCannotBeWorkedOut() async throws {
        let a = try await PostgreSQLSchema(["CREATE TABLE a AS SELECT 1 AS id, CAST('NaN' AS numeric) AS v"])
        let b = try await DuckDBFile(["CREATE TABLE b AS SELECT 1 AS id, 1.5 AS v"])
        let exact = try await diffAcross((a, b))
        #expect(exact.values?.rowsWithDifferences == 1)
        let loose = try await diffAcross((a, b)) { $0.equality = EqualityRules([.init(rule: .absolute(DecimalNumber(1)))]) }
        #expect(loose.error?.code == "rule_not_applicable")
        #expect(loose.error?.message.contains("'v'") == true)
        let text = try await diffAcross((a, b)) { $0.equality = EqualityRules([.init(column: "v", rule: .ignoresCase)]) }
        #expect(text.error?.message.contains("numeric") == true)
    }

    @Test(arguments: EnginePair.all)
    func aMissingTableNamesItsSide(_ engines: EnginePair) async throws {
        let databases = try await engines.open(["CREATE TABLE a AS SELECT 1 AS id"], ["CREATE TABLE c AS SELECT 1 AS id"])
        let result = try await diffAcross(databases)
        #expect(result.error?.code == "table_not_found")
        #expect(result.error?.message.contains("b (side b)") == true)
        #expect(result.sides.map(\.table) == ["a", "b"])
        #expect(result.sides[1].database.hasPrefix(engines.b.name))
        let filtered = try await diffAcross(databases) { request in
            request.b = .query("SELECT * FROM c")
            request.filtersB = ["nonsense = 1"]
        }
        #expect(filtered.error?.code == "invalid_filter")
        #expect(filtered.error?.message.contains("side b") == true)
    }

    @Test func aServerThatIsNotThereNamesItsSide() async throws {
        let file = try await DuckDBFile(["CREATE TABLE a AS SELECT 1 AS id"])
        defer { withExtendedLifetime(file) {} }
        let a = try Warehouse(try WarehouseConfiguration(uri: file.uri))
        let b = try Warehouse(try WarehouseConfiguration(uri: "postgresql://nobody:hunter2@127.0.0.1:1/nowhere"))
        let request = DiffRequest(
            a: .relation(RelationName(identifier: "a")), b: .relation(RelationName(identifier: "b")),
            key: KeyChoice(columns: ["id"], source: "argument"))
        let result = try await AcrossEngine(a, b).run(request)
        #expect(result.error?.code == "connection")
        #expect(result.error?.message.contains("side b") == true)
        #expect("\(result)".contains("hunter2") == false)
        await a.close()
        await b.close()
    }

    @Test(arguments: EnginePair.mixed)
    func cancellationLeavesNothing(_ engines: EnginePair) async throws {
        let databases = try await engines.open([], [])
        defer { withExtendedLifetime(databases) {} }
        let folder = FileManager.default.temporaryDirectory.appending(path: "plumbline-test-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let a = try Warehouse(try WarehouseConfiguration(uri: databases.0.uri))
        let b = try Warehouse(try WarehouseConfiguration(uri: databases.1.uri))
        // PostgreSQL would write a series in FROM to disk before the first row.
        func endless(_ engine: Engine) -> Dataset {
            .query(
                "SELECT \(engine.name == "duckdb" ? "i AS id FROM range(1000000000000) AS r(i)" : "generate_series(1, 1000000000000) AS id")"
            )
        }
        let request = DiffRequest(a: endless(engines.a), b: endless(engines.b), key: KeyChoice(columns: ["id"], source: "argument"))
        let settings = AcrossSettings { () throws(WarehouseError) in try ScratchDatabase(in: folder) }
        let (moving, move) = AsyncStream.makeStream(of: Void.self)
        let running = Task {
            defer { move.finish() }
            return try await AcrossEngine(a, b, settings: settings).run(request) { progress in
                if progress.message.contains("so far") { move.yield() }
            }
        }
        for await _ in moving { break }
        running.cancel()
        await #expect(throws: CancellationError.self) { try await running.value }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder).isEmpty)
        try FileManager.default.removeItem(atPath: folder)
        await a.close()
        await b.close()
    }
}
