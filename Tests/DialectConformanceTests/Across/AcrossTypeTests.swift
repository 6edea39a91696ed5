import DataDiff
import DiffEngine
import TestSupport
import Testing

/// Every class of types, DuckDB's against PostgreSQL's: the same value is the same, whatever it is called and however it travels.
@Suite struct AcrossTypeTests {
    private typealias Case = AcrossCase

    static let cases =
        [
            Case("TINYINT", "smallint", [("-5", "-5", true), ("5", "6", false), ("NULL", "NULL", true), ("NULL", "0", false)]),
            Case("UBIGINT", "numeric", [("18446744073709551615", "18446744073709551615", true), ("1", "1.0", true), ("1", "1.1", false)]),
            Case(
                "HUGEINT", "numeric(39,0)",
                [
                    ("170141183460469231731687303715884105727", "170141183460469231731687303715884105727", true),
                    ("170141183460469231731687303715884105727", "170141183460469231731687303715884105726", false), ("-1", "-1", true),
                ]),
            Case(
                "BIGNUM", "numeric",
                [
                    ("'1234567890123456789012345678901234567890123'", "1234567890123456789012345678901234567890123", true),
                    ("'1234567890123456789012345678901234567890123'", "1234567890123456789012345678901234567890124", false),
                ]),
            Case("DECIMAL(10,2)", "numeric(12,4)", [("1.50", "1.5", true), ("1.50", "1.5001", false), ("-0.00", "0", true)]),
            Case(
                "DECIMAL(38,10)", "numeric", [("1.5", "1.50", true), ("1.5", "'NaN'", false), ("NULL", "NULL", true), ("100", "100", true)]),
            Case(
                "DECIMAL(38,0)", "numeric",
                [
                    ("99999999999999999999999999999999999999", "99999999999999999999999999999999999999", true),
                    ("99999999999999999999999999999999999999", "99999999999999999999999999999999999999.00000000001", false),
                    ("1", "1000000000000000000000000000000000000000000000", false),
                ]),
            Case("INTEGER", "numeric(10,3)", [("7", "7.000", true), ("7", "7.001", false)]),
            Case(
                "FLOAT", "real", [("0.1", "0.1", true), ("'nan'", "'NaN'", true), ("'-inf'", "'-Infinity'", true), ("-0.0", "0.0", true)]),
            Case("FLOAT", "double precision", [("0.1", "0.1", false), ("0.5", "0.5", true), ("'nan'", "'Infinity'", false)]),
            Case("DOUBLE", "numeric", [("0.1", "0.1", true), ("0.30000000000000004", "0.3", false), ("'nan'", "'NaN'", true)]),
            Case(
                "DECIMAL(9,3)", "double precision", [("0.125", "0.125", true), ("0.1", "0.1", true), ("0.1", "0.10000000000000002", false)]),
            Case(
                "VARCHAR", "text", [("'a'", "'a'", true), ("'a'", "'A'", false), ("'\u{E9}'", "'e\u{301}'", false), ("''", "NULL", false)]),
            Case("VARCHAR COLLATE NOCASE", "character varying(9)", [("'a'", "'A'", false), ("'🙂'", "'🙂'", true), ("'a '", "'a'", false)]),
            Case("VARCHAR", "character(5)", [("'ab'", "'ab'", true), ("'abc'", "'ab'", false)]),
            Case("ENUM('x', 'y')", "text", [("'x'", "'x'", true), ("'x'", "'y'", false)]),
            Case("BOOLEAN", "boolean", [("true", "true", true), ("true", "false", false)]),
            Case(
                "DATE", "date",
                [
                    ("'2024-02-29'", "'2024-02-29'", true), ("'infinity'", "'infinity'", true), ("'-infinity'", "'-infinity'", true),
                    ("'infinity'", "'2024-01-01'", false), ("'0044-03-15 (BC)'", "'0044-03-15 BC'", true),
                    ("'0001-01-01'", "'0001-01-02'", false),
                ]),
            Case(
                "DATE", "date",
                [
                    ("'300000-01-01'", "'300000-01-01'", true), ("'300000-01-01'", "'300000-01-02'", false),
                    ("'infinity'", "'infinity'", true),
                ]),
            Case(
                "TIMESTAMP", "timestamp",
                [
                    ("'2024-01-01 00:00:00.000001'", "'2024-01-01 00:00:00.000001'", true),
                    ("'2024-01-01 00:00:00.000001'", "'2024-01-01 00:00:00.000002'", false), ("'infinity'", "'infinity'", true),
                    ("'-infinity'", "'infinity'", false), ("'4713-01-01 (BC) 00:00:00'", "'4713-01-01 00:00:00 BC'", true),
                ]),
            Case(
                "TIMESTAMP", "timestamp",
                [
                    ("'2024-01-01 00:00:00.5'", "'2024-01-01 00:00:00.5'", true), ("'2024-01-01'", "'294276-12-31 23:59:59'", false),
                    ("'infinity'", "'infinity'", true), ("NULL", "NULL", true),
                ]),
            Case(
                "TIMESTAMP_S", "timestamp(3)",
                [("'2024-01-01 00:00:01'", "'2024-01-01 00:00:01'", true), ("'2024-01-01'", "'2024-01-01 00:00:00.001'", false)]),
            Case("TIMESTAMP_MS", "timestamp", [("'2024-01-01 00:00:00.123'", "'2024-01-01 00:00:00.123'", true)]),
            Case(
                "TIMESTAMP_NS", "timestamp",
                [
                    ("'2024-01-01 00:00:00.123456'", "'2024-01-01 00:00:00.123456'", true),
                    ("'2024-01-01 00:00:00.123456789'", "'2024-01-01 00:00:00.123456'", false),
                ]),
            Case(
                "TIMESTAMPTZ", "timestamptz",
                [
                    ("'2024-01-01 02:00:00+02'", "'2024-01-01 00:00:00+00'", true),
                    ("'2024-01-01 02:00:00+00'", "'2024-01-01 00:00:00+00'", false),
                ]),
            Case(
                "TIMESTAMP", "timestamptz",
                [("'2024-01-01 00:00:00'", "'2024-01-01 01:00:00+01'", true), ("'infinity'", "'infinity'", true)]),
            Case("TIMESTAMPTZ", "timestamp", [("'2024-01-01 01:00:00+01'", "'2024-01-01 00:00:00'", true)]),
            Case("DATE", "timestamp", [("'2024-01-01'", "'2024-01-01 00:00:00'", true), ("'2024-01-01'", "'2024-01-01 00:00:01'", false)]),
            Case(
                "TIME", "time",
                [("'12:00:00.5'", "'12:00:00.5'", true), ("'24:00:00'", "'24:00:00'", true), ("'12:00:00'", "'12:00:01'", false)]),
            Case("TIMETZ", "timetz", [("'12:00:00+05:30'", "'12:00:00+05:30'", true), ("'12:00:00+05:30'", "'12:00:00+05'", false)]),
            Case(
                "INTERVAL", "interval",
                [
                    ("'1 year 2 months 3 days 04:05:06.789'", "'1 year 2 mons 3 days 04:05:06.789'", true),
                    ("'1 month'", "'30 days'", false), ("'-1 day'", "'-1 day'", true), ("'-04:00:00'", "'-4 hours'", true),
                    ("'400 years'", "'400 years'", true), ("'30 hours'", "'1 day 6 hours'", false),
                ]),
            Case(
                "UUID", "uuid",
                [
                    ("'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11'", "'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'", true),
                    ("'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11'", "'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a12'", false),
                ]),
            Case("UUID", "text", [("'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11'", "'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'", true)]),
            Case("VARCHAR", "uuid", [("'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'", "'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11'", true)]),
            Case(
                "JSON", "json",
                [
                    (#"'{"a": 1, "b": [1, 2]}'"#, #"'{"b":[1,2],"a":1}'"#, true), ("'[1, 2]'", "'[2, 1]'", false),
                    ("'null'", "NULL", false),
                ]),
            Case("JSON", "jsonb", [(#"'{"a": 1, "b": null}'"#, #"'{"b":null,"a":1}'"#, true), ("'1'", "'2'", false)]),
            Case("JSON", "json", [(#"'{"a": 1}'"#, #"'{"a": 1}'"#, true), (#"'"x"'"#, #"'"\ud800"'"#, false)]),
            Case("BLOB", "bytea", [(#"'\xAA\x00'"#, #"'\xaa00'"#, true), (#"'\xAA'"#, #"'\xab'"#, false), ("''", "''", true)]),
            Case("BIT", "bit varying", [("'101'", "'101'", true), ("'101'", "'100'", false)]),
            Case("INTEGER", "text", [("5", "'5'", true), ("5", "'05'", false)]),
            Case("BOOLEAN", "text", [("true", "'true'", true), ("true", "'t'", false)]),
            Case("VARCHAR", "date", [("'2024-01-01'", "'2024-01-01'", true), ("'2024-01-01 '", "'2024-01-01'", false)]),
            Case("VARCHAR", "numeric", [("'1.50'", "1.50", true), ("'1.5'", "1.50", false), ("'NaN'", "'NaN'", true)]),
        ] + farTimes

    /// Dates that no timestamp reaches.
    static let farTimes = [
        Case(
            "DATE", "timestamp",
            [
                ("'300000-01-01'", "'2024-01-01'", false), ("'290000-01-01'", "'290000-01-01'", true), ("'infinity'", "'infinity'", true),
                ("'5877642-06-25 (BC)'", "'-infinity'", false), ("'5881580-07-10'", "'infinity'", false),
                ("'-infinity'", "'-infinity'", true),
            ]),
        Case(
            "DATE", "timestamptz",
            [
                ("'300000-01-01'", "'294276-12-31'", false), ("'2024-01-01'", "'2024-01-01 00:00:00+00'", true),
                ("'infinity'", "'infinity'", true),
            ]),
        Case(
            "TIMESTAMP", "date",
            [
                ("'2024-01-01'", "'5874897-12-31'", false), ("'290000-01-01'", "'290000-01-01'", true), ("'infinity'", "'infinity'", true),
                ("'-infinity'", "'infinity'", false),
            ]),
        Case("TIMESTAMP_NS", "date", [("'2024-01-01'", "'5874897-12-31'", false), ("'2024-01-01'", "'2024-01-01'", true)]),
        Case("VARCHAR", "date", [("'300000-01-01'", "'300000-01-01'", true), ("'300000-01-02'", "'300000-01-01'", false)]),
    ]

    @Test(arguments: cases, [false, true])
    func valuesOfEveryClass(_ tested: AcrossCase, swapped: Bool) async throws {
        // Rows enough that are the same on both sides, for the others to be few.
        let databases = try await tested.open(swapped: swapped, equal: 100..<140)
        let result = try await diffAcross(databases)
        #expect(result.error == nil)
        #expect(Set(result.rows.different.compactMap { $0.key["id"] }) == tested.different)
        #expect(result.values?.totalRows == tested.rows.count + 40)
        let checksums = AcrossSettings(strategy: .checksums)
        let summed = try await diffAcross(databases, settings: checksums)
        #expect(summed.error == nil && summed.values == result.values && summed.pks == result.pks)
        #expect(Set(summed.rows.different) == Set(result.rows.different))
        // As a key, a value meets itself.
        let keyed = try await diffAcross(databases, key: ["id", "v"])
        let found = tested.rows.indices.filter {
            !tested.rows[$0].2 && !tested.rows[$0].0.hasPrefix("NULL") && !tested.rows[$0].1.hasPrefix("NULL")
        }
        #expect(keyed.pks?.exclusives.min() ?? -1 >= found.count)
        #expect(keyed.values?.totalRows == tested.foundByKey)
    }

    /// Of one engine, all types there are come through.
    @Test func everyTypeOfOneEngine() async throws {
        let columns = """
            1::TINYINT AS i1, 170141183460469231731687303715884105727::HUGEINT AS h, 1.5::DECIMAL(38,10) AS d, 'nan'::DOUBLE AS n,
            'x'::ENUM('x', 'y') AS e, '\\xAA'::BLOB AS bl, DATE 'infinity' AS da, TIME '24:00:00' AS ti, '12:00:00.123456789'::TIME_NS AS tn,
            '12:00:00+05:30'::TIMETZ AS tz, TIMESTAMP 'infinity' AS ts, '2020-01-01 00:00:00.123456789'::TIMESTAMP_NS AS tsn,
            TIMESTAMPTZ '2020-01-01 00:00:00+02' AS tstz, INTERVAL '300 years 1 day' AS iv, '101'::BIT AS bi,
            [1, NULL] AS l, {'a': 1, 'b': [INTERVAL '1 day']} AS s, MAP {'k': 1} AS m, [1, 2]::INTEGER[2] AS ar, NULL AS nu,
            union_value(k := 1) AS un, '{"b": 1}'::JSON AS js
            """
        let a = try await DuckDBFile(["CREATE TABLE a AS SELECT 1 AS id, \(columns)"])
        let b = try await DuckDBFile(["CREATE TABLE b AS SELECT 1 AS id, \(columns)"])
        let same = try await diffAcross((a, b))
        #expect(same.error == nil)
        #expect(same.verdict == .identical)
        #expect(same.values?.notCompared.isEmpty == true)
        #expect(same.values?.comparedColumns == 22)
        let tables = """
            (1, 1::smallint, ARRAY['a', NULL], ARRAY[[1, 2], [3, 4]], '{"a": 1}'::jsonb, inet '1.2.3.4', int4range(1, 5), \
            timetz '12:00:00+01', interval '1 month', B'101', 'a'::"char", point '(1,2)', 'infinity'::timestamptz)
            """
        let types =
            "id integer, i smallint, t text[], i2 integer[], j jsonb, n inet, r int4range, tz timetz, iv interval, bi bit(3), ch \"char\", p point, ts timestamptz"
        let c = try await PostgreSQLSchema(["CREATE TABLE a (\(types))", "INSERT INTO a VALUES \(tables)"])
        let d = try await PostgreSQLSchema(["CREATE TABLE b (\(types))", "INSERT INTO b VALUES \(tables)"])
        let alike = try await diffAcross((c, d))
        #expect(alike.error == nil)
        #expect(alike.verdict == .identical)
        #expect(alike.values?.notCompared.isEmpty == true)
    }
}
