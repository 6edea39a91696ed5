import DataDiff
import DiffEngine
import TestSupport
import Testing

/// Tables on which programs that compare by text, or by segments of the key's range, are known to go wrong.
@Suite struct AcrossPeerTests {
    private static let strategies = [AcrossSettings(strategy: .stream), AcrossSettings(strategy: .checksums)]

    private func expect(
        _ engines: EnginePair, _ a: [String], _ b: [String], key: [String] = ["id"], exclusives: [Int] = [0, 0], different: Int,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        let databases = try await engines.open(a, b)
        for settings in Self.strategies {
            let result = try await diffAcross(databases, key: key, settings: settings)
            #expect(result.error == nil, sourceLocation: sourceLocation)
            #expect(result.pks?.exclusives == exclusives, sourceLocation: sourceLocation)
            #expect(result.values?.rowsWithDifferences == different, sourceLocation: sourceLocation)
        }
    }

    /// A program that takes one engine's dates for text sees every row as changed.
    @Test(arguments: EnginePair.all)
    func datesAreDates(_ engines: EnginePair) async throws {
        func day(_ engine: Engine) -> String { "DATE '2020-02-28' + CAST(i AS INTEGER)" }
        try await expect(
            engines, ["CREATE TABLE a AS SELECT i AS id, \(day(engines.a)) AS d FROM \(engines.a.series(400))"],
            [
                "CREATE TABLE b AS SELECT i AS id, \(day(engines.b)) AS d FROM \(engines.b.series(400))",
                "UPDATE b SET d = d + 1 WHERE id = 3",
            ], different: 1)
    }

    /// Timestamps of milliseconds beside those of microseconds: equal where they are the same moment, and nowhere rounded.
    @Test(arguments: EnginePair.mixed)
    func timestampsOfTwoPrecisions(_ engines: EnginePair) async throws {
        func type(_ engine: Engine) -> String { engine.name == "duckdb" ? "TIMESTAMP_MS" : "TIMESTAMP(3)" }
        try await expect(
            engines,
            [
                "CREATE TABLE a AS SELECT i AS id, CAST(TIMESTAMP '2020-01-01 00:00:00.123' AS \(type(engines.a))) AS t FROM \(engines.a.series(50))"
            ],
            [
                "CREATE TABLE b AS SELECT i AS id, TIMESTAMP '2020-01-01 00:00:00.123' AS t FROM \(engines.b.series(50))",
                "UPDATE b SET t = TIMESTAMP '2020-01-01 00:00:00.123001' WHERE id = 1",
                "UPDATE b SET t = TIMESTAMP '2020-01-01 00:00:00.1235' WHERE id = 2",
            ], different: 2)
    }

    /// Keys of text whose order and equality the column's collation knows otherwise.
    @Test func keysOfTextHaveNoCollation() async throws {
        let postgresql = Engine.all[1]
        let engines = EnginePair(a: Engine.all[0], b: postgresql)
        let keys = "('a'), ('A'), ('ä'), ('a ' ), ('Z'), ('_'), ('ss'), ('ß'), ('ab'), ('a-b')"
        let nocase = "CREATE COLLATION IF NOT EXISTS anycase (provider = icu, locale = 'und-u-ks-level2', deterministic = false)"
        let filler = "'f' || i FROM \(engines.a.series(100))"
        try await expect(
            engines,
            ["CREATE TABLE a (id VARCHAR COLLATE NOCASE)", "INSERT INTO a VALUES \(keys), ('x')", "INSERT INTO a SELECT \(filler)"],
            [
                nocase, "CREATE TABLE b (id text COLLATE anycase)", "INSERT INTO b VALUES \(keys), ('X')",
                "INSERT INTO b SELECT 'f' || i FROM \(postgresql.series(100))",
            ], exclusives: [1, 1], different: 0)
    }

    /// Numbers are not brought to the lower of two scales.
    @Test(arguments: EnginePair.all)
    func decimalsOfUnequalScale(_ engines: EnginePair) async throws {
        try await expect(
            engines, ["CREATE TABLE a AS SELECT i AS id, CAST(1.2300 AS DECIMAL(10,4)) AS v FROM \(engines.a.series(50))"],
            [
                "CREATE TABLE b AS SELECT i AS id, CAST(1.23 AS DECIMAL(10,2)) AS v FROM \(engines.b.series(50))",
                "UPDATE b SET v = 1.24 WHERE id = 4",
            ], different: 1)
        try await expect(
            engines, ["CREATE TABLE a AS SELECT i AS id, CAST(1.2345 AS DECIMAL(10,4)) AS v FROM \(engines.a.series(5))"],
            ["CREATE TABLE b AS SELECT i AS id, CAST(1.23 AS DECIMAL(10,2)) AS v FROM \(engines.b.series(5))"], different: 5)
    }

    /// The case of a UUID's text means something in a column of text, and nothing in one of UUIDs.
    @Test(arguments: EnginePair.mixed)
    func uuidsInAnotherCase(_ engines: EnginePair) async throws {
        let (lower, upper) = ("a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a", "A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A")
        func statements(_ name: String, _ engine: Engine, _ uuid: String, _ type: String) -> [String] {
            ["CREATE TABLE \(name) AS SELECT CAST('\(uuid)' || (10 + i) AS \(type)) AS id, i AS v FROM \(engine.series(80))"]
        }
        try await expect(
            engines, statements("a", engines.a, lower, "UUID"), statements("b", engines.b, upper, "UUID"), different: 0)
        // Rows of both sides are told, not only those of one.
        try await expect(
            engines, statements("a", engines.a, lower, "VARCHAR"), statements("b", engines.b, upper, "VARCHAR"), exclusives: [80, 80],
            different: 0)
    }

    /// A few keys far away from all others do not make for more statements.
    @Test(arguments: EnginePair.mixed)
    func gapsInTheKeys(_ engines: EnginePair) async throws {
        func statements(_ name: String, _ engine: Engine, _ far: String) -> [String] {
            [
                "CREATE TABLE \(name) AS SELECT CAST(i * 65536 AS BIGINT) AS id, 0 AS v FROM \(engine.series(500))",
                "INSERT INTO \(name) VALUES (9000000000000000000, 0), (-9000000000000000000, \(far))",
            ]
        }
        let databases = try await engines.open(statements("a", engines.a, "1"), statements("b", engines.b, "2"))
        let result = try await diffAcross(databases, settings: AcrossSettings(strategy: .checksums))
        #expect(result.values?.rowsWithDifferences == 1 && result.pks?.distincts == [502, 502])
        #expect(result.statistics.queries == 8)
        // Keys that are all multiples of a power of two still spread over the buckets.
        #expect(result.statistics.rowsFetched <= 2 * (2 + 1 + 502 + 2))
    }

    @Test(arguments: EnginePair.mixed)
    func keysOfEveryKindOfCharacter(_ engines: EnginePair) async throws {
        let keys = "('1', '11'), ('11', '1'), ('é', ''), ('🙂', ' '), ('a;b', '--'), ('NULL', 'null')"
        func statements(_ name: String, _ engine: Engine) -> [String] {
            [
                "CREATE TABLE \(name) (id VARCHAR, part VARCHAR)", "INSERT INTO \(name) VALUES \(keys)",
                "INSERT INTO \(name) SELECT 'f' || i, 'p' FROM \(engine.series(60))",
            ]
        }
        try await expect(
            engines, statements("a", engines.a), statements("b", engines.b) + ["UPDATE b SET part = '2' WHERE id = '11'"],
            key: ["id", "part"], exclusives: [1, 1], different: 0)
    }

    /// Either side empty, every row of a column NULL, and a table that is larger than the other by copies.
    @Test(arguments: EnginePair.mixed)
    func emptySidesAndCopies(_ engines: EnginePair) async throws {
        let full = { (name: String, engine: Engine) in
            "CREATE TABLE \(name) AS SELECT i AS id, CAST(NULL AS INTEGER) AS v FROM \(engine.series(40))"
        }
        let empty = { (name: String) in "CREATE TABLE \(name) (id BIGINT, v INTEGER)" }
        try await expect(engines, [full("a", engines.a)], [empty("b")], exclusives: [40, 0], different: 0)
        try await expect(engines, [empty("a")], [full("b", engines.b)], exclusives: [0, 40], different: 0)
        let databases = try await engines.open(
            [full("a", engines.a), "INSERT INTO a VALUES (3, NULL)"], [full("b", engines.b), "INSERT INTO b VALUES (3, NULL), (3, NULL)"])
        for settings in Self.strategies {
            let result = try await diffAcross(databases, settings: settings)
            #expect(result.pks?.dupes == [2, 3] && result.pks?.distincts == [40, 40] && result.values?.totalRows == 39)
            #expect(result.verdict == .badKeys && result.rows.duplicateB.count == 3)
        }
    }
}
