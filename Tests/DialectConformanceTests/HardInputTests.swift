import DataDiff
import TestSupport
import Testing

/// Inputs that are easily got wrong, each with the answer worked out by hand; in every real warehouse and between them.
@Suite struct HardInputTests {
    /// Values of one type that differ, though something makes them look the same.
    private static let different: [(type: String, a: String, b: String)] = [
        ("varchar", "NULL", "'x'"), ("varchar", "''", "NULL"), ("varchar", "'Case'", "'case'"), ("varchar", "'x'", "'x '"),
        ("varchar", "'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11'", "'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'"),
        ("double precision", "0.30000000000000004", "0.3"), ("date", "'2024-02-29'", "'2024-03-01'"),
        ("timestamp", "'2024-01-01 00:00:00.000001'", "'2024-01-01 00:00:00.000002'"), ("double precision", "'NaN'", "NULL"),
        ("double precision", "'NaN'", "'Infinity'"), ("decimal(30,20)", "0.10000000000000000001", "0.1"), ("boolean", "false", "NULL"),
        ("bigint", "9007199254740993", "9007199254740992"), ("json", "'[1, 2]'", "'[2, 1]'"),
    ]

    @Test(arguments: Place.all)
    func valuesThatDiffer(_ place: Place) async throws {
        let columns = Self.different.enumerated().map { "v\($0) \($1.type)" }.joined(separator: ", ")
        func row(_ value: ((type: String, a: String, b: String)) -> String) -> [String] {
            ["(1, \(Self.different.map(value).joined(separator: ", ")))"]
        }
        let tables = try await place.open("id integer, \(columns)", ["a": row(\.a), "b": row(\.b)])
        // The other way round, too.
        for result in try await tables.diffs() + tables.diffs("b", "a") {
            #expect(result.error == nil && result.verdict == .different)
            #expect(result.values?.columnsDiffStats.map(\.valuesDifferent) == Array(repeating: 1, count: Self.different.count))
            #expect(result.rows.different.first?.columns.count == Self.different.count)
        }
        for result in try await tables.diffs("a", "a") { #expect(result.verdict == .identical) }
    }

    /// Values of two types that are the same value, and whether the types are of two classes.
    private static let same: [(typeA: String, a: String, typeB: String, b: String, isOtherClass: Bool)] = [
        ("integer", "7", "bigint", "7", false), ("integer", "7", "varchar", "'7'", true),
        ("decimal(10,4)", "1.5000", "decimal(10,2)", "1.50", false),
        ("timestamp(3)", "'2024-01-01 00:00:00.123'", "timestamp", "'2024-01-01 00:00:00.123'", false),
        ("real", "0.5", "double precision", "0.5", false),
        ("uuid", "'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11'", "varchar", "'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'", true),
        ("date", "'2024-01-01'", "timestamp", "'2024-01-01 00:00:00'", true),
    ]

    @Test(arguments: Place.all)
    func typesThatDifferAreListedAndTheirValuesCompared(_ place: Place) async throws {
        let tables = try await place.open { _ in
            func table(_ name: String, _ column: ((String, String, String, String, Bool)) -> (type: String, value: String)) -> [String] {
                let columns = Self.same.enumerated().map { "v\($0) \(column($1).type)" }.joined(separator: ", ")
                let nulls = Self.same.map { _ in "NULL" }.joined(separator: ", ")
                let values = Self.same.map { column($0).value }.joined(separator: ", ")
                return ["CREATE TABLE \(name) (id integer, \(columns))", "INSERT INTO \(name) VALUES (1, \(values)), (2, \(nulls))"]
            }
            return table("a") { ($0.0, $0.1) } + table("b") { ($0.2, $0.3) }
        }
        let listed = Self.same.indices.filter { place.isOne || Self.same[$0].isOtherClass }.map { "v\($0)" }
        for result in try await tables.diffs() {
            #expect(result.error == nil && result.verdict == .different)
            #expect(result.values?.valuesWithDifferences == 0 && result.values?.comparedColumns == Self.same.count)
            #expect(result.schema?.columnTypeChanges.map(\.columnName) == listed)
        }
    }

    @Test(arguments: Engine.all)
    func digitsThatTheNarrowerTypeCannotHoldAreADifference(_ engine: Engine) async throws {
        let database = try await engine.open([
            "CREATE TABLE a AS SELECT 1 AS id, CAST(1.2345 AS decimal(10,4)) AS v",
            "CREATE TABLE b AS SELECT 1 AS id, CAST(1.23 AS decimal(10,2)) AS v",
        ])
        #expect(try await diff(database).values?.valuesWithDifferences == 1)
    }

    @Test(arguments: Place.all)
    func rowsWithANullInTheKeyAreNeverSilent(_ place: Place) async throws {
        let tables = try await place.open(
            "id integer, v integer", ["a": ["(1, 1)", "(NULL, 1)", "(NULL, 1)"], "b": ["(1, 1)", "(NULL, 2)"]])
        for result in try await tables.diffs() {
            #expect(result.verdict == .badKeys)
            #expect(result.pks?.nulls == [2, 1])
            // Two NULLs are no key that occurs twice.
            #expect(result.pks?.dupes == [0, 0] && result.pks?.exclusives == [0, 0])
            #expect(result.rows.nullKeyA.count == 2 && result.rows.nullKeyB.count == 1)
        }
        for composite in try await tables.diffs(key: ["id", "v"]) {
            #expect(composite.pks?.nulls == [2, 1] && composite.pks?.distincts == [1, 1])
        }
    }

    @Test(arguments: Place.all)
    func keysThatOccurTwice(_ place: Place) async throws {
        let tables = try await place.open(
            "id integer, v integer",
            [
                "a": ["(1, 1)", "(1, 1)", "(2, 2)"], "b": ["(1, 1)", "(1, 1)", "(1, 1)", "(2, 2)"], "c": ["(1, 1)", "(1, 2)"],
                "d": ["(1, 2)", "(1, 1)"],
            ])
        for result in try await tables.diffs() {
            #expect(result.verdict == .badKeys && result.pks?.dupes == [2, 3] && result.values?.totalRows == 1)
            #expect(result.rows.duplicateA.count == 2 && result.rows.duplicateB.count == 3)
        }
        // Also where both sides have the same rows.
        for result in try await tables.diffs("c", "d") { #expect(result.verdict == .badKeys && result.pks?.dupes == [2, 2]) }
    }

    @Test(arguments: Place.all)
    func partsOfAKeyAreNotRunTogether(_ place: Place) async throws {
        let rows = ["('1', '11', 1)", "('11', '1', 2)", "('', '111', 3)", "('1,1', '1', 4)", "('1', ',11', 5)"]
        let tables = try await place.open("x varchar, y varchar, v integer", ["a": rows, "b": rows.reversed()])
        for result in try await tables.diffs(key: ["x", "y"]) {
            #expect(result.verdict == .identical && result.pks?.distincts == [5, 5])
        }
    }

    @Test(arguments: Place.all)
    func keysOfTextAreTheirLetters(_ place: Place) async throws {
        let a = ["('a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', 1)", "('Größe 🙂', 2)", "('x', 3)", "('日本', 4)", "('a|b', 5)"]
        let b = ["('A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11', 1)", "('Größe 🙂', 2)", "('x ', 3)", "('日本', 9)", "('a|b', 5)"]
        for result in try await place.open("id varchar, v integer", ["a": a, "b": b]).diffs() {
            #expect(result.pks?.exclusives == [2, 2])
            #expect(result.rows.exclusiveA.count == 2 && result.rows.exclusiveB.count == 2)
            #expect(result.values?.valuesWithDifferences == 1 && result.values?.totalRows == 3)
        }
    }

    @Test(arguments: Place.all)
    func jsonIsItsContentAlsoAsAKey(_ place: Place) async throws {
        let a = [#"('{"k": 1}', '{"x": 1, "y": [1, 2]}')"#, #"('{"k": 2}', '{"x": 1}')"#]
        let b = [#"('{"k":1}', '{"y":[1,2],"x":1}')"#, #"('{"k":2}', '{"x":2}')"#]
        for result in try await place.open("id json, v json", ["a": a, "b": b]).diffs() {
            #expect(result.error == nil && result.pks?.exclusives == [0, 0])
            #expect(result.values?.valuesWithDifferences == 1)
        }
    }

    @Test(arguments: Place.all)
    func aRenamedColumnIsTold(_ place: Place) async throws {
        let tables = try await place.open { engine in
            ["CREATE TABLE a AS SELECT i AS id, i * 3 AS old FROM \(engine.series(100))", "CREATE TABLE b AS SELECT id, old AS new FROM a"]
        }
        for result in try await tables.diffs() {
            #expect(result.verdict == .different && result.schema?.exclusiveColumns == [["old"], ["new"]])
            #expect(result.schema?.renameHints.map { [$0.a, $0.b] } == [["old", "new"]])
        }
    }

    @Test(arguments: Place.all)
    func emptySidesAreNoError(_ place: Place) async throws {
        let tables = try await place.open("id integer, v integer", ["a": ["(1, 1)"], "b": []])
        for result in try await tables.diffs() { #expect(result.pks?.exclusives == [1, 0] && result.verdict == .different) }
        for result in try await tables.diffs("b", "a") { #expect(result.pks?.exclusives == [0, 1] && result.verdict == .different) }
        for result in try await tables.diffs("b", "b") { #expect(result.verdict == .empty) }
    }

    /// Keys far apart, and differences at many places: counts of one part must not replace those of another.
    @Test(arguments: Place.all)
    func countsAreExactWhereverTheDifferencesLie(_ place: Place) async throws {
        let tables = try await place.open { engine in
            [
                "CREATE TABLE a AS SELECT CASE WHEN i % 10 = 0 THEN i + 100000000 ELSE i END AS id, i % 7 AS status, i AS v FROM \(engine.series(20_000))",
                "CREATE TABLE b AS SELECT id, CASE WHEN v % 15 = 1 THEN status + 1 ELSE status END AS status, v FROM a WHERE v % 64 <> 3",
            ]
        }
        let wanted = (0..<20_000).count { $0 % 64 != 3 && $0 % 15 == 1 }
        for result in try await tables.diffs(rows: 5) {
            #expect(result.pks?.exclusives == [313, 0])
            #expect(result.values?.columnsDiffStats.map(\.valuesDifferent) == [wanted, 0])
            #expect(result.values?.rowsWithDifferences == wanted)
        }
    }
}
