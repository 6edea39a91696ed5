import DataDiff
import DiffEngine
import Foundation
import Relational
import TestSupport
import Testing
import Warehouse

/// Pairs of PostgreSQL's types: what compares by value, what as text, and that nothing is rounded away.
@Suite struct PostgreSQLTypeTests {
    /// Type and value on both sides, and whether the values are the same.
    struct Case: CustomTestStringConvertible, Sendable {
        let a: String
        let b: String
        let isSame: Bool
        var testDescription: String { "\(a) against \(b)" }

        init(_ a: String, _ b: String, _ isSame: Bool) {
            (self.a, self.b, self.isSame) = (a, b, isSame)
        }
    }

    static let numbers = [
        Case("1::smallint", "1::bigint", true),
        Case("9007199254740993::bigint", "9007199254740992::bigint", false),
        Case("9223372036854775807::bigint", "9223372036854775808::numeric", false),
        Case("9223372036854775807::bigint", "9223372036854775807.000::numeric", true),
        Case("1::integer", "1.00::numeric(10,2)", true),
        Case("1::integer", "1.01::numeric(10,2)", false),
        Case("1.2345::numeric(10,4)", "1.23::numeric(10,2)", false),
        Case("1.2300::numeric(10,4)", "1.23::numeric(10,2)", true),
        Case("1.0::numeric", "1.00::numeric", true),
        Case("12345678901234567890123456789012345678::numeric(38,0)", "12345678901234567890123456789012345679::numeric(38,0)", false),
        Case("12345678901234567890123456789012345678::numeric(38,0)", "12345678901234567890123456789012345678.0::numeric", true),
        Case("'NaN'::numeric", "'NaN'::numeric", true),
        Case("'NaN'::numeric", "'NaN'::double precision", true),
        Case("'NaN'::numeric(10,2)", "0::numeric", false),
        Case("'infinity'::numeric", "'infinity'::double precision", true),
        Case("'-infinity'::numeric", "'infinity'::double precision", false),
        Case("1e400::numeric", "'infinity'::double precision", true),
        Case("1e-400::numeric", "0::double precision", true),
        Case("1e-320::numeric", "1e-320::double precision", true),
        Case("0.1::real", "0.1::double precision", false),
        Case("0.5::real", "0.5::double precision", true),
        Case("0.30000000000000004::double precision", "0.3::double precision", false),
        Case("0.1::numeric", "0.1::double precision", true),
        Case("9007199254740993::bigint", "9007199254740992::double precision", true),
        Case("2::integer", "2.0::double precision", true),
        Case("'NaN'::real", "'NaN'::double precision", true),
        Case("-0.0::real", "0.0::real", true),
        Case("'infinity'::double precision", "'-infinity'::double precision", false),
        Case("1::integer", "'1'::text", true),
        Case("1::integer", "'01'::text", false),
        Case("1.50::numeric(10,2)", "'1.50'::text", true),
        Case("true", "'true'::text", true),
        Case("true", "1", false),
        Case("'1.00'::money", "'1.00'::money", true),
        Case("'1.00'::money", "'1.01'::money", false),
    ]

    static let texts = [
        Case("'a'::text", "'A'::text", false),
        Case("'a'::text", "'a '::text", false),
        Case("'a'::char(5)", "'a'::text", true),
        Case("'a'::char(5)", "'a'::char(3)", true),
        Case("'a'::varchar(5)", "'a'::text", true),
        Case("'a'::name", "'a'::text", true),
        Case("'x'::\"char\"", "'x'::text", true),
        Case("'caf\u{E9}'::text", "'cafe\u{301}'::text", false),
        Case("repeat('x', 1048576)", "repeat('x', 1048576)", true),
        Case("repeat('x', 1048576)", "repeat('x', 1048575) || 'y'", false),
        Case("'a'::text COLLATE \"und-x-icu\"", "'a'::text COLLATE \"C\"", true),
        Case("'low'::level", "'low'::level", true),
        Case("'low'::level", "'high'::level", false),
        Case("'low'::level", "'low'::text", true),
        Case("'a@x'::address", "'a@x'::address", true),
        Case("'a@x'::address", "'a@x'::text", true),
        Case("'a@x'::address", "'b@x'::text", false),
        Case("'\\xaa'::bytea", "'\\xab'::bytea", false),
        Case("'\\xaa'::bytea", "'\\xaa'::text", true),
        Case("'6BA7B810-9DAD-11D1-80B4-00C04FD430C8'::uuid", "'6ba7b810-9dad-11d1-80b4-00c04fd430c8'::text", true),
        Case("'10.0.0.1'::inet", "'10.0.0.1/32'::inet", true),
        Case("'10.0.0.1'::inet", "'10.0.0.2'::inet", false),
        Case("'08:00:2b:01:02:03'::macaddr", "'08-00-2b-01-02-03'::macaddr", true),
        Case("B'101'", "B'101'::varbit", true),
        Case("'<a/>'::xml", "'<a/>'::xml", true),
        Case("'<a/>'::xml", "'<b/>'::xml", false),
        Case("point(1, 2)", "point(1, 2)", true),
        Case("point(1, 2)", "point(1, 3)", false),
        // `=` on boxes and circles compares areas.
        Case("'(0,0),(1,2)'::box", "'(0,0),(2,1)'::box", false),
        Case("int4range(1, 3)", "int4range(1, 4)", false),
        Case("numrange(1.0, 2)", "numrange(1, 2.00)", true),
        Case("'a b'::tsvector", "'b a'::tsvector", true),
        Case("'DROP TABLE a; --'", "'DROP TABLE a; --'", true),
    ]

    static let times = [
        Case("DATE '2024-02-29'", "TIMESTAMP '2024-02-29 00:00:00'", true),
        Case("DATE '2024-02-29'", "TIMESTAMP '2024-02-29 00:00:01'", false),
        Case("DATE '2024-02-29'", "TIMESTAMPTZ '2024-02-29 00:00:00+00'", true),
        Case("DATE '2024-02-29'", "'2024-02-29'::text", true),
        Case("DATE 'infinity'", "TIMESTAMP 'infinity'", true),
        Case("DATE 'infinity'", "DATE '-infinity'", false),
        Case("DATE '294276-12-31'", "TIMESTAMP '294276-12-31 00:00:00'", true),
        Case("DATE '294276-12-31'", "TIMESTAMPTZ '294276-12-31 23:59:59.999999+00'", false),
        Case("DATE '5874897-12-31'", "TIMESTAMP '2024-01-01 00:00:00'", false),
        Case("DATE '300000-01-01'", "TIMESTAMPTZ 'infinity'", false),
        Case("DATE '-infinity'", "TIMESTAMP '4713-01-01 00:00:00 BC'", false),
        Case("DATE '4713-01-01 BC'", "TIMESTAMP '4713-01-01 00:00:00 BC'", true),
        Case("DATE '2024-02-29'", "TIMESTAMP '2024-02-29 00:00:00.000001'", false),
        Case("DATE '300000-01-01'", "DATE '300000-01-01'::day", true),
        Case("DATE '300000-01-01'", "DATE '300000-01-02'::day", false),
        Case("DATE '300000-01-01'", "'300000-01-01'::text", true),
        Case("TIMESTAMP 'infinity'", "TIMESTAMPTZ 'infinity'", true),
        Case("TIMESTAMP '-infinity'", "TIMESTAMP '-infinity'", true),
        Case("DATE '0044-03-15 BC'", "DATE '0044-03-15 BC'", true),
        Case("TIMESTAMP '2024-01-01 10:00:00'", "TIMESTAMPTZ '2024-01-01 12:00:00+02'", true),
        Case("TIMESTAMPTZ '2024-01-01 10:00:00+00'", "TIMESTAMPTZ '2024-01-01 12:00:00+02'", true),
        Case("TIMESTAMPTZ '2024-01-01 10:00:00+00'", "'2024-01-01 10:00:00'::text", true),
        Case("TIMESTAMP '2024-01-01 10:00:00.000001'", "TIMESTAMP '2024-01-01 10:00:00.000002'", false),
        Case("TIMESTAMP(0) '2024-01-01 10:00:00'", "TIMESTAMP(6) '2024-01-01 10:00:00'", true),
        Case("TIME '10:00:00.000001'", "TIME '10:00:00'", false),
        Case("TIME '24:00:00'", "TIME '00:00:00'", false),
        Case("TIMETZ '10:00:00+00'", "TIMETZ '12:00:00+02'", false),
        Case("INTERVAL '1 day'", "INTERVAL '24 hours'", false),
        Case("INTERVAL '1 month'", "INTERVAL '30 days'", false),
        Case("INTERVAL '1 year'", "INTERVAL '12 months'", true),
        Case("INTERVAL '-1 day 2 hours'", "INTERVAL '-1 day 2 hours'", true),
    ]

    static let nested = [
        Case("'{\"a\": 1, \"b\": [1, 2]}'::jsonb", "'{\"b\":[1,2],\"a\":1}'::jsonb", true),
        Case("'{\"a\": 1, \"b\": [1, 2]}'::json", "'{\"b\":[1,2],\"a\":1}'::json", true),
        Case("'{\"a\": 1}'::json", "'{\"a\":1}'::jsonb", true),
        Case("'{\"b\": [1, 2]}'::json", "'{\"b\": [2, 1]}'::json", false),
        Case("'null'::json", "NULL::json", false),
        Case("'null'::jsonb", "NULL::jsonb", false),
        Case("'{\"a\": \"\\u0000\"}'::json", "'{\"a\": \"\\u0000\"}'::json", true),
        Case("'{\"a\": \"\\u0000\"}'::json", "'{\"a\": \"\\u0001\"}'::json", false),
        Case("'{\"a\": \"\\ud83d\\ude00\", \"b\": 1}'::json", "'{\"b\": 1, \"a\": \"\u{1F600}\"}'::json", true),
        Case("'\"\\ud83d\"'::json", "'\"\\ud83d\"'::json", true),
        Case("'[\"\\\\u0000\"]'::json", "'[\"\\\\u0000\"]'::json", true),
        Case("ARRAY[1, 2]", "ARRAY[2, 1]", false),
        Case("ARRAY[1, 2]", "ARRAY[1, 2]::bigint[]", true),
        Case("ARRAY[1, NULL]", "ARRAY[1, NULL]::numeric[]", true),
        Case("ARRAY[1]", "ARRAY[1.5]::double precision[]", false),
        Case("ARRAY[1.00]::numeric(10,2)[]", "ARRAY[1.000]::numeric(10,3)[]", true),
        Case("ARRAY[[1, 2], [3, 4]]", "ARRAY[1, 2, 3, 4]", false),
        Case("ARRAY['a']::varchar(5)[]", "ARRAY['a']::text[]", true),
        Case("ARRAY['a']", "ARRAY['A']", false),
        Case("ARRAY['low']::level[]", "ARRAY['low']::level[]", true),
        Case("ARRAY[INTERVAL '1 month']", "ARRAY[INTERVAL '30 days']", false),
        Case("ARRAY[point(1, 2)]", "ARRAY[point(1, 2)]", true),
        Case("ROW('x', 1.0)::item", "ROW('x', 1.00)::item", true),
        Case("ROW('x', 1.0)::item", "ROW('x', 1.01)::item", false),
        Case("ROW('x', NULL)::item", "ROW('x', 0)::item", false),
        Case("ROW(NULL, NULL)::item", "ROW(NULL, NULL)::item", true),
        Case("ROW(1, point(1, 2))::place", "ROW(1, point(1, 2))::place", true),
        Case("ROW(1, point(1, 2))::place", "ROW(1, point(1, 3))::place", false),
    ]

    /// JSON inside arrays and composite types is compared by content.
    static let inside = [
        Case("ARRAY['{\"a\": 1, \"b\": 2}', '[1]']::json[]", "ARRAY['{\"b\":2,\"a\":1}', '[1]']::json[]", true),
        Case("ARRAY['1', '2']::json[]", "ARRAY['2', '1']::json[]", false),
        Case("ARRAY['null', '1']::json[]", "ARRAY[NULL, '1']::json[]", false),
        Case("ARRAY[]::json[]", "ARRAY[NULL]::json[]", false),
        Case("ARRAY[['1', '2'], ['3', '{\"a\": 1}']]::json[]", "ARRAY[['1', '2'], ['3', '{\"a\":1}']]::json[]", true),
        Case("ARRAY[['1', '2'], ['3', '4']]::json[]", "ARRAY['1', '2', '3', '4']::json[]", false),
        Case("ARRAY['\"\\u0000\"', '1']::json[]", "ARRAY['\"\\u0000\"', '1']::json[]", true),
        Case("ARRAY['\"\\u0000\"', '1']::json[]", "ARRAY['\"\\u0001\"', '1']::json[]", false),
        Case("ARRAY['{\"a\": 1}']::json[]", "ARRAY['{\"a\":1}']::jsonb[]", true),
        Case("ROW(1, '{\"a\": 1, \"b\": 2}', NULL)::doc", "ROW(1, '{\"b\":2,\"a\":1}', NULL)::doc", true),
        Case("ROW(1, '1', NULL)::doc", "ROW(2, '1', NULL)::doc", false),
        Case("ROW(1, 'null', NULL)::doc", "ROW(1, NULL, NULL)::doc", false),
        Case("ROW(NULL, NULL, NULL)::doc", "ROW(NULL, NULL, NULL)::doc", true),
        Case("ROW(1, '1', ARRAY['[1, 2]', NULL]::json[])::doc", "ROW(1, '1 ', ARRAY['[1,2]', NULL]::json[])::doc", true),
        Case("ROW(1, '1', ARRAY['1', NULL]::json[])::doc", "ROW(1, '1', ARRAY['1', 'null']::json[])::doc", false),
        Case("ARRAY[ROW(1, '[1, 2]', NULL), NULL]::doc[]", "ARRAY[ROW(1, '[1,2]', NULL), NULL]::doc[]", true),
        Case("ARRAY[ROW(1, '1', NULL), NULL]::doc[]", "ARRAY[ROW(1, '2', NULL), NULL]::doc[]", false),
        Case("ROW('x', ARRAY[ROW(1, '[1, 2]', NULL)::doc])::shelf", "ROW('x', ARRAY[ROW(1, '[1,2]', NULL)::doc])::shelf", true),
        Case("ROW('x', ARRAY[ROW(1, NULL, NULL)::doc])::shelf", "ROW('x', ARRAY[ROW(1, 'null', NULL)::doc])::shelf", false),
    ]

    static let groups = [numbers, texts, times, nested, inside]

    private static let types = [
        "CREATE TYPE level AS ENUM ('low', 'high')", "CREATE DOMAIN address AS varchar(20) CHECK (VALUE LIKE '%@%')",
        "CREATE TYPE item AS (name text, price numeric)", "CREATE TYPE place AS (id integer, at point)",
        "CREATE DOMAIN day AS date", "CREATE TYPE doc AS (id integer, \"the body\" json, \"more;=(\" json[])",
        "CREATE TYPE shelf AS (name text, docs doc[])",
    ]

    /// All pairs of a group in one diff, a column each.
    @Test(arguments: groups)
    func values(_ pairs: [Case]) async throws {
        func columns(_ value: (Case) -> String) -> String {
            pairs.enumerated().map { "\(value($1)) AS v\($0)" }.joined(separator: ", ")
        }
        let schema = try await PostgreSQLSchema(
            Self.types + ["CREATE TABLE a AS SELECT 1 AS id, \(columns(\.a))", "CREATE TABLE b AS SELECT 1 AS id, \(columns(\.b))"])
        let result = try await diff(schema)
        #expect(result.error == nil)
        #expect(result.values?.notCompared.isEmpty == true)
        let different = Set(result.values?.columnsDiffStats.filter { $0.valuesDifferent > 0 }.map(\.columnName) ?? [])
        for (index, pair) in pairs.enumerated() {
            #expect(different.contains("v\(index)") != pair.isSame, "\(pair.testDescription)")
        }
        #expect(result.values?.comparedColumns == pairs.count)
        #expect(Set(result.rows.different.first.map { Array($0.columns.keys) } ?? []) == different)
    }

    /// A diff for each pair, all in one warehouse.
    @Test(arguments: groups)
    func keys(_ pairs: [Case]) async throws {
        let pairs = pairs.filter { !$0.b.hasPrefix("NULL") }
        let tables = pairs.enumerated().flatMap { index, pair in
            ["CREATE TABLE a\(index) AS SELECT \(pair.a) AS id", "CREATE TABLE b\(index) AS SELECT \(pair.b) AS id"]
        }
        let schema = try await PostgreSQLSchema(Self.types + tables)
        let warehouse = try Warehouse(try WarehouseConfiguration(uri: schema.uri))
        for (index, pair) in pairs.enumerated() {
            let request = DiffRequest(
                a: .relation(RelationName(identifier: "a\(index)")), b: .relation(RelationName(identifier: "b\(index)")),
                key: KeyChoice(columns: ["id"], source: "argument"))
            let result = try await DiffEngine(warehouse).run(request)
            #expect(result.error == nil, "\(pair.testDescription)")
            #expect(result.pks?.nulls == [0, 0], "\(pair.testDescription)")
            #expect(result.pks?.exclusives == (pair.isSame ? [0, 0] : [1, 1]), "\(pair.testDescription)")
        }
        await warehouse.close()
    }

    /// The order of arrays is ignored by what their elements are.
    @Test(arguments: [
        ("ARRAY['{\"a\": 1, \"b\": 2}', NULL, '[1]']::json[]", "ARRAY['[1]', '{\"b\":2,\"a\":1}', NULL]::json[]", 0),
        ("ARRAY['1', '1', '2']::json[]", "ARRAY['1', '2', '2']::json[]", 1), ("ARRAY['null', '1']::json[]", "ARRAY['1', NULL]::json[]", 1),
        ("ARRAY[ROW(1, '[1, 2]', NULL), ROW(2, '1', NULL)]::doc[]", "ARRAY[ROW(2, '1', NULL), ROW(1, '[1,2]', NULL)]::doc[]", 0),
        ("NULL::json[]", "ARRAY[]::json[]", 1), ("ARRAY[['1', '2']]::json[]", "ARRAY[['2', '1']]::json[]", 1),
    ])
    func orderOfElements(_ a: String, _ b: String, _ differ: Int) async throws {
        let schema = try await PostgreSQLSchema(
            Self.types + ["CREATE TABLE a AS SELECT 1 AS id, \(a) AS v", "CREATE TABLE b AS SELECT 1 AS id, \(b) AS v"])
        let result = try await diff(schema) { $0.equality = EqualityRules([.init(column: "v", rule: .ignoresArrayOrder)]) }
        #expect(result.error == nil && result.values?.valuesWithDifferences == differ)
    }

    /// Each date that no timestamp reaches is a key of its own; a tolerance reaches from the last timestamp to the dates behind it.
    @Test func datesBeyondTimestamps() async throws {
        let schema = try await PostgreSQLSchema([
            "CREATE TABLE a AS SELECT unnest(ARRAY[DATE '300000-01-01', '300000-01-02', 'infinity', '294277-01-01', '2024-01-01']) AS id, 1 AS v",
            "CREATE TABLE b AS SELECT unnest(ARRAY[TIMESTAMP 'infinity', '2024-01-01', '-infinity', '294276-12-31']) AS id, 1 AS v",
            "CREATE TABLE c AS SELECT 1 AS id, id AS v FROM a WHERE id = '294277-01-01'",
            "CREATE TABLE d AS SELECT 1 AS id, id AS v FROM b WHERE id = '294276-12-31'",
        ])
        let result = try await diff(schema)
        #expect(result.error == nil)
        #expect(result.pks?.distincts == [5, 4] && result.pks?.exclusives == [3, 2] && result.pks?.dupes == [0, 0])
        for (span, differ) in [("1d", 0), ("23h", 1)] {
            let rule = try #require(EqualityRule("time:\(span)"))
            let near = try await diff(schema, "c", "d") { $0.equality = EqualityRules([.init(rule: rule)]) }
            #expect(near.error == nil && near.values?.valuesWithDifferences == differ)
        }
    }

    @Test func collationsDoNotHideACase() async throws {
        let schema = try await PostgreSQLSchema([
            "CREATE COLLATION nocase (provider = icu, locale = 'und-u-ks-level2', deterministic = false)",
            "CREATE TABLE a (id integer, n text COLLATE nocase)", "INSERT INTO a VALUES (1, 'A')",
            "CREATE TABLE b (id integer, n text COLLATE nocase)", "INSERT INTO b VALUES (1, 'a')",
        ])
        #expect(try await diff(schema).values?.valuesWithDifferences == 1)
        #expect(try await diff(schema, key: ["n"]).pks?.exclusives == [1, 1])
    }

    @Test func sampleRowsShowWhatTheEngineShows() async throws {
        let schema = try await PostgreSQLSchema([
            "CREATE TYPE level AS ENUM ('low', 'high')", "CREATE TYPE item AS (name text, price numeric)",
            """
            CREATE TABLE a AS SELECT 1 AS id, 1.50::numeric(10,2) AS n, 'NaN'::numeric AS nan, 'infinity'::timestamptz AS inf,
            TIMESTAMPTZ '2024-01-01 12:00:00.5+02' AS at, DATE '-infinity' AS d, INTERVAL '1 mon 2 days' AS i, 'low'::level AS e,
            ROW('x', 1.0)::item AS r, ARRAY[[1, 2], [3, 4]] AS m, '10.0.0.1'::inet AS ip, '\\x00ff'::bytea AS raw, 'x'::char(3) AS c,
            '6ba7b810-9dad-11d1-80b4-00c04fd430c8'::uuid AS u, '{"a": 1}'::jsonb AS j, TIMETZ '10:00:00+02' AS z, true AS t,
            9007199254740993::bigint AS big, point(1, 2) AS p, NULL::text AS empty
            """,
            "CREATE TABLE b AS SELECT * FROM a WHERE false",
        ])
        let row = try #require(try await diff(schema).rows.exclusiveA.first)
        let expected: [String: CellValue] = [
            "id": .integer(1), "n": .text("1.50"), "nan": .text("NaN"), "inf": .text("infinity"), "at": .text("2024-01-01 10:00:00.5+00"),
            "d": .text("-infinity"), "i": .text("1 mon 2 days"), "e": .text("low"), "r": .text("(x,1.0)"), "m": .text("{{1,2},{3,4}}"),
            "ip": .text("10.0.0.1/32"), "raw": .text("0x00ff"), "c": .text("x"), "u": .text("6ba7b810-9dad-11d1-80b4-00c04fd430c8"),
            "j": .text("{\"a\": 1}"), "z": .text("10:00:00+02"), "t": .boolean(true), "big": .text("9007199254740993"),
            "p": .text("(1,2)"), "empty": .null,
        ]
        #expect(row == expected)
    }

    @Test(arguments: ["UTC", "America/New_York", "Asia/Kolkata"])
    func zonesOfUserAndSessionDoNotCount(zone: String) async throws {
        let schema = try await PostgreSQLSchema([
            "CREATE TABLE a AS SELECT 1 AS id, TIMESTAMP '2024-03-10 02:30:00' AS v, TIMESTAMPTZ '2024-03-10 02:30:00+00' AS k",
            "CREATE TABLE b AS SELECT 1 AS id, TIMESTAMPTZ '2024-03-10 02:30:00+00' AS v, DATE '2024-03-10' AS k",
            "CREATE ROLE \"\(zone)_role\" LOGIN SUPERUSER",
            "ALTER ROLE \"\(zone)_role\" SET TimeZone = '\(zone)'", "ALTER ROLE \"\(zone)_role\" SET DateStyle = 'German, DMY'",
            "ALTER ROLE \"\(zone)_role\" SET IntervalStyle = 'iso_8601'", "ALTER ROLE \"\(zone)_role\" SET bytea_output = 'escape'",
        ])
        let user = "\(zone)_role".addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
        let uri = schema.uri.replacingOccurrences(of: "postgres@", with: "\(user)@")
        let result = try await diff(SchemaAs(uri: uri, schema: schema))
        #expect(result.error == nil)
        #expect(result.values?.columnsDiffStats.map(\.valuesDifferent) == [0, 1])
        #expect(result.rows.different.first?.columns["k"]?.a == .text("2024-03-10 02:30:00+00"))
        try await schema.run(["DROP ROLE \"\(zone)_role\""])
    }
}

/// A schema as another user sees it.
private struct SchemaAs: TestDatabase {
    let uri: String
    let schema: PostgreSQLSchema

    func run(_ statements: [String]) async throws { try await schema.run(statements) }
}
