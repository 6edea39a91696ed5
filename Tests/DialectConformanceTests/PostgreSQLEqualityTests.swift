import DataDiff
import TestSupport
import Testing

/// Rules of equality over what PostgreSQL alone has: numbers without width, infinities of every kind, arrays with dimensions.
@Suite struct PostgreSQLEqualityTests {
    /// Values on both sides, and whether they are equal by all rules of the test together.
    static let cases: [(a: String, b: String, isSame: Bool)] = [
        ("'NaN'::numeric", "1::numeric", false), ("'NaN'::numeric", "'NaN'::numeric", true), ("-5::numeric", "'NaN'::numeric", false),
        ("'infinity'::numeric", "5::numeric", false), ("'infinity'::numeric", "'-infinity'::numeric", false),
        ("1e131071::numeric", "-1e131071::numeric", false), ("1e131071::numeric", "1.01e131071::numeric", true),
        ("1e-1000::numeric", "0::numeric", true), ("1e400::numeric", "1::double precision", false),
        ("1e-320::double precision", "1.001e-320::double precision", true), ("1::real", "1.009::real", true),
        ("'infinity'::timestamp", "'2024-01-01'::timestamp", false), ("'-infinity'::date", "'infinity'::date", false),
        ("'294276-12-31 23:59:59'::timestamp", "'4713-01-01 BC'::timestamp", false),
        ("'294276-12-31 23:59:59'::timestamp", "'294276-12-31 23:59:59.5'::timestamp", true),
        ("'4713-01-01 00:00:00 BC'::timestamp", "'4713-01-01 00:00:00.5 BC'::timestamp", true),
        ("'10:00'::time(0)", "'10:00:00.5'::time(3)", true), ("'10:00+00'::timetz", "'10:00:00.5+00'::timetz", false),
        ("'low'::level", "'LOW'::text", true), ("NULL::level", "''::text", true), ("'a'::char(3)", "'A'::text", true),
        ("ARRAY['low', 'high']::level[]", "ARRAY['high', 'low']::level[]", true), ("ARRAY[[1, 2], [3, 4]]", "ARRAY[[1, 3], [2, 4]]", false),
        ("ARRAY[point(1, 2), point(3, 4)]", "ARRAY[point(3, 4), point(1, 2)]", true), ("ARRAY[1.0, 2]::numeric[]", "ARRAY[2, 1]", true),
        ("'{\"a\": 1}'::jsonb", "'{\"a\": 1.001}'::jsonb", false),
        ("ARRAY['{\"a\": 1}'::jsonb, 'null']", "ARRAY['null'::jsonb, '{\"a\": 1}']", true),
    ]

    @Test func allRulesTogether() async throws {
        func columns(_ value: ((a: String, b: String, isSame: Bool)) -> String) -> String {
            Self.cases.enumerated().map { "\(value($1)) AS v\($0)" }.joined(separator: ", ")
        }
        let schema = try await PostgreSQLSchema([
            "CREATE TYPE level AS ENUM ('low', 'high')", "CREATE TABLE a AS SELECT 1 AS id, \(columns(\.a))",
            "CREATE TABLE b AS SELECT 1 AS id, \(columns(\.b))",
        ])
        let rules = ["rel:0.01", "abs:1e-38", "time:1s", "ignore_case", "null_equals_empty", "ignore_array_order"]
        let result = try await diff(schema) { $0.equality = EqualityRules(rules.compactMap(EqualityRule.init).map { .init(rule: $0) }) }
        #expect(result.error == nil)
        let found = result.values?.columnsDiffStats.map { $0.valuesDifferent == 0 } ?? []
        for (pair, isSame) in zip(Self.cases, found) { #expect(isSame == pair.isSame, "\(pair.a) and \(pair.b)") }
        #expect(found.count == Self.cases.count)
    }
}
