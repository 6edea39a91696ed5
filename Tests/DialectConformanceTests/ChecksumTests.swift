import DataDiff
import TestSupport
import Testing

/// A checksum decides what is not looked at again, so it must never call equal what is not: values that hash functions take for the same.
@Suite struct ChecksumTests {
    /// More columns than any engine compares without checksums.
    private static let filler = (0..<40).map { "i AS filler\($0)" }.joined(separator: ", ")

    /// Each pair differs; a hash of an engine that tests run on is the same for both.
    private static let confused: [(a: String, b: String)] = [
        ("CAST(0 AS DECIMAL(38,0))", "CAST(-1 AS DECIMAL(38,0))"),
        ("CAST(1 AS DECIMAL(38,0))", "CAST(18446744073709551616 AS DECIMAL(38,0))"),
        ("CAST(1 AS BIGINT)", "CAST(4294967296 AS BIGINT)"), ("CAST(-1 AS BIGINT)", "CAST(4294967295 AS BIGINT)"),
        ("CAST(5 AS DECIMAL(10,2))", "CAST(-5 AS DECIMAL(10,2))"), ("CAST(0 AS INTEGER)", "CAST(NULL AS INTEGER)"),
        ("CAST('' AS VARCHAR)", "CAST(NULL AS VARCHAR)"), ("CAST(ARRAY[] AS INTEGER[])", "CAST(NULL AS INTEGER[])"),
        ("CAST(ARRAY[NULL] AS INTEGER[])", "CAST(ARRAY[] AS INTEGER[])"),
        ("CAST('00000000-0000-0001-8000-000000000001' AS UUID)", "CAST('00000000-0000-0002-8000-000000000002' AS UUID)"),
        ("TIMESTAMP '2024-01-01 00:00:00'", "TIMESTAMP '2024-01-01 01:11:34.967296'"), ("FALSE", "CAST(NULL AS BOOLEAN)"),
        ("DATE '1970-01-01'", "CAST(NULL AS DATE)"), ("CAST('nan' AS DOUBLE PRECISION)", "CAST(NULL AS DOUBLE PRECISION)"),
    ]

    private func table(_ name: String, _ values: String, _ engine: Engine) -> String {
        "CREATE TABLE \(name) AS SELECT i AS id, \(Self.filler), \(values) FROM \(engine.series(3))"
    }

    /// With one more key on a side, rows are hashed instead of columns.
    @Test(arguments: Engine.all, [false, true])
    func valuesThatHashFunctionsConfuse(_ engine: Engine, hasOtherKeys: Bool) async throws {
        func values(_ side: ((a: String, b: String)) -> String) -> String {
            Self.confused.enumerated().map { "CASE WHEN i = 1 THEN \(side($1)) ELSE \($1.a) END AS c\($0)" }.joined(separator: ", ")
        }
        let database = try await engine.open(
            [table("a", values(\.a), engine), table("b", values(\.b), engine)]
                + (hasOtherKeys ? ["DELETE FROM b WHERE id = 2"] : []))
        let result = try await diff(database)
        let different = result.values?.columnsDiffStats.filter { $0.columnName.hasPrefix("c") }.map(\.valuesDifferent)
        #expect(different == Array(repeating: 1, count: Self.confused.count))
        #expect(result.values?.columnsWithDifferences == Self.confused.count)
    }

    /// The same values at other keys: the sum over a column is the same.
    @Test(arguments: Engine.all)
    func valuesThatHaveChangedPlaces(_ engine: Engine) async throws {
        let database = try await engine.open([
            table("a", "i AS moved, i AS same", engine),
            table("b", "CASE i WHEN 0 THEN 1 WHEN 1 THEN 0 ELSE i END AS moved, i AS same", engine),
        ])
        let result = try await diff(database)
        #expect(result.values?.columnsDiffStats.first { $0.columnName == "moved" }?.valuesDifferent == 2)
        #expect(result.values?.valuesWithDifferences == 2)
    }

    /// Rows that occur twice on one side would cancel each other out in an xor.
    @Test(arguments: Engine.all)
    func duplicatesDoNotCancelEachOther(_ engine: Engine) async throws {
        let database = try await engine.open([
            table("a", "i AS v", engine), table("b", "i AS v", engine),
            "INSERT INTO a SELECT * FROM a WHERE id = 2", "INSERT INTO b SELECT * FROM b WHERE id = 1",
        ])
        let result = try await diff(database)
        #expect(result.verdict == .badKeys)
        #expect(result.pks?.dupes == [2, 2])
        #expect(result.pks?.distincts == [3, 3])
        #expect(result.values?.totalRows == 1)
    }

    /// The same duplicates on both sides: every checksum is equal.
    @Test(arguments: Engine.all)
    func equalTablesWithDuplicates(_ engine: Engine) async throws {
        let database = try await engine.open([
            table("a", "i AS v", engine), "INSERT INTO a SELECT * FROM a WHERE id < 2", "CREATE TABLE b AS SELECT * FROM a",
        ])
        let result = try await diff(database)
        #expect(result.verdict == .badKeys)
        #expect(result.pks?.dupes == [4, 4])
        #expect(result.values?.totalRows == 1)
        #expect(result.values?.rowsWithDifferences == 0)
    }

    /// As many rows, the same lowest and highest key, other keys in between.
    @Test(arguments: Engine.all, ["id", "CAST(id AS VARCHAR)", "CAST(id - 50 AS DECIMAL(30,2))"])
    func keysThatDifferInBetween(_ engine: Engine, key: String) async throws {
        let database = try await engine.open([
            "CREATE TABLE n AS SELECT i AS id, i AS v, 0 AS w FROM \(engine.series(100))",
            "CREATE TABLE a AS SELECT \(key) AS id, v, w FROM n WHERE id <> 40",
            "CREATE TABLE b AS SELECT \(key) AS id, v, w FROM n WHERE id <> 41",
        ])
        let result = try await diff(database)
        #expect(result.pks?.exclusives == [1, 1])
        #expect(result.values?.totalRows == 98)
        #expect(result.rows.exclusiveA.count == 1 && result.rows.exclusiveB.count == 1)
    }

    /// More rows differ than are shown: each list is full, whatever classes the keys fall into.
    @Test(arguments: Engine.all, [1, 100, 4000])
    func asManyExamplesAsAskedFor(_ engine: Engine, limit: Int) async throws {
        let database = try await engine.open([
            "CREATE TABLE a AS SELECT i AS id, i AS v, 0 AS w FROM \(engine.series(6000))",
            "CREATE TABLE b AS SELECT id, CASE WHEN id % 4 = 1 THEN -1 ELSE v END AS v, w FROM a",
        ])
        let result = try await diff(database, rows: limit)
        #expect(result.values?.rowsWithDifferences == 1500)
        #expect(result.rows.different.count == min(limit, 1500))
        let columns = result.rows.different.map { Array($0.columns.keys) }
        #expect(columns.allSatisfy { $0 == ["v"] })
    }
}
