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

    @Test(arguments: cases)
    func values(_ pair: Case) async throws {
        let file = try await DuckDBFile([
            "CREATE TABLE a AS SELECT 1 AS id, \(pair.a) AS v", "CREATE TABLE b AS SELECT 1 AS id, \(pair.b) AS v",
        ])
        let result = try await diff(file)
        #expect(result.error == nil)
        #expect(result.values?.valuesWithDifferences == (pair.isSame ? 0 : 1))
    }

    @Test(arguments: cases)
    func keys(_ pair: Case) async throws {
        guard !pair.a.contains("NULL"), !pair.b.contains("NULL") else { return }
        let file = try await DuckDBFile(["CREATE TABLE a AS SELECT \(pair.a) AS id", "CREATE TABLE b AS SELECT \(pair.b) AS id"])
        let result = try await diff(file)
        #expect(result.error == nil)
        #expect(result.pks?.exclusives == (pair.isSame ? [0, 0] : [1, 1]))
    }
}
