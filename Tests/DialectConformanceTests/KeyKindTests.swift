import DataDiff
import Foundation
import Relational
import TestSupport
import Testing

/// Keys of many kinds and rows of every class, with the answer worked out by hand; in every real warehouse and between them.
@Suite struct KeyKindTests {
    private static func uuid(_ number: Int) -> String { String(format: "%08x-7d3c-11ee-8c99-0242ac120002", number) }

    /// A thousand equal rows, and one on each side whose second part differs: far above, at a lower first part, below zero.
    @Test(arguments: Place.all)
    func keysOfTwoNumbers(_ place: Place) async throws {
        let last: [(a: (Int, Int), b: (Int, Int))] = [
            ((1001, 1001), (1001, 1_000_002)), ((1001, 1001), (-5, 1_000_002)), ((-999, 1001), (-999, -999_998)),
        ]
        let tables = try await place.open { engine in
            last.enumerated().flatMap { number, rows in
                [("a", rows.a), ("b", rows.b)].flatMap { side, row in
                    [
                        "CREATE TABLE \(side)\(number) AS SELECT i AS id, i + 1000 AS id2 FROM \(engine.series(1000))",
                        "INSERT INTO \(side)\(number) VALUES (\(row.0), \(row.1))",
                    ]
                }
            }
        }
        for (number, rows) in last.enumerated() {
            let isShared = rows.a.0 == rows.b.0
            for result in try await tables.diffs("a\(number)", "b\(number)") {
                #expect(result.pks?.exclusives == (isShared ? [0, 0] : [1, 1]))
                #expect(result.values?.rowsWithDifferences == (isShared ? 1 : 0))
            }
            for result in try await tables.diffs("a\(number)", "b\(number)", key: ["id", "id2"]) {
                #expect(result.pks?.exclusives == [1, 1] && result.values?.rowsWithDifferences == 0 && result.values?.totalRows == 1000)
                #expect(result.rows.exclusiveB == [["id": .integer(Int64(rows.b.0)), "id2": .integer(Int64(rows.b.1))]])
            }
        }
    }

    /// UUIDs as text, alone and with a number; a key among them that is none; texts of every length and sign.
    @Test(arguments: Place.all)
    func keysOfText(_ place: Place) async throws {
        let rows = (0..<100).map { "('\(Self.uuid($0))', \($0), '\($0)')" }
        var changed = rows
        changed[9] = "('\(Self.uuid(9))', 9000, '9')"
        let words = ["---", "0123", "Z9", "ZZ", "_", "a", "a-", "a123", "a_", "", "aBcDeFgHi"].map { "('\($0)', 0, 'w')" }
        let tables = try await place.open(
            "id varchar, n integer, t varchar",
            [
                "a0": rows, "b0": changed, "a1": rows + ["('\(Self.uuid(4711))', 1, NULL)", "('unexpected', 1, 'x')"],
                "a2": words + ["('aBcDeFgHiJ', 0, 'x')", "('@@@', 0, 'x')"], "b2": words,
            ])
        for result in try await tables.diffs("a0", "b0") {
            #expect(result.pks?.exclusives == [0, 0])
            #expect(result.rows.different.map(\.key) == [["id": .text(Self.uuid(9))]])
        }
        for result in try await tables.diffs("a0", "b0", key: ["id", "n"]) {
            #expect(result.pks?.exclusives == [1, 1] && result.values?.rowsWithDifferences == 0)
        }
        for result in try await tables.diffs("a1", "a0") {
            #expect(result.pks?.exclusives == [2, 0] && result.values?.rowsWithDifferences == 0)
            #expect(result.rows.exclusiveA.contains(["id": .text(Self.uuid(4711)), "n": .integer(1), "t": .null]))
        }
        for result in try await tables.diffs("a2", "b2") {
            #expect(result.pks?.exclusives == [2, 0] && result.pks?.distincts == [13, 11])
            #expect(Set(result.rows.exclusiveA.map { $0["id"] }) == [.text("aBcDeFgHiJ"), .text("@@@")])
        }
    }

    /// NULL beside a value that changes, and a side whose only further row is NULL but for its key.
    @Test(arguments: Place.all)
    func nullsDoNotHideARow(_ place: Place) async throws {
        let keys = (0..<8).map { Self.uuid($0) }
        let tables = try await place.open(
            "id varchar, c1 varchar, c2 varchar",
            [
                "a0": keys.enumerated().map { "('\($1)', '\($0)', NULL)" },
                "b0": keys.enumerated().map { "('\($1)', '\($0)-other', NULL)" },
                "a1": ["('1', '1', '1')", "('2', NULL, NULL)"], "b1": ["('1', '1', '1')"],
            ])
        for result in try await tables.diffs("a0", "b0") {
            #expect(result.values?.columnsDiffStats.map(\.valuesDifferent) == [8, 0] && result.rows.different.count == 8)
        }
        for result in try await tables.diffs("a1", "b1") {
            #expect(result.rows.exclusiveA == [["id": .text("2"), "c1": .null, "c2": .null]])
        }
    }

    /// Copies of keys that only one side has, that both have, and that are no copies on the other side.
    @Test(arguments: Place.all)
    func copiesOfKeys(_ place: Place) async throws {
        let tables = try await place.open(
            "id integer, t varchar",
            [
                "a0": ["(12, 'ABCDE')", "(12, 'ABCDE')", "(6, 'ABCDE')"],
                "b0": ["(4, 'ABCDEF')", "(4, 'ABCDE')", "(4, 'ABCDE')", "(6, 'ABCDE')", "(6, 'ABCDE')"],
                "a1": ["(1, '9')", "(1, '10')"], "b1": ["(1, '9')"], "a2": ["(NULL, '9')"],
            ])
        for result in try await tables.diffs("a0", "b0") {
            #expect(result.verdict == .badKeys)
            #expect(
                result.pks == KeyStatistics(totalRows: [3, 5], nulls: [0, 0], dupes: [2, 5], exclusives: [1, 1], distincts: [2, 2]))
            #expect(result.values?.totalRows == 0)
            #expect(result.rows.duplicateA.count == 2 && result.rows.duplicateB.count == 5)
            #expect(result.rows.exclusiveA == [["id": .integer(12), "t": .text("ABCDE")]])
            #expect(result.rows.exclusiveB.map { $0["id"] } == [.integer(4)])
        }
        for result in try await tables.diffs("a1", "b1") {
            #expect(result.verdict == .badKeys && result.pks?.exclusives == [0, 0] && result.values?.totalRows == 0)
        }
        for result in try await tables.diffs("a2", "b1") {
            #expect(result.verdict == .badKeys && result.pks?.nulls == [1, 0] && result.pks?.exclusives == [0, 1])
        }
    }

    /// Only what a filter lets through is counted; both ends of a stretch of time.
    @Test(arguments: Place.all)
    func filtersByTime(_ place: Place) async throws {
        let times = ["2026-01-01 00:00:00", "2026-02-19 21:00:00", "2026-02-19 23:50:00", "2026-02-19 23:59:59", "2026-02-20 00:00:00"]
        let rows = times.enumerated().map { "(\($0), '\($1)', 'row \($0)')" }
        let tables = try await place.open(
            "id integer, seen timestamp, t varchar", ["a": rows + ["(5, '2026-02-19 23:59:55', 'late')"], "b": rows])
        let late = "seen >= '2026-02-19 23:59:57'"
        let cases: [([String], [Int], [Int])] = [
            ([], [6, 5], [1, 0]), (["seen < '2026-02-19 23:59:57'"], [4, 3], [1, 0]), ([late], [2, 2], [0, 0]),
            (["seen < '2026-02-19 23:59:57'", "seen >= '2026-02-19 00:00:00'"], [3, 2], [1, 0]),
        ]
        for (filters, counts, exclusives) in cases {
            for result in try await tables.diffs(edit: { ($0.filtersA, $0.filtersB) = (filters, filters) }) {
                #expect(result.pks?.totalRows == counts && result.pks?.exclusives == exclusives)
                #expect(result.values?.rowsWithDifferences == 0)
            }
        }
    }

    /// Equal, changed, removed and added rows: with all columns, with other columns, with the key left out of the list.
    @Test(arguments: Place.all)
    func everyRowIsOfOneClass(_ place: Place) async throws {
        let tables = try await place.open { _ in
            [
                "CREATE TABLE a (id integer, id2 integer, c1 varchar, c2 varchar)",
                "INSERT INTO a VALUES (1, 23, 'abc', 'def'), (2, 3, 'hij', 'klm'), (3, 4, 'nop', 'qrs')",
                "CREATE TABLE b (id integer, id2 integer, c1 varchar, c2 varchar)",
                "INSERT INTO b VALUES (1, 23, 'abc', 'def'), (2, 3, 'changed', 'values'), (4, 4, 'nop', 'qrs')",
                "CREATE TABLE c (id integer, c1 varchar)", "INSERT INTO c VALUES (1, 'abc'), (2, 'ddd'), (4, 'nop')",
                "CREATE TABLE d (id integer, c1 varchar)", "INSERT INTO d VALUES (NULL, 'abc'), (2, 'hij')",
            ]
        }
        for key in [["id"], ["id", "id2"], ["id2", "id"]] {
            for result in try await tables.diffs(key: key) {
                #expect(result.pks?.exclusives == [1, 1] && result.values?.totalRows == 2 && result.values?.rowsWithDifferences == 1)
            }
            for result in try await tables.diffs("a", "a", key: key) { #expect(result.verdict == .identical) }
        }
        for result in try await tables.diffs("a", "c") {
            #expect(result.pks?.exclusives == [1, 1] && result.values?.columnsDiffStats.map(\.columnName) == ["c1"])
            #expect(result.values?.rowsWithDifferences == 1 && result.schema?.exclusiveColumns == [["id2", "c2"], []])
        }
        for result in try await tables.diffs(edit: { $0.columns.include = ["c*"] }) {
            #expect(result.pks?.exclusives == [1, 1] && result.values?.columnsDiffStats.map(\.columnName) == ["c1", "c2"])
        }
        for result in try await tables.diffs("d", "d") {
            #expect(result.verdict == .badKeys && result.pks?.nulls == [1, 1] && result.values?.totalRows == 1)
        }
    }

    /// Every column has another name, the key among them.
    @Test(arguments: Place.all)
    func everyColumnIsRenamed(_ place: Place) async throws {
        let rows = (1...5).map { "(\($0), 9.5, '\(2021 + $0 % 2)-01-01 00:00:00')" }.joined(separator: ", ")
        let tables = try await place.open { _ in
            [
                "CREATE TABLE a (id integer, rating double precision, seen timestamp)", "INSERT INTO a VALUES \(rows)",
                "CREATE TABLE b (id2 integer, rating2 double precision, seen2 timestamp)", "INSERT INTO b VALUES \(rows)",
            ]
        }
        let mappings = ["id", "rating", "seen"].map { ColumnMapping(a: $0, b: $0 + "2") }
        for result in try await tables.diffs(edit: { $0.columns.mappings = mappings }) {
            #expect(result.verdict == .identical && result.values?.totalRows == 5 && result.values?.comparedColumns == 2)
        }
    }

    /// `Id` finds `id` only where an engine does not tell them apart.
    @Test(arguments: Place.all)
    func namesInAnotherCase(_ place: Place) async throws {
        let tables = try await place.open("id integer, v integer", ["a": ["(1, 1)"], "b": ["(1, 2)"]])
        let finds = place.engines.a.ignoresCase || place.engines.b.ignoresCase
        for result in try await tables.diffs(key: ["Id"]) {
            #expect(finds ? result.values?.rowsWithDifferences == 1 : result.error?.code == "column_not_found")
        }
    }
}
