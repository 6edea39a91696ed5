import DataDiff
import DiffEngine
import TestSupport
import Testing

/// Arrays and structures of two databases are compared by what is in them.
@Suite struct AcrossNestedTests {
    private typealias Case = AcrossCase

    static let arrays = [
        Case(
            "INTEGER[]", "integer[]",
            [
                ("[1, 2]", "ARRAY[1, 2]", true), ("[1, 2]", "ARRAY[2, 1]", false), ("[1, NULL]", "ARRAY[1, NULL]", true),
                ("[]", "'{}'", true), ("[]", "NULL", false), ("NULL", "NULL", true), ("[NULL]", "'{}'", false),
                ("[1, 2, 3, 4]", "ARRAY[[1, 2], [3, 4]]", false),
            ]),
        Case(
            "INTEGER[][]", "bigint[]",
            [
                ("[[1, 2], [3, 4]]", "ARRAY[[1, 2], [3, 4]]", true), ("[[1, 2], [3, 4]]", "ARRAY[[1, 2], [4, 3]]", false),
                ("[]", "'{}'", true),
                ("[[1]]", "ARRAY[1]", false), ("[NULL]", "ARRAY[1]", false), ("[[NULL]]", "ARRAY[[NULL::bigint]]", true),
            ]),
        Case("INTEGER[3]", "integer[]", [("[1, 2, 3]", "ARRAY[1, 2, 3]", true), ("[1, 2, 3]", "ARRAY[1, 2]", false)]),
        Case(
            "DECIMAL(10,2)[]", "numeric[]",
            [("[1.50, 2]", "ARRAY[1.5, 2.00]", true), ("[1.5]", "ARRAY[1.501]", false), ("[1]", "ARRAY['NaN'::numeric]", false)]),
        Case(
            "HUGEINT[]", "numeric[]",
            [
                ("[170141183460469231731687303715884105727]", "ARRAY[170141183460469231731687303715884105727]", true),
                ("[1]", "ARRAY[1.1]", false),
            ]),
        Case(
            "DOUBLE[]", "double precision[]",
            [
                ("['0.1', 'nan', 'inf']", "ARRAY[0.1, 'NaN', 'Infinity']", true), ("[-0.0]", "ARRAY[0.0]", true),
                ("[1e20]", "ARRAY[1e20]", true), ("[0.1]", "ARRAY[0.2]", false),
            ]),
        Case("FLOAT[]", "double precision[]", [("[0.1]", "ARRAY[0.1]", false), ("[0.5]", "ARRAY[0.5]", true)]),
        Case("DOUBLE[]", "numeric[]", [("[0.1]", "ARRAY[0.1]", true), ("[0.30000000000000004]", "ARRAY[0.3]", false)]),
        Case(
            "VARCHAR[]", "text[]",
            [
                ("['a', '', NULL, 'NULL', '\"x\"']", "ARRAY['a', '', NULL, 'NULL', '\"x\"']", true), ("['a']", "ARRAY['A']", false),
                ("['[\"1\",\"2\"]']", "ARRAY[['1', '2']]", false), ("['a,b']", "ARRAY['a', 'b']", false),
                ("['null']", "ARRAY[NULL]::text[]", false),
            ]),
        Case("BOOLEAN[]", "boolean[]", [("[true, false]", "ARRAY[true, false]", true), ("[true]", "ARRAY[false]", false)]),
        Case(
            "DATE[]", "date[]",
            [
                ("['2024-02-29', 'infinity']", "ARRAY['2024-02-29', 'infinity']::date[]", true),
                ("['0044-03-15 (BC)']", "ARRAY['0044-03-15 BC']::date[]", true),
                ("['300000-01-01']", "ARRAY['300000-01-01']::date[]", true), ("['300000-01-01']", "ARRAY['300000-01-02']::date[]", false),
            ]),
        Case(
            "TIMESTAMP[]", "timestamp[]",
            [
                ("['2024-01-01 00:00:00.5', 'infinity']", "ARRAY['2024-01-01 00:00:00.5', 'infinity']::timestamp[]", true),
                ("['2024-01-01']", "ARRAY['294270-01-01']::timestamp[]", false),
                ("['0044-03-15 (BC) 10:00:00']", "ARRAY['0044-03-15 10:00:00 BC']::timestamp[]", true),
            ]),
        Case("TIMESTAMPTZ[]", "timestamp[]", [("['2024-01-01 02:00:00+02']", "ARRAY['2024-01-01 00:00:00']::timestamp[]", true)]),
        Case(
            "TIMESTAMP[]", "timestamptz[]",
            [
                ("['2024-01-01 00:00:00']", "ARRAY['2024-01-01 02:00:00+02']::timestamptz[]", true),
                ("['infinity']", "ARRAY['infinity']::timestamptz[]", true),
            ]),
        Case(
            "DATE[]", "timestamp[]",
            [("['2024-01-01']", "ARRAY['2024-01-01']::timestamp[]", true), ("['300000-01-01']", "ARRAY['2024-01-01']::timestamp[]", false)]),
        Case(
            "TIME[]", "time[]",
            [("['12:00:00.5']", "ARRAY['12:00:00.5']::time[]", true), ("['12:00:00']", "ARRAY['12:00:01']::time[]", false)]),
        Case(
            "UUID[]", "uuid[]",
            [("['A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11']", "ARRAY['a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11']::uuid[]", true)]),
        Case(
            "BLOB[]", "bytea[]",
            [(#"['\xAA\x00']"#, #"ARRAY['\xaa00']::bytea[]"#, true), (#"['\xAA']"#, #"ARRAY['\xab']::bytea[]"#, false)]),
        Case(
            "INTERVAL[]", "interval[]",
            [
                ("['1 year 2 days -03:04:05.5', '-1 day']", "ARRAY['1 year 2 days -03:04:05.5', '-1 day']::interval[]", true),
                ("['1 month']", "ARRAY['30 days']::interval[]", false),
                ("['-1 day 02:00:00']", "ARRAY['-1 day +02:00:00']::interval[]", true),
            ]),
        Case(
            "JSON[]", "json[]",
            [
                (#"['{"a": 1, "b": 2}', NULL]"#, #"ARRAY['{"b":2,"a":1}', NULL]::json[]"#, true),
                ("['1', 'null']", "ARRAY['1', NULL]::json[]", false), ("['[1, 2]']", "ARRAY['[2, 1]']::json[]", false),
            ]),
        Case(
            "JSON[]", "jsonb[]",
            [(#"['{"b": 1, "a": [true]}']"#, #"ARRAY['{"a": [true], "b": 1}']::jsonb[]"#, true), ("['1']", "ARRAY['2']::jsonb[]", false)]),
        Case("INTEGER[]", "text[]", [("[1, 2]", "ARRAY['1', '2']", true), ("[1]", "ARRAY['01']", false)]),
        Case("INTEGER[]", "jsonb", [("[1, 2]", "'[1,2]'", true), ("[1, 2]", "'[2,1]'", false), ("NULL", "NULL", true)]),
        Case("JSON", "integer[]", [("'[1,2]'", "ARRAY[1, 2]", true), ("'[1]'", "ARRAY[2]", false)]),
    ]

    static let structures = [
        Case(
            "STRUCT(\"the name\" VARCHAR, price DECIMAL(10,2))", "item",
            [
                ("{'the name': 'x', 'price': 1.50}", "ROW('x', 1.5)", true), ("{'the name': 'x', 'price': 1}", "ROW('x', 2)", false),
                ("{'the name': NULL, 'price': NULL}", "ROW(NULL, NULL)", true), ("NULL", "NULL", true), ("NULL", "ROW(NULL, NULL)", false),
            ]),
        Case("STRUCT(price DOUBLE, \"the name\" VARCHAR)", "item", [("{'price': 0.1, 'the name': 'x'}", "ROW('x', 0.1)", true)]),
        Case(
            "STRUCT(\"the name\" VARCHAR, price INTEGER)[]", "item[]",
            [
                ("[{'the name': 'x', 'price': 1}, NULL]", "ARRAY[ROW('x', 1.0)::item, NULL]", true), ("[]", "'{}'", true),
                ("NULL", "NULL", true),
                ("[{'the name': 'x', 'price': 1}]", "ARRAY[ROW('y', 1)::item]", false),
            ]),
        Case(
            "STRUCT(id INTEGER, tags VARCHAR[], body JSON)", "doc",
            [
                (#"{'id': 1, 'tags': ['a', NULL], 'body': '{"b": 1, "a": 2}'}"#, #"ROW(1, ARRAY['a', NULL], '{"a":2,"b":1}')"#, true),
                ("{'id': 1, 'tags': [], 'body': 'null'}", "ROW(1, '{}', NULL)", false),
                ("{'id': 1, 'tags': NULL, 'body': NULL}", "ROW(1, NULL, NULL)", true),
            ]),
    ]

    private static let types = [
        "CREATE TYPE item AS (\"the name\" text, price numeric)", "CREATE TYPE doc AS (id integer, tags text[], body json)",
    ]

    @Test(arguments: arrays + structures, [false, true])
    func values(_ tested: AcrossCase, swapped: Bool) async throws {
        let databases = try await tested.open(swapped: swapped, types: Self.types)
        let result = try await diffAcross(databases)
        #expect(result.error == nil && result.values?.notCompared.isEmpty == true)
        #expect(Set(result.rows.different.compactMap { $0.key["id"] }) == tested.different)
        #expect(result.values?.totalRows == tested.rows.count)
        let summed = try await diffAcross(databases, settings: AcrossSettings(strategy: .checksums))
        #expect(summed.error == nil && summed.values == result.values)
        let keyed = try await diffAcross(databases, key: ["id", "v"])
        #expect(keyed.error == nil && keyed.values?.totalRows == tested.foundByKey)
    }

    /// The order of elements is ignored by what they are.
    @Test(arguments: EnginePair.all)
    func orderOfElements(_ pair: EnginePair) async throws {
        func table(_ name: String, _ engine: Engine, _ arrays: [(type: String, elements: [String])]) -> String {
            let isDuckDB = engine.name == "duckdb"
            let columns = arrays.enumerated().map { index, array in
                let type = isDuckDB && array.type == "numeric" ? "DECIMAL(10,3)" : array.type
                return "CAST(\(isDuckDB ? "" : "ARRAY")[\(array.elements.joined(separator: ", "))] AS \(type)[]) AS v\(index)"
            }
            return "CREATE TABLE \(name) AS SELECT 1 AS id, \(columns.joined(separator: ", "))"
        }
        let databases = try await pair.open(
            [
                table(
                    "a", pair.a,
                    [
                        ("integer", ["1", "2", "NULL"]), ("numeric", ["1.50", "2"]), ("json", [#"'{"a": 1, "b": 2}'"#, "'1'"]),
                        ("integer", ["1", "1", "2"]),
                    ])
            ],
            [
                table(
                    "b", pair.b,
                    [
                        ("integer", ["NULL", "2", "1"]), ("numeric", ["2.0", "1.5"]), ("json", ["'1 '", #"'{"b":2,"a":1}'"#]),
                        ("integer", ["1", "2", "2"]),
                    ])
            ])
        let ordered = try await diffAcross(databases)
        #expect(ordered.error == nil && ordered.values?.columnsDiffStats.map(\.valuesDifferent) == [1, 1, 1, 1])
        let result = try await diffAcross(databases) { $0.equality = EqualityRules([.init(rule: .ignoresArrayOrder)]) }
        #expect(result.error == nil && result.values?.notCompared.isEmpty == true)
        #expect(result.values?.columnsDiffStats.map(\.valuesDifferent) == [0, 0, 0, 1])
    }

    /// Values of one engine in two databases, which meet in a third.
    @Test func oneEngineOnBothSides() async throws {
        let postgresql =
            Self.types + [
                """
                CREATE TABLE a AS SELECT 1 AS id, ARRAY[1.0, 2.50]::numeric[] AS n, ARRAY[INTERVAL '1 month'] AS i, ROW('x', 1.0)::item AS s, \
                ARRAY[[1.0, 2], [3, 4]]::numeric[] AS m, ARRAY['{"a": 1}']::json[] AS j, ARRAY[0.1::real] AS f, ROW(1, '{a}', '[1, 2]')::doc AS d
                """,
                """
                CREATE TABLE b AS SELECT 1 AS id, ARRAY[1, 2.5]::numeric[] AS n, ARRAY[INTERVAL '30 days'] AS i, ROW('x', 1)::item AS s, \
                ARRAY[[1, 2], [3, 4.0]]::numeric[] AS m, ARRAY['{"a":1}']::json[] AS j, ARRAY[0.1::double precision] AS f, ROW(1, '{a}', '[1,2]')::doc AS d
                """,
            ]
        let result = try await diffAcross((try await PostgreSQLSchema(postgresql), try await PostgreSQLSchema(postgresql)))
        #expect(result.error == nil && result.values?.notCompared.isEmpty == true)
        #expect(Set(result.values?.columnsDiffStats.filter { $0.valuesDifferent > 0 }.map(\.columnName) ?? []) == ["i", "f"])
        let duckdb = [
            "CREATE TABLE a AS SELECT 1 AS id, ['{\"a\": 1}'::JSON] AS j, {'x': '[1, 2]'::JSON, 'y': [INTERVAL '1 month']} AS s, MAP {'k': '1'::JSON} AS m",
            "CREATE TABLE b AS SELECT 1 AS id, ['{\"a\":1}'::JSON] AS j, {'x': '[1,2]'::JSON, 'y': [INTERVAL '1 month']} AS s, MAP {'k': '2'::JSON} AS m",
        ]
        let own = try await diffAcross((try await DuckDBFile(duckdb), try await DuckDBFile(duckdb)))
        #expect(own.error == nil && own.values?.columnsDiffStats.map(\.valuesDifferent) == [0, 0, 1])
    }

    /// What has no counterpart is said to have none, and is no key.
    @Test func shapesThatDoNotMatchAreListed() async throws {
        let duckdb = try await DuckDBFile(["CREATE TABLE a AS SELECT 1 AS id, MAP {'k': 1} AS m, {'x': 1} AS s, [1] AS l, 5 AS v"])
        let postgresql = try await PostgreSQLSchema(
            Self.types + ["CREATE TABLE b AS SELECT 1 AS id, ARRAY[1] AS m, ROW('x', 1)::item AS s, ROW('x', 1)::item AS l, 5 AS v"])
        let result = try await diffAcross((duckdb, postgresql))
        #expect(result.values?.notCompared.map(\.columnName) == ["m", "s", "l"])
        #expect(result.values?.notCompared.last?.reason == "INTEGER[] and item are not made of the same parts")
        #expect(result.values?.columnsDiffStats.map(\.columnName) == ["v"])
        #expect(result.schema?.exclusiveColumns == [[], []] && result.schema?.renameHints.isEmpty == true)
        #expect(result.schema?.columnTypeDiffers == ["m", "l"] && result.schema?.columnCounts == [5, 5])
        #expect(result.matchScore == 1)
        let keyed = try await diffAcross((duckdb, postgresql), key: ["s"])
        #expect(keyed.error?.code == "key_not_comparable")
    }
}
