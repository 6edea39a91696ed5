import DataDiff
import Testing
import TestSupport

/// Pairs of types: what compares by value, what as text, and that nothing is rounded away.
@Suite struct TypeMeaningTests {
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

    static let cases: [Case] = [
        Case("1::TINYINT", "1::HUGEINT", true),
        Case("9223372036854775807::BIGINT", "9223372036854775807::UBIGINT", true),
        Case("9223372036854775807::BIGINT", "9223372036854775808::UBIGINT", false),
        Case("340282366920938463463374607431768211455::UHUGEINT", "1::BIGINT", false),
        Case("1::BIGINT", "1.00::DECIMAL(10,2)", true),
        Case("1::BIGINT", "1.01::DECIMAL(10,2)", false),
        Case("100::BIGINT", "100.0::DECIMAL(38,20)", true),
        Case("99999999999999999999999999999999999999::HUGEINT", "1.5::DECIMAL(10,2)", false),
        Case("1.2345::DECIMAL(10,4)", "1.23::DECIMAL(10,2)", false),
        Case("1.2300::DECIMAL(10,4)", "1.23::DECIMAL(10,2)", true),
        Case("12345678901234567890123456789012345678::DECIMAL(38,0)", "0.1::DECIMAL(38,37)", false),
        Case("0.1::FLOAT", "0.1::DOUBLE", false),
        Case("0.5::FLOAT", "0.5::DOUBLE", true),
        Case("0.30000000000000004::DOUBLE", "0.3::DOUBLE", false),
        Case("2::INTEGER", "2.0::DOUBLE", true),
        Case("1::INTEGER", "'1'", true),
        Case("1::INTEGER", "'01'", false),
        Case("true", "'true'", true),
        Case("true", "1", false),
        Case("DATE '2024-02-29'", "TIMESTAMP '2024-02-29 00:00:00'", true),
        Case("DATE '2024-02-29'", "TIMESTAMP '2024-02-29 00:00:01'", false),
        Case("DATE '2024-02-29'", "'2024-02-29'", true),
        Case("TIMESTAMP '2024-01-01 10:00:00'", "TIMESTAMPTZ '2024-01-01 12:00:00+02'", true),
        Case("TIMESTAMP '2024-01-01 10:00:00.000001'", "TIMESTAMP '2024-01-01 10:00:00.000002'", false),
        Case("TIMESTAMP_NS '2024-01-01 10:00:00.000001001'", "TIMESTAMP '2024-01-01 10:00:00.000001'", false),
        Case("TIMESTAMP_NS '2024-01-01 10:00:00.000001000'", "TIMESTAMP '2024-01-01 10:00:00.000001'", true),
        Case("TIMESTAMP_S '2024-01-01 10:00:00'", "TIMESTAMP_MS '2024-01-01 10:00:00.000'", true),
        Case("TIMESTAMP_NS '2024-01-01 00:00:00'", "DATE '2024-01-01'", true),
        Case("'6BA7B810-9DAD-11D1-80B4-00C04FD430C8'::UUID", "'6ba7b810-9dad-11d1-80b4-00c04fd430c8'", true),
        Case("'{\"a\": 1, \"b\": [1, 2]}'::JSON", "'{\"b\":[1,2],\"a\":1}'::JSON", true),
        Case("'{\"b\": [1, 2]}'::JSON", "'{\"b\": [2, 1]}'::JSON", false),
        Case("'null'::JSON", "NULL::JSON", false),
        Case("'a'", "'A'", false),
        Case("'a'", "'a '", false),
        Case("'caf\u{E9}'", "'cafe\u{301}'", false),
        Case("'x'::ENUM('x', 'y')", "'x'", true),
        Case("[1, 2]", "[2, 1]", false),
        Case("[1, 2]::INTEGER[]", "[1, 2]::BIGINT[]", true),
        Case("{'a': 1, 'b': NULL}", "{'a': 1, 'b': NULL}", true),
        Case("MAP {'k': 1}", "MAP {'k': 2}", false),
        Case("'\\xAA'::BLOB", "'\\xAB'::BLOB", false),
        Case("TIME '10:00:00.000001'", "TIME '10:00:00'", false),
        Case("INTERVAL '1 day'", "INTERVAL '2 days'", false),
        Case("INTERVAL '1 month'", "INTERVAL '30 days'", false),
        Case("[1.00]::DECIMAL(10,2)[]", "[1.000]::DECIMAL(10,3)[]", true),
        Case("[1]::INTEGER[]", "[1.5]::DOUBLE[]", false),
        Case("['a']", "[1]", false),
        Case("'DROP TABLE a; --'", "'DROP TABLE a; --'", true),
        Case("'infinity'::DOUBLE", "'-infinity'::DOUBLE", false),
    ]

    /// Dates go further than timestamps, and microseconds than nanoseconds.
    static let farTimes: [Case] = [
        Case("DATE '290000-01-01'", "TIMESTAMP '290000-01-01 00:00:00'", true),
        Case("DATE '290000-01-01'", "TIMESTAMP '290000-01-01 00:00:00.000001'", false),
        Case("DATE '300000-01-01'", "TIMESTAMP '2024-01-01 00:00:00'", false),
        Case("DATE '5881580-07-10'", "TIMESTAMPTZ '294247-01-10 00:00:00+00'", false),
        Case("DATE '5877642-06-25 (BC)'", "TIMESTAMP '-infinity'", false),
        Case("DATE '5881580-07-10'", "TIMESTAMP 'infinity'", false),
        Case("DATE 'infinity'", "TIMESTAMP 'infinity'", true),
        Case("DATE '-infinity'", "TIMESTAMPTZ '-infinity'", true),
        Case("DATE '-infinity'", "TIMESTAMP 'infinity'", false),
        Case("DATE '0044-03-15 (BC)'", "TIMESTAMP '0044-03-15 (BC) 00:00:00'", true),
        Case("DATE '300000-01-01'", "TIMESTAMP_NS '2024-01-01 00:00:00'", false),
        Case("DATE '2024-01-01'", "TIMESTAMP_NS '2024-01-01 00:00:00.000000001'", false),
        Case("TIMESTAMP '290000-01-01 00:00:00'", "TIMESTAMP_NS '2024-01-01 00:00:00'", false),
        Case("TIMESTAMP 'infinity'", "TIMESTAMP_NS 'infinity'", true),
        Case("TIMESTAMP '2024-01-01 00:00:00'", "'2024-01-01 00:00:00+00'::TIMESTAMPTZ_NS", true),
        Case("TIMESTAMP '2024-01-01 00:00:00'", "'2024-01-01 00:00:00.000000001+00'::TIMESTAMPTZ_NS", false),
        Case("TIMESTAMP_NS '2024-01-01 00:00:00.000000001'", "'2024-01-01 02:00:00.000000001+02'::TIMESTAMPTZ_NS", true),
        Case("DATE '300000-01-01'", "'300000-01-01'", true),
    ]

    /// Values inside others are compared as they would be by themselves.
    static let nested: [Case] = [
        Case("['{\"a\": 1, \"b\": 2}'::JSON]", "['{\"b\":2,\"a\":1}'::JSON]", true),
        Case("['{\"a\": 1}'::JSON, NULL]", "['{\"a\":1}'::JSON, 'null']", false),
        Case("['1'::JSON, '2']", "['2'::JSON, '1']", false),
        Case("[]::JSON[]", "[NULL]::JSON[]", false),
        Case("[['[1, 2]'::JSON], NULL, []]", "[['[1,2]'::JSON], NULL, []]", true),
        Case("[['[1, 2]'::JSON], NULL]", "[['[1,2]'::JSON], []]", false),
        Case("['{\"a\": 1}', '2']::JSON[2]", "['{\"a\":1}', '2']::JSON[2]", true),
        Case("{'j': '{\"a\": 1, \"b\": 2}'::JSON, 'n': 0.0::DOUBLE}", "{'j': '{\"b\":2,\"a\":1}'::JSON, 'n': -0.0::DOUBLE}", true),
        Case("{'j': '{\"a\": 1}'::JSON, 'n': 1}", "{'j': '{\"a\":1}'::JSON, 'n': 2}", false),
        Case("{'j': NULL::JSON}", "{'j': 'null'::JSON}", false),
        Case("{'j': '1'::JSON}", "{'j': '1 '::JSON}", true),
        Case("MAP {'k': '{\"a\": 1, \"b\": 2}'::JSON}", "MAP {'k': '{\"b\":2, \"a\":1}'::JSON}", true),
        Case("MAP {'k': '1'::JSON}", "MAP {'l': '1'::JSON}", false),
        Case("union_value(j := '{\"a\": 1}'::JSON)", "union_value(j := '{\"a\":1}'::JSON)", true),
        Case("union_value(j := '1'::JSON)", "union_value(j := '2'::JSON)", false),
        Case("row('{\"a\": 1}'::JSON, 1)", "row('{\"a\":1}'::JSON, 1)", true),
        Case("row('{\"a\": 1}'::JSON, 1)", "row('{\"a\":1}'::JSON, 2)", false),
        Case("{'a b': [{'say \"hi\"': '[1, 2]'::JSON, 'it''s': 1}]}", "{'a b': [{'say \"hi\"': '[1,2]'::JSON, 'it''s': 1}]}", true),
        Case("[INTERVAL '1 month']", "[INTERVAL '30 days']", false),
        Case("[INTERVAL '90 minutes']", "[INTERVAL '1 hour 30 minutes']", true),
        Case("{'i': [INTERVAL '1 month']}", "{'i': [INTERVAL '30 days']}", false),
        Case("[16777217]::INTEGER[]", "[16777216]::FLOAT[]", false),
        Case("[16777216]::INTEGER[]", "[16777216]::FLOAT[]", true),
        Case("[[16777217]]::INTEGER[][]", "[[16777216]]::FLOAT[][]", false),
        Case("[99999999999999999999999999999999999999::HUGEINT]", "[1.5::DECIMAL(10,2)]", false),
        Case("[[1], NULL]::INTEGER[][]", "[[1], NULL]::BIGINT[][]", true),
    ]

    @Test(arguments: cases + farTimes + nested)
    func values(_ pair: Case) async throws {
        let file = try await DuckDBFile([
            "CREATE TABLE a AS SELECT 1 AS id, \(pair.a) AS v", "CREATE TABLE b AS SELECT 1 AS id, \(pair.b) AS v",
        ])
        let result = try await diff(file)
        #expect(result.error == nil)
        #expect(result.values?.valuesWithDifferences == (pair.isSame ? 0 : 1))
    }

    /// Each date that no timestamp reaches is a key of its own.
    @Test func keysBeyondTimestamps() async throws {
        let file = try await DuckDBFile([
            "CREATE TABLE a AS SELECT unnest([DATE '300000-01-01', '300000-01-02', 'infinity', '2024-01-01']) AS id, 1 AS v",
            "CREATE TABLE b AS SELECT unnest([TIMESTAMP 'infinity', '2024-01-01', '-infinity']) AS id, 1 AS v",
        ])
        let result = try await diff(file)
        #expect(result.error == nil)
        #expect(result.pks?.distincts == [4, 3] && result.pks?.exclusives == [2, 1] && result.pks?.dupes == [0, 0])
    }

    /// A tolerance reaches from the last timestamp to the dates behind it, and from microseconds to nanoseconds.
    @Test(arguments: [
        ("DATE '294247-01-11'", "TIMESTAMP '294247-01-10 00:00:00'", "1d", 0),
        ("DATE '294247-01-11'", "TIMESTAMP '294247-01-10 00:00:00'", "23h", 1),
        ("DATE 'infinity'", "TIMESTAMP '2024-01-01'", "100000d", 1), ("DATE '5881580-07-10'", "TIMESTAMP 'infinity'", "100000d", 1),
        ("TIMESTAMP '2024-01-01'", "TIMESTAMP_NS '2024-01-01 00:00:00.000000999'", "999ns", 0),
        ("TIMESTAMP '2024-01-01'", "TIMESTAMP_NS '2024-01-01 00:00:00.000000999'", "998ns", 1),
        ("TIMESTAMP '2262-04-12'", "TIMESTAMP_NS '2262-04-11 23:47:16'", "13m", 0),
    ])
    func tolerances(_ a: String, _ b: String, _ span: String, _ differ: Int) async throws {
        let file = try await DuckDBFile(["CREATE TABLE a AS SELECT 1 AS id, \(a) AS v", "CREATE TABLE b AS SELECT 1 AS id, \(b) AS v"])
        let rule = try #require(EqualityRule("time:\(span)"))
        let result = try await diff(file) { $0.equality = EqualityRules([.init(rule: rule)]) }
        #expect(result.error == nil && result.values?.valuesWithDifferences == differ)
    }

    /// The order of arrays is ignored by what their elements are.
    @Test(arguments: [
        ("['{\"a\": 1, \"b\": 2}'::JSON, NULL, '[1]']", "['[1]'::JSON, '{\"b\":2,\"a\":1}', NULL]", 0),
        ("['1'::JSON, '1', '2']", "['1'::JSON, '2', '2']", 1), ("['null'::JSON, '1']", "['1'::JSON, NULL]", 1),
        ("[['1'::JSON, '2'], ['[3, 4]']]", "[['[3,4]'::JSON], ['2', '1']]", 0),
        ("[INTERVAL '1 month', '1 day']", "[INTERVAL '1 day', '30 days']", 1),
        ("[INTERVAL '1 month', '1 day']", "[INTERVAL '1 day', '1 month']", 0), ("NULL::JSON[]", "[]::JSON[]", 1),
    ])
    func orderOfElements(_ a: String, _ b: String, _ differ: Int) async throws {
        let file = try await DuckDBFile(["CREATE TABLE a AS SELECT 1 AS id, \(a) AS v", "CREATE TABLE b AS SELECT 1 AS id, \(b) AS v"])
        let result = try await diff(file) { $0.equality = EqualityRules([.init(column: "v", rule: .ignoresArrayOrder)]) }
        #expect(result.error == nil && result.values?.valuesWithDifferences == differ)
    }

    @Test(arguments: cases + farTimes + nested)
    func keys(_ pair: Case) async throws {
        guard !pair.a.hasPrefix("NULL"), !pair.b.hasPrefix("NULL"), pair.b != "NULL::JSON" else { return }
        let file = try await DuckDBFile(["CREATE TABLE a AS SELECT \(pair.a) AS id", "CREATE TABLE b AS SELECT \(pair.b) AS id"])
        let result = try await diff(file)
        #expect(result.error == nil)
        #expect(result.pks?.exclusives == (pair.isSame ? [0, 0] : [1, 1]))
    }
}
