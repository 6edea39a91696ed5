import DataDiff
import TestSupport
import Testing

/// Inputs that are easily got wrong, each with the answer worked out by hand; in every real warehouse.
@Suite struct HardInputTests {
    /// Two tables of the same columns, given as rows of SQL.
    private func tables(_ engine: Engine, _ columns: String, _ a: [String], _ b: [String]) async throws -> any TestDatabase {
        func statements(_ name: String, _ rows: [String]) -> [String] {
            ["CREATE TABLE \(name) (\(columns))"] + (rows.isEmpty ? [] : ["INSERT INTO \(name) VALUES \(rows.joined(separator: ", "))"])
        }
        return try await engine.open(statements("a", a) + statements("b", b))
    }

    /// Values of one type that differ, though something makes them look the same.
    private static let different: [(type: String, a: String, b: String)] = [
        ("varchar", "NULL", "'x'"), ("varchar", "''", "NULL"), ("varchar", "'Case'", "'case'"), ("varchar", "'x'", "'x '"),
        ("double precision", "0.30000000000000004", "0.3"), ("date", "'2024-02-29'", "'2024-03-01'"),
        ("timestamp", "'2024-01-01 00:00:00.000001'", "'2024-01-01 00:00:00.000002'"), ("double precision", "'NaN'", "NULL"),
        ("double precision", "'NaN'", "'Infinity'"), ("decimal(30,20)", "0.10000000000000000001", "0.1"), ("boolean", "false", "NULL"),
    ]

    @Test(arguments: Engine.all, different.map { [$0.type, $0.a, $0.b] })
    func valuesThatDiffer(_ engine: Engine, pair: [String]) async throws {
        let database = try await tables(engine, "id integer, v \(pair[0])", ["(1, \(pair[1]))"], ["(1, \(pair[2]))"])
        let result = try await diff(database)
        #expect(result.values?.valuesWithDifferences == 1 && result.verdict == .different)
        #expect(result.rows.different.count == 1)
        // The other way round, too.
        #expect(try await diff(database, "b", "a").values?.valuesWithDifferences == 1)
    }

    /// Values of two types that are the same value.
    private static let same: [(typeA: String, a: String, typeB: String, b: String)] = [
        ("integer", "7", "bigint", "7"), ("integer", "7", "varchar", "'7'"), ("decimal(10,4)", "1.5000", "decimal(10,2)", "1.50"),
        ("timestamp(3)", "'2024-01-01 00:00:00.123'", "timestamp", "'2024-01-01 00:00:00.123'"), ("real", "0.5", "double precision", "0.5"),
        ("uuid", "'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11'", "varchar", "'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'"),
        ("date", "'2024-01-01'", "timestamp", "'2024-01-01 00:00:00'"),
    ]

    @Test(arguments: Engine.all, same.map { [$0.typeA, $0.a, $0.typeB, $0.b] })
    func typesThatDifferAreListedAndTheirValuesCompared(_ engine: Engine, pair: [String]) async throws {
        let database = try await engine.open([
            "CREATE TABLE a (id integer, v \(pair[0]))", "INSERT INTO a VALUES (1, \(pair[1])), (2, NULL)",
            "CREATE TABLE b (id integer, v \(pair[2]))", "INSERT INTO b VALUES (1, \(pair[3])), (2, NULL)",
        ])
        let result = try await diff(database)
        #expect(result.error == nil && result.verdict == .different)
        #expect(result.values?.valuesWithDifferences == 0)
        #expect(result.schema?.columnTypeChanges.map(\.columnName) == ["v"])
    }

    @Test(arguments: Engine.all)
    func digitsThatTheNarrowerTypeCannotHoldAreADifference(_ engine: Engine) async throws {
        let database = try await engine.open([
            "CREATE TABLE a AS SELECT 1 AS id, CAST(1.2345 AS decimal(10,4)) AS v",
            "CREATE TABLE b AS SELECT 1 AS id, CAST(1.23 AS decimal(10,2)) AS v",
        ])
        #expect(try await diff(database).values?.valuesWithDifferences == 1)
    }

    @Test(arguments: Engine.all)
    func rowsWithANullInTheKeyAreNeverSilent(_ engine: Engine) async throws {
        let database = try await tables(engine, "id integer, v integer", ["(1, 1)", "(NULL, 1)", "(NULL, 1)"], ["(1, 1)", "(NULL, 2)"])
        let result = try await diff(database)
        #expect(result.verdict == .badKeys)
        #expect(result.pks?.nulls == [2, 1])
        // Two NULLs are no key that occurs twice.
        #expect(result.pks?.dupes == [0, 0] && result.pks?.exclusives == [0, 0])
        #expect(result.rows.nullKeyA.count == 2 && result.rows.nullKeyB.count == 1)
        let composite = try await diff(database, key: ["id", "v"])
        #expect(composite.pks?.nulls == [2, 1] && composite.pks?.distincts == [1, 1])
    }

    @Test(arguments: Engine.all)
    func keysThatOccurTwice(_ engine: Engine) async throws {
        let other = try await tables(
            engine, "id integer, v integer", ["(1, 1)", "(1, 1)", "(2, 2)"], ["(1, 1)", "(1, 1)", "(1, 1)", "(2, 2)"])
        let result = try await diff(other)
        #expect(result.verdict == .badKeys && result.pks?.dupes == [2, 3] && result.values?.totalRows == 1)
        #expect(result.rows.duplicateA.count == 2 && result.rows.duplicateB.count == 3)
        let same = try await tables(engine, "id integer, v integer", ["(1, 1)", "(1, 2)"], ["(1, 2)", "(1, 1)"])
        #expect(try await diff(same).verdict == .badKeys)
        #expect(try await diff(same).pks?.dupes == [2, 2])
    }

    @Test(arguments: Engine.all)
    func partsOfAKeyAreNotRunTogether(_ engine: Engine) async throws {
        let rows = ["('1', '11', 1)", "('11', '1', 2)", "('', '111', 3)", "('1,1', '1', 4)", "('1', ',11', 5)"]
        let database = try await tables(engine, "x varchar, y varchar, v integer", rows, rows.reversed())
        let result = try await diff(database, key: ["x", "y"])
        #expect(result.verdict == .identical && result.pks?.distincts == [5, 5])
    }

    @Test(arguments: Engine.all)
    func keysOfTextAreTheirLetters(_ engine: Engine) async throws {
        let a = ["('a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', 1)", "('Größe 🙂', 2)", "('x', 3)", "('日本', 4)", "('a|b', 5)"]
        let b = ["('A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11', 1)", "('Größe 🙂', 2)", "('x ', 3)", "('日本', 9)", "('a|b', 5)"]
        let result = try await diff(try await tables(engine, "id varchar, v integer", a, b))
        #expect(result.pks?.exclusives == [2, 2])
        #expect(result.rows.exclusiveA.count == 2 && result.rows.exclusiveB.count == 2)
        #expect(result.values?.valuesWithDifferences == 1 && result.values?.totalRows == 3)
    }

    @Test(arguments: Engine.all)
    func jsonIsItsContentAlsoAsAKey(_ engine: Engine) async throws {
        let a = [#"('{"k": 1}', '{"x": 1, "y": [1, 2]}')"#, #"('{"k": 2}', '{"x": 1}')"#]
        let b = [#"('{"k":1}', '{"y":[1,2],"x":1}')"#, #"('{"k":2}', '{"x":2}')"#]
        let database = try await tables(engine, "id json, v json", a, b)
        let result = try await diff(database)
        #expect(result.error == nil && result.pks?.exclusives == [0, 0])
        #expect(result.values?.valuesWithDifferences == 1)
    }

    @Test(arguments: Engine.all)
    func aRenamedColumnIsTold(_ engine: Engine) async throws {
        let database = try await engine.open([
            "CREATE TABLE a AS SELECT i AS id, i * 3 AS old FROM \(engine.series(100))", "CREATE TABLE b AS SELECT id, old AS new FROM a",
        ])
        let result = try await diff(database)
        #expect(result.verdict == .different && result.schema?.exclusiveColumns == [["old"], ["new"]])
        #expect(result.schema?.renameHints.map { [$0.a, $0.b] } == [["old", "new"]])
    }

    @Test(arguments: Engine.all)
    func emptySidesAreNoError(_ engine: Engine) async throws {
        let database = try await tables(engine, "id integer, v integer", ["(1, 1)"], [])
        #expect(try await diff(database).pks?.exclusives == [1, 0])
        #expect(try await diff(database, "b", "a").pks?.exclusives == [0, 1])
        #expect(try await diff(database, "b", "b").verdict == .empty)
    }

    /// Keys far apart, and differences at many places: counts of one part must not replace those of another.
    @Test(arguments: Engine.all)
    func countsAreExactWhereverTheDifferencesLie(_ engine: Engine) async throws {
        let database = try await engine.open([
            "CREATE TABLE a AS SELECT CASE WHEN i % 10 = 0 THEN i + 100000000 ELSE i END AS id, i % 7 AS status, i AS v FROM \(engine.series(20_000))",
            "CREATE TABLE b AS SELECT id, CASE WHEN v % 15 = 1 THEN status + 1 ELSE status END AS status, v FROM a WHERE v % 64 <> 3",
        ])
        let result = try await diff(database, rows: 5)
        #expect(result.pks?.exclusives == [313, 0])
        let wanted = (0..<20_000).filter { $0 % 64 != 3 && $0 % 15 == 1 }.count
        #expect(result.values?.columnsDiffStats.map(\.valuesDifferent) == [wanted, 0])
        #expect(result.values?.rowsWithDifferences == wanted)
    }
}
