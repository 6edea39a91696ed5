import DataDiff
import DiffEngine
import Foundation
import Relational
import SQL
import TestSupport
import Testing
import Warehouse

/// Values, names and circumstances that are easily got wrong, each with the answer worked out by hand; in every real warehouse.
@Suite struct HardValueTests {
    private func isDuckDB(_ engine: Engine) -> Bool { engine.name == "duckdb" }

    /// Two tables with one row and one value each.
    private func pair(_ engine: Engine, _ type: String, _ a: String, _ b: String) async throws -> any TestDatabase {
        try await engine.open(
            [("a", a), ("b", b)].flatMap { name, value in
                ["CREATE TABLE \(name) (id integer, v \(type))", "INSERT INTO \(name) VALUES (1, \(value)), (2, NULL)"]
            })
    }

    @Test(arguments: Engine.all)
    func aMegabyteOfText(_ engine: Engine) async throws {
        let database = try await engine.open([
            "CREATE TABLE a AS SELECT i AS id, repeat('x', 1000000) || i AS v FROM \(engine.series(3))",
            "CREATE TABLE b AS SELECT id, CASE WHEN id = 1 THEN repeat('x', 1000000) || 'y' ELSE v END AS v FROM a",
        ])
        let result = try await diff(database)
        #expect(result.values?.rowsWithDifferences == 1 && result.rows.different.first?.key == ["id": .integer(1)])
        #expect(try await diff(database, key: ["v"]).pks?.exclusives == [1, 1])
    }

    @Test(arguments: Engine.all)
    func bytes(_ engine: Engine) async throws {
        let type = isDuckDB(engine) ? "BLOB" : "bytea"
        func literal(_ hex: String) -> String { isDuckDB(engine) ? "unhex('\(hex)')" : "decode('\(hex)', 'hex')" }
        let other = try await pair(engine, type, literal("00ff00"), literal("00ff01"))
        #expect(try await diff(other).values?.valuesWithDifferences == 1)
        #expect(try await diff(other, "a", "a").verdict == .identical)
        // A zero byte ends no value.
        #expect(try await diff(try await pair(engine, type, literal("0000"), literal("00"))).values?.valuesWithDifferences == 1)
        #expect(try await diff(try await pair(engine, type, literal(""), "NULL")).values?.valuesWithDifferences == 1)
    }

    @Test(arguments: Engine.all)
    func intervals(_ engine: Engine) async throws {
        let values = [
            ("'1 month'", "'30 days'", 1), ("'1 day'", "'24 hours'", 1), ("'0 seconds'", "NULL", 1),
            ("'90 minutes'", "'1 hour 30 minutes'", 0), ("'1 second'", "'1.000001 seconds'", 1),
        ]
        func table(_ name: String, _ value: ((String, String, Int)) -> String) -> String {
            "CREATE TABLE \(name) AS SELECT 1 AS id, "
                + values.enumerated().map { "CAST(\(value($1)) AS interval) AS v\($0)" }.joined(separator: ", ")
        }
        let result = try await diff(try await engine.open([table("a", \.0), table("b", \.1)]))
        #expect(result.error == nil && result.values?.columnsDiffStats.map(\.valuesDifferent) == values.map(\.2))
    }

    /// What looks like SQL is data, in values, keys, filters and rows that are shown.
    @Test(arguments: Engine.all)
    func valuesThatLookLikeSQL(_ engine: Engine) async throws {
        let texts = ["'; DROP TABLE a; --", "\" OR 1=1", "$1 $$ ${x} %s \\", "NULL", "/* */ --", "{\"a\": 'b'}", "\u{1B}[31m\t\n"]
        let rows = texts.map { "('\($0.replacingOccurrences(of: "'", with: "''"))', 1)" }.joined(separator: ", ")
        let database = try await engine.open([
            "CREATE TABLE a (id varchar, v integer)", "INSERT INTO a VALUES \(rows)", "CREATE TABLE b AS SELECT id, v + 1 AS v FROM a",
        ])
        let result = try await diff(database)
        #expect(result.pks?.exclusives == [0, 0] && result.values?.rowsWithDifferences == texts.count)
        #expect(Set(result.rows.different.compactMap { $0.key["id"]?.text }) == Set(texts))
        #expect(try await diff(database, "a", "a").verdict == .identical)
    }

    @Test(arguments: Engine.all)
    func integersBeyondDoubles(_ engine: Engine) async throws {
        let database = try await engine.open([
            "CREATE TABLE a (id bigint, v decimal(38,0))",
            "INSERT INTO a VALUES (9007199254740992, 1), (9007199254740993, 12345678901234567890123456789012345678), (3, 5)",
            "CREATE TABLE b (id decimal(20,0), v decimal(38,0))",
            "INSERT INTO b VALUES (9007199254740992, 1), (9007199254740993, 12345678901234567890123456789012345679), (4, 5)",
        ])
        let result = try await diff(database)
        #expect(result.pks?.dupes == [0, 0] && result.pks?.exclusives == [1, 1] && result.values?.totalRows == 2)
        #expect(result.rows.different.first?.key == ["id": .text("9007199254740993")])
        #expect(
            result.rows.different.first?.columns["v"]
                == .init(a: .text("12345678901234567890123456789012345678"), b: .text("12345678901234567890123456789012345679")))
    }

    /// Keys are counted in the form in which they are compared: two integers that one double stands for are a duplicate key, and never `identical`.
    @Test(arguments: Engine.all)
    func integerKeysThatNoDoubleTellsApart(_ engine: Engine) async throws {
        let database = try await engine.open([
            "CREATE TABLE a (id bigint, v integer)", "INSERT INTO a VALUES (9007199254740992, 1), (9007199254740993, 1), (7, 1)",
            "CREATE TABLE b (id double precision, v integer)", "INSERT INTO b VALUES (9007199254740992, 1), (7, 1)",
        ])
        let result = try await diff(database)
        #expect(result.verdict == .badKeys && result.pks?.dupes == [2, 0] && result.pks?.distincts == [2, 2])
        #expect(result.values?.totalRows == 1 && result.pks?.exclusives == [0, 0])
        #expect(
            Set(result.rows.duplicateA.compactMap { $0["id"]?.text }) == ["9007199254740992", "9007199254740993"])
    }

    /// An instant is the same in every zone; one without a zone is in UTC.
    @Test(arguments: Engine.all)
    func instantsWithAndWithoutAZone(_ engine: Engine) async throws {
        let database = try await engine.open([
            "CREATE TABLE a (id integer, v timestamp with time zone)",
            "INSERT INTO a VALUES (1, '2024-06-01 12:00:00.000001+02'), (2, '2024-06-01 12:00:00+00'), (3, 'infinity'), (4, NULL)",
            "CREATE TABLE b (id integer, v timestamp)",
            "INSERT INTO b VALUES (1, '2024-06-01 10:00:00.000001'), (2, '2024-06-01 12:00:00.000001'), (3, 'infinity'), (4, NULL)",
        ])
        let result = try await diff(database)
        #expect(result.values?.valuesWithDifferences == 1 && result.rows.different.map(\.key) == [["id": .integer(2)]])
        let rule = try #require(EqualityRule("time:1us"))
        #expect(try await diff(database) { $0.equality = EqualityRules([.init(rule: rule)]) }.values?.valuesWithDifferences == 0)
    }

    @Test(arguments: Engine.all)
    func uuidKeysAgainstText(_ engine: Engine) async throws {
        let (one, other) = ("a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11", "b0eebc99-9c0b-4ef8-bb6d-6bb9bd380a12")
        let database = try await engine.open([
            "CREATE TABLE a (id uuid, v integer)", "INSERT INTO a VALUES ('\(one.uppercased())', 1), ('\(other)', 2)",
            "CREATE TABLE b (id varchar, v integer)", "INSERT INTO b VALUES ('\(one)', 1), ('\(other)', 3)",
        ])
        let result = try await diff(database)
        #expect(result.pks?.exclusives == [0, 0] && result.values?.rowsWithDifferences == 1)
    }

    @Test(arguments: Engine.all)
    func viewsAndQueriesAreReadLikeTables(_ engine: Engine) async throws {
        let database = try await engine.open([
            "CREATE TABLE base AS SELECT i AS id, i * 2 AS v FROM \(engine.series(10))", "CREATE VIEW a AS SELECT * FROM base",
            "CREATE VIEW b AS SELECT id, CASE WHEN id = 3 THEN 0 ELSE v END AS v FROM base",
        ])
        #expect(try await diff(database).values?.rowsWithDifferences == 1)
        let query = try await diff(database) {
            $0.b = .query("SELECT id, v FROM b WHERE id < 5 -- five")
            $0.profile = true
        }
        #expect(query.pks?.exclusives == [5, 0] && query.values?.rowsWithDifferences == 1)
        #expect(query.profiles?.columns.first?.b?.rows == 5)
    }

    /// Names as people have them, in the key, in values and as the table.
    @Test(arguments: Engine.all)
    func namesOfEveryKind(_ engine: Engine) async throws {
        let names = ["Order Id", "select", "größe", "it's", "say \"hi\"", "日本", "a.b", "MixedCase"]
        let database = try await engine.open(
            names.enumerated().flatMap { number, name in
                let quoted = "\"\(name.replacingOccurrences(of: "\"", with: "\"\""))\""
                return [
                    "CREATE TABLE \(quoted) AS SELECT i AS \(quoted), i AS v FROM \(engine.series(5))",
                    "CREATE TABLE b\(number) AS SELECT \(quoted), CASE WHEN v = 2 THEN -1 ELSE v END AS v FROM \(quoted)",
                ]
            })
        for (number, name) in names.enumerated() {
            let result = try await diff(database, "a", "b\(number)", key: [name]) { $0.a = .relation(RelationName(identifier: name)) }
            #expect(result.error == nil && result.values?.rowsWithDifferences == 1, "\(name)")
            #expect(result.rows.different.first?.key == [name: .integer(2)])
        }
    }

    /// Somebody writes between two statements of a diff; it must tell of one state of the data.
    @Test func tablesThatAreChangedMeanwhile() async throws {
        let schema = try await PostgreSQLSchema([
            "CREATE TABLE a AS SELECT i AS id, i AS v FROM generate_series(1, 100) AS r(i)",
            "CREATE TABLE b AS SELECT id, CASE WHEN id = 7 THEN 0 ELSE v END AS v FROM a",
        ])
        let warehouse = try Warehouse(try WarehouseConfiguration(uri: schema.uri))
        let source = Meddling(base: warehouse) {
            try? await schema.run(["DELETE FROM b WHERE id > 50", "UPDATE b SET v = -1", "INSERT INTO a VALUES (1000, 1)"])
        }
        let table = { (name: String) in Dataset.relation(RelationName(identifier: name)) }
        let request = DiffRequest(a: table("a"), b: table("b"), key: KeyChoice(columns: ["id"], source: "argument"), profile: true)
        let result = try await DiffEngine(source).run(request)
        await warehouse.close()
        #expect(result.error == nil && result.pks?.totalRows == [100, 100] && result.pks?.exclusives == [0, 0])
        #expect(result.values?.rowsWithDifferences == 1 && result.rows.different.map(\.key) == [["id": .integer(7)]])
        #expect(result.profiles?.columns.last?.b?.rows == 100)
        #expect(try await schema.text("SELECT count(*)::text FROM b") == "50")
    }
}

/// A warehouse in which something happens after the first statement that reads rows.
private struct Meddling: SnapshotSource {
    let base: Warehouse
    let meddle: @Sendable () async -> Void
    var label: String { base.label }
    var dialect: Dialect { base.dialect }

    func describe(_ select: Select) async throws(WarehouseError) -> [Column] { try await base.describe(select) }
    func rows(_ select: Select) async throws(WarehouseError) -> RowSet { try await base.rows(select) }
    func snapshot() async -> any Snapshot { Meddled(base: await base.snapshot(), meddle: meddle) }
}

private actor Meddled: Snapshot {
    nonisolated let base: any Snapshot
    private let meddle: @Sendable () async -> Void
    private var isDone = false
    nonisolated var label: String { base.label }
    nonisolated var dialect: Dialect { base.dialect }

    init(base: any Snapshot, meddle: @escaping @Sendable () async -> Void) {
        self.base = base
        self.meddle = meddle
    }

    func describe(_ select: Select) async throws(WarehouseError) -> [Column] { try await base.describe(select) }
    func rows(_ select: Select) async throws(WarehouseError) -> RowSet {
        let answer = try await base.rows(select)
        if !isDone {
            isDone = true
            await meddle()
        }
        return answer
    }
    func end() async { await base.end() }
}
