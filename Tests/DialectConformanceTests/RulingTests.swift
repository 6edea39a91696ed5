import DataDiff
import Foundation
import Relational
import TestSupport
import Testing

/// What is said of a diff as a whole, and of its columns, sentence by sentence; in every real warehouse and between them.
@Suite struct RulingTests {
    /// The first that holds: no key known, both sides empty, bad keys, differences.
    @Test(arguments: Place.all)
    func theVerdictIsTheFirstThatHolds(_ place: Place) async throws {
        let tables = try await place.open { _ in
            [
                "CREATE TABLE none_a (id integer, v integer)", "CREATE TABLE none_b (id integer, w bigint)",
                "CREATE TABLE bad_a (id integer, v integer)", "INSERT INTO bad_a VALUES (1, 1), (1, 1), (2, 2), (3, 3)",
                "CREATE TABLE bad_b (id integer, w integer)", "INSERT INTO bad_b VALUES (1, 1), (2, 5)",
            ]
        }
        for result in try await tables.diffs("none_a", "none_b", key: []) {
            #expect(result.verdict == .missingKey && result.matchScore == nil && result.values == nil)
        }
        for result in try await tables.diffs("none_a", "none_b") { #expect(result.verdict == .empty && result.matchScore == nil) }
        for result in try await tables.diffs("bad_a", "bad_b") {
            #expect(result.verdict == .badKeys && result.pks?.exclusives == [1, 0] && result.schema?.exclusiveColumns == [["v"], ["w"]])
        }
        for result in try await tables.diffs("bad_b", "bad_b") { #expect(result.verdict == .identical && result.matchScore == 1) }
        for result in try await tables.diffs(key: ["id"], edit: { $0.a = .query("SELECT * FROM nowhere") }) {
            #expect(result.verdict == .error && result.status == .failed && result.matchScore == nil)
        }
    }

    /// A column of one side, or a type, is a difference though every value is equal; the order of columns and rows is none.
    @Test(arguments: Place.all)
    func whatMakesEqualRowsDifferent(_ place: Place) async throws {
        let tables = try await place.open { engine in
            [
                "CREATE TABLE a AS SELECT CAST(i AS INTEGER) AS id, CAST(i AS INTEGER) AS v FROM \(engine.series(10))",
                "CREATE TABLE more AS SELECT id, v, v AS w FROM a", "CREATE TABLE wide AS SELECT id, CAST(v AS BIGINT) AS v FROM a",
                "CREATE TABLE text AS SELECT id, CAST(v AS VARCHAR) AS v FROM a",
                "CREATE TABLE other AS SELECT v, id FROM a ORDER BY id DESC",
            ]
        }
        for result in try await tables.diffs("a", "more") {
            #expect(result.verdict == .different && result.schema?.columnsMismatched == [0, 1])
            // 10 of 10 * 2 + 10 * 3 cells.
            #expect(result.matchScore == 0.8 && result.schema?.columnCounts == [2, 3])
        }
        // Both sides without it: the score is of the columns that take part.
        for result in try await tables.diffs("a", "more", edit: { $0.columns.exclude = ["W"] }) {
            #expect(result.verdict == .identical && result.matchScore == 1 && result.schema?.columnCounts == [2, 2])
        }
        // Engines call their types differently, so between them only another class counts.
        for result in try await tables.diffs("a", "wide") {
            #expect(result.verdict == (place.isOne ? .different : .identical) && result.matchScore == 1)
            #expect(result.schema?.columnsMismatched == (place.isOne ? [1, 1] : [0, 0]))
        }
        for result in try await tables.diffs("a", "text") {
            #expect(result.verdict == .different && result.matchScore == 1 && result.schema?.columnTypeMismatches == 1)
        }
        for result in try await tables.diffs("a", "other") {
            #expect(result.verdict == .identical && result.matchScore == 1 && result.schema?.columnReorders == 1)
        }
    }

    /// Width, precision, scale, length and zone are differences of types, spelled as the engine spells them.
    @Test(arguments: Engine.all)
    func typesAreSpelledAsTheEngineDoes(_ engine: Engine) async throws {
        let pairs: [String: [(String, String, String, String)]] = [
            "duckdb": [
                ("integer", "bigint", "INTEGER", "BIGINT"), ("decimal(10,2)", "decimal(12,2)", "DECIMAL(10,2)", "DECIMAL(12,2)"),
                ("decimal(10,2)", "decimal(10,4)", "DECIMAL(10,2)", "DECIMAL(10,4)"),
                ("timestamp", "timestamptz", "TIMESTAMP", "TIMESTAMP WITH TIME ZONE"),
                ("timestamp_ms", "timestamp", "TIMESTAMP_MS", "TIMESTAMP"),
                ("integer[]", "bigint[]", "INTEGER[]", "BIGINT[]"),
            ],
            "postgresql": [
                ("integer", "bigint", "integer", "bigint"), ("numeric(10,2)", "numeric(12,2)", "numeric(10,2)", "numeric(12,2)"),
                ("numeric(10,2)", "numeric(10,4)", "numeric(10,2)", "numeric(10,4)"),
                ("timestamp", "timestamptz", "timestamp without time zone", "timestamp with time zone"),
                ("timestamp(3)", "timestamp", "timestamp(3) without time zone", "timestamp without time zone"),
                ("integer[]", "bigint[]", "integer[]", "bigint[]"),
                ("varchar(10)", "varchar(20)", "character varying(10)", "character varying(20)"),
            ],
        ]
        let types = try #require(pairs[engine.name])
        func table(_ name: String, _ type: ((String, String, String, String)) -> String) -> String {
            "CREATE TABLE \(name) (id integer, \(types.enumerated().map { "v\($0) \(type($1))" }.joined(separator: ", ")))"
        }
        let result = try await diff(try await engine.open([table("a", \.0), table("b", \.1)]))
        let changes = types.enumerated().map { SchemaComparison.TypeChange(columnName: "v\($0)", a: $1.2, b: $1.3) }
        #expect(result.schema?.columnTypeChanges == changes)
        #expect(result.schema?.columnTypeMismatches == types.count && result.schema?.columnsMismatched == [types.count, types.count])
        #expect(result.schema?.columnTypeDiffers == changes.map(\.columnName))
    }

    @Test(arguments: Place.all)
    func matchesArePercentagesThatAreNotRounded(_ place: Place) async throws {
        let tables = try await place.open(
            "id integer, v integer, w integer",
            ["a": ["(1, 1, 0)", "(2, 2, 0)", "(3, 3, 0)"], "b": ["(1, 1, 0)", "(2, 2, 0)", "(3, 4, 0)"], "c": ["(9, 1, 1)"]])
        for result in try await tables.diffs() {
            let stats = try #require(result.values?.columnsDiffStats)
            #expect(abs(stats[0].match - 200.0 / 3) < 1e-9 && stats[1].match == 100)
            #expect(result.values?.comparedColumns == 2 && result.values?.totalValues == 6 && result.values?.columnsWithDifferences == 1)
            // 2 of 18 cells.
            #expect(abs((result.matchScore ?? 0) - 16.0 / 18) < 1e-12)
        }
        // Where no row is common, no value differs.
        for result in try await tables.diffs("a", "c") {
            #expect(result.values?.columnsDiffStats.map(\.match) == [100, 100] && result.matchScore == 0)
        }
    }

    /// NaN is NaN, and the two zeros are one number, as keys too: also when they are counted.
    @Test(arguments: Place.all)
    func keysThatAreNoUsualNumbers(_ place: Place) async throws {
        let tables = try await place.open(
            "id double precision, v integer",
            [
                "a": ["('NaN', 1)", "('-0.0', 2)", "('Infinity', 3)", "('-Infinity', 4)"],
                "b": ["('NaN', 1)", "('0.0', 2)", "('Infinity', 3)", "('-Infinity', 5)"],
                "c": ["('NaN', 1)", "('NaN', 1)", "('-0.0', 2)", "('0.0', 2)"],
            ])
        for result in try await tables.diffs() {
            #expect(result.pks?.exclusives == [0, 0] && result.pks?.distincts == [4, 4] && result.pks?.dupes == [0, 0])
            #expect(result.values?.totalRows == 4 && result.values?.rowsWithDifferences == 1)
        }
        for result in try await tables.diffs("a", "c") {
            #expect(result.verdict == .badKeys && result.pks?.dupes == [0, 4] && result.pks?.distincts == [4, 2])
        }
    }

    /// A key is never near another.
    @Test(arguments: Place.all)
    func keysAreNeverComparedLoosely(_ place: Place) async throws {
        let tables = try await place.open(
            "id double precision, seen timestamp, v double precision",
            [
                "a": ["(1.0, '2026-01-01 00:00:00', 1.0)"], "b": ["(1.001, '2026-01-01 00:00:00', 1.001)"],
                "c": ["(1.0, '2026-01-01 00:00:01', 1.001)"],
            ])
        let rules = try ["abs:1", "time:1h"].map { EqualityRules.Entry(rule: try #require(EqualityRule($0))) }
        for result in try await tables.diffs(edit: { $0.equality = EqualityRules(rules) }) { #expect(result.pks?.exclusives == [1, 1]) }
        for result in try await tables.diffs("a", "c", edit: { $0.equality = EqualityRules(rules) }) {
            #expect(result.pks?.exclusives == [0, 0] && result.values?.rowsWithDifferences == 0)
        }
        for result in try await tables.diffs("a", "c", key: ["id", "seen"], edit: { $0.equality = EqualityRules(rules) }) {
            #expect(result.pks?.exclusives == [1, 1])
        }
    }

    /// A table may be named with what holds it, in quotes and by a reserved word.
    @Test(arguments: Engine.all)
    func namesOfTables(_ engine: Engine) async throws {
        let database = try await engine.open([
            "CREATE TABLE \"order\" AS SELECT 1 AS id, 1 AS v", "CREATE TABLE \"dotted.name\" AS SELECT 1 AS id, 2 AS v",
        ])
        let place: [String] =
            switch database {
            case let file as DuckDBFile: [URL(filePath: file.path).deletingPathExtension().lastPathComponent, "main"]
            case let schema as PostgreSQLSchema: ["postgres", schema.name]
            default: []
            }
        for a in ["order", "\"order\"", "\(place[1]).order", "\(place[0]).\(place[1]).order", "\"\(place[0])\".\(place[1]).\"order\""] {
            let result = try await diff(database, a, "\"dotted.name\"")
            #expect(result.error == nil && result.values?.rowsWithDifferences == 1, "\(a)")
        }
        let missing = try await diff(database, "order", "dotted.name").error
        #expect(missing?.code == "table_not_found", "\(String(describing: missing))")
    }
}
