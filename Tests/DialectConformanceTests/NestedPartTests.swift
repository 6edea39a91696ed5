import DataDiff
import TestSupport
import Testing

/// Arrays, structures and maps whose parts have differing types are compared part by part, as columns of those types would be.
@Suite struct NestedPartTests {
    /// Two types of one engine, and rows of a literal each with whether they are the same value.
    struct Case: Sendable, CustomTestStringConvertible {
        let a: String
        let b: String
        let rows: [(a: String, b: String, isEqual: Bool)]
        var testDescription: String { "\(a) and \(b)" }

        init(_ a: String, _ b: String, _ rows: [(a: String, b: String, isEqual: Bool)]) {
            (self.a, self.b, self.rows) = (a, b, rows)
        }

        func table(_ name: String, _ type: String, _ literals: [String]) -> [String] {
            let rows = literals.enumerated().map { "(\($0), CAST(\($1) AS \(type)))" }
            return ["CREATE TABLE \(name) (id INTEGER, v \(type))", "INSERT INTO \(name) VALUES \(rows.joined(separator: ", "))"]
        }

        func check(_ engine: Engine, _ statements: [String] = []) async throws {
            let database = try await engine.open(statements + table("a", a, rows.map(\.a)) + table("b", b, rows.map(\.b)))
            for (left, right) in [("a", "b"), ("b", "a")] {
                let result = try await diff(database, left, right)
                let different: Set<CellValue> = Set(rows.indices.filter { !rows[$0].isEqual }.map { .integer(Int64($0)) })
                #expect(result.error == nil && result.values?.notCompared.isEmpty == true)
                #expect(Set(result.rows.different.compactMap { $0.key["id"] }) == different)
                let keyed = try await diff(database, left, right, key: ["id", "v"])
                #expect(keyed.error == nil && keyed.values?.totalRows == rows.count { $0.isEqual && $0.a != "NULL" })
            }
        }
    }

    private static func engine(_ name: String) throws -> Engine { try #require(Engine.all.first { $0.name == name }) }

    static let duckdb = [
        Case(
            "STRUCT(a DECIMAL(10,2), b VARCHAR)", "STRUCT(a DECIMAL(10,3), b VARCHAR)",
            [
                ("{'a': 1.00, 'b': 'x'}", "{'a': 1.000, 'b': 'x'}", true), ("{'a': 1.00, 'b': 'x'}", "{'a': 1.001, 'b': 'x'}", false),
                ("{'a': 1, 'b': 'x'}", "{'a': 1, 'b': 'X'}", false), ("NULL", "NULL", true),
                ("NULL", "{'a': NULL, 'b': NULL}", false), ("{'a': NULL, 'b': NULL}", "{'a': NULL, 'b': NULL}", true),
            ]),
        Case(
            "DATE[]", "TIMESTAMP[]",
            [
                ("['2024-01-01', NULL]", "['2024-01-01 00:00:00', NULL]", true), ("['2024-01-01']", "['2024-01-01 00:00:01']", false),
                ("[]", "[]", true), ("[]", "NULL", false), ("['infinity']", "['infinity']", true),
                ("['300000-01-01']", "['2024-01-01']", false),
            ]),
        Case(
            "STRUCT(x FLOAT)", "STRUCT(x DOUBLE)",
            [("{'x': 0.5}", "{'x': 0.5}", true), ("{'x': 0.1}", "{'x': 0.1}", false), ("{'x': 'nan'}", "{'x': 'nan'}", true)]),
        Case(
            "STRUCT(a INTEGER, b INTEGER)", "STRUCT(B BIGINT, a INTEGER)",
            [("{'a': 1, 'b': 2}", "{'B': 2, 'a': 1}", true), ("{'a': 1, 'b': 2}", "{'B': 1, 'a': 2}", false)]),
        Case(
            "STRUCT(a INTEGER, b INTEGER)", "STRUCT(b INTEGER, a INTEGER)",
            [("{'a': 1, 'b': 2}", "{'b': 2, 'a': 1}", true), ("{'a': 1, 'b': 2}", "{'b': 1, 'a': 2}", false)]),
        Case(
            "STRUCT(n INTEGER, j JSON)[]", "STRUCT(n BIGINT, j JSON)[]",
            [
                (#"[{'n': 1, 'j': '{"a": 1, "b": 2}'}]"#, #"[{'n': 1, 'j': '{"b":2,"a":1}'}]"#, true),
                ("[{'n': 1, 'j': 'null'}]", "[{'n': 1, 'j': NULL}]", false),
                ("[{'n': 1, 'j': NULL}, NULL]", "[{'n': 1, 'j': NULL}, NULL]", true),
            ]),
        Case(
            "MAP(INTEGER, DECIMAL(4,1))", "MAP(BIGINT, DECIMAL(5,2))",
            [("MAP {1: 1.5}", "MAP {1: 1.50}", true), ("MAP {1: 1.5}", "MAP {1: 1.51}", false), ("MAP {}", "MAP {}", true)]),
        Case(
            "STRUCT(i INTERVAL, t TIMESTAMP)", "STRUCT(i INTERVAL, t TIMESTAMPTZ)",
            [
                ("{'i': INTERVAL '1 month', 't': '2024-01-01 10:00'}", "{'i': INTERVAL '1 month', 't': '2024-01-01 12:00+02'}", true),
                ("{'i': INTERVAL '1 month', 't': '2024-01-01'}", "{'i': INTERVAL '30 days', 't': '2024-01-01'}", false),
            ]),
        Case("DECIMAL(4,1)[][]", "DOUBLE[][]", [("[[1.5], NULL]", "[[1.5], NULL]", true), ("[[1.5]]", "[[1.6]]", false)]),
        Case("VARCHAR[]", "INTEGER[]", [("['1', NULL]", "[1, NULL]", true), ("['01']", "[1]", false)]),
        Case("STRUCT(u UUID)", "STRUCT(u VARCHAR)", [("{'u': uuid()}", "{'u': 'x'}", false), ("{'u': NULL}", "{'u': NULL}", true)]),
        // A field more is another value; so is one of another name.
        Case("STRUCT(a INTEGER)", "STRUCT(a INTEGER, b INTEGER)", [("{'a': 1}", "{'a': 1, 'b': NULL}", false), ("NULL", "NULL", true)]),
    ]

    @Test(arguments: duckdb)
    func valuesInDuckDB(_ tested: Case) async throws { try await tested.check(try Self.engine("duckdb")) }

    static let types = [
        "CREATE TYPE two AS (a numeric(10,2), b text)", "CREATE TYPE three AS (a numeric(10,3), b varchar(9))",
        "CREATE TYPE turned AS (b text, a integer)", "CREATE TYPE day AS (d date, j json)", "CREATE TYPE moment AS (d timestamp, j jsonb)",
        "CREATE TYPE single AS (x real, t two[])", "CREATE TYPE double AS (x double precision, t three[])",
        "CREATE TYPE same AS (a numeric(10,2), b text)",
    ]

    static let postgresql = [
        Case(
            "two", "three",
            [
                ("ROW(1.00, 'x')", "ROW(1.000, 'x')", true), ("ROW(1, 'x')", "ROW(1.001, 'x')", false),
                ("ROW(1, 'x')", "ROW(1, 'X')", false),
                ("NULL", "NULL", true), ("NULL", "ROW(NULL, NULL)", false), ("ROW(NULL, NULL)", "ROW(NULL, NULL)", true),
            ]),
        Case("two", "turned", [("ROW(1, 'x')", "ROW('x', 1)", true), ("ROW(1, 'x')", "ROW('x', 2)", false)]),
        Case("two", "same", [("ROW(1, 'x')", "ROW(1.0, 'x')", true), ("ROW(1, 'x')", "ROW(1, 'y')", false)]),
        Case(
            "day", "moment",
            [
                (#"ROW('2024-01-01', '{"a": 1}')"#, #"ROW('2024-01-01', '{"a":1}')"#, true),
                ("ROW('2024-01-01', NULL)", "ROW('2024-01-01 00:00:01', NULL)", false), ("ROW(NULL, 'null')", "ROW(NULL, NULL)", false),
                ("ROW('infinity', NULL)", "ROW('infinity', NULL)", true), ("ROW('300000-01-01', NULL)", "ROW('2024-01-01', NULL)", false),
            ]),
        Case(
            "single", "double",
            [
                ("ROW(0.5, ARRAY[ROW(1, 'x')::two, NULL])", "ROW(0.5, ARRAY[ROW(1, 'x')::three, NULL])", true),
                ("ROW(0.1, NULL)", "ROW(0.1, NULL)", false), ("ROW('NaN', '{}')", "ROW('NaN', '{}')", true),
                ("ROW(0.5, '{}')", "ROW(0.5, NULL)", false), ("ROW('-0.0', NULL)", "ROW('0.0', NULL)", true),
            ]),
        Case(
            "two[]", "three[]",
            [
                ("ARRAY[ROW(1, 'x')::two]", "ARRAY[ROW(1, 'x')::three]", true),
                ("ARRAY[ROW(1, 'x')::two]", "ARRAY[ROW(2, 'x')::three]", false),
                ("'{}'", "'{}'", true), ("'{}'", "NULL", false),
            ]),
        Case(
            "date[]", "timestamp[]",
            [
                ("ARRAY['2024-01-01', NULL]::date[]", "ARRAY['2024-01-01', NULL]::timestamp[]", true),
                ("ARRAY['2024-01-01']::date[]", "ARRAY['2024-01-01 00:00:01']::timestamp[]", false),
                ("ARRAY['300000-01-01']::date[]", "ARRAY['2024-01-01']::timestamp[]", false),
                ("ARRAY[['2024-01-01'], ['2024-01-02']]::date[]", "ARRAY[['2024-01-01'], ['2024-01-02']]::timestamp[]", true),
                ("ARRAY[['2024-01-01'], ['2024-01-02']]::date[]", "ARRAY['2024-01-01', '2024-01-02']::timestamp[]", false),
            ]),
        Case(
            "varchar(9)[]", "text[]",
            [("ARRAY['a', NULL, 'NULL', '']", "ARRAY['a', NULL, 'NULL', '']", true), ("ARRAY['a,b']", "ARRAY['a', 'b']", false)]),
        Case("real[]", "double precision[]", [("ARRAY[0.5]", "ARRAY[0.5]", true), ("ARRAY[0.1]", "ARRAY[0.1]", false)]),
    ]

    @Test(arguments: postgresql)
    func valuesInPostgreSQL(_ tested: Case) async throws { try await tested.check(try Self.engine("postgresql"), Self.types) }

    /// DuckDB's lists and structures keep the collation of the column that they were made of, and do not show it.
    @Test func collationsInside() async throws {
        func table(_ name: String, _ text: String) -> String {
            """
            CREATE TABLE \(name) AS SELECT 1 AS id, [n] AS list, [[n]] AS lists, {'x': n} AS part, [{'x': n}] AS parts, MAP {n: n} AS map,
            [n, NULL] AS holes FROM (SELECT '\(text)' COLLATE NOCASE AS n)
            """
        }
        let database = try await Self.engine("duckdb").open([table("a", "A"), table("b", "a"), table("c", "A")])
        let different = try await diff(database, "a", "b")
        #expect(different.error == nil && different.values?.columnsDiffStats.map(\.valuesDifferent) == [1, 1, 1, 1, 1, 1])
        #expect(try await diff(database, "a", "c").values?.rowsWithDifferences == 0)
        #expect(try await diff(database, "a", "b", key: ["list"]).pks?.exclusives == [1, 1])
    }

    /// The order of elements is ignored by what they are.
    @Test(arguments: Engine.all)
    func orderOfElements(_ engine: Engine) async throws {
        func table(_ name: String, _ type: String, _ days: [String]) -> String {
            let list = days.map { "'\($0)'" }.joined(separator: ", ")
            return "CREATE TABLE \(name) AS SELECT 1 AS id, CAST(\(engine.name == "duckdb" ? "" : "ARRAY")[\(list)] AS \(type)[]) AS v"
        }
        let database = try await engine.open([
            table("a", "date", ["2024-01-01", "2024-01-02"]), table("b", "timestamp", ["2024-01-02", "2024-01-01"]),
            table("c", "timestamp", ["2024-01-02", "2024-01-02"]),
        ])
        func different(_ other: String, _ rules: [EqualityRule]) async throws -> Int? {
            let result = try await diff(database, "a", other) { $0.equality = EqualityRules(rules.map { .init(rule: $0) }) }
            #expect(result.error == nil)
            return result.values?.rowsWithDifferences
        }
        #expect(try await different("b", []) == 1)
        #expect(try await different("b", [.ignoresArrayOrder]) == 0)
        #expect(try await different("c", [.ignoresArrayOrder]) == 1)
    }
}
