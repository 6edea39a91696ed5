import DataDiff
import Relational
import Testing
import TestSupport

/// What DuckDB alone has: collations by column, and functions that fail on purpose.
@Suite struct DuckDBPeculiarityTests {
    @Test func collationsDoNotHideACase() async throws {
        let file = try await DuckDBFile([
            "CREATE TABLE a (id INTEGER, n VARCHAR COLLATE NOCASE)", "INSERT INTO a VALUES (1, 'A')",
            "CREATE TABLE b (id INTEGER, n VARCHAR COLLATE NOCASE)", "INSERT INTO b VALUES (1, 'a')",
        ])
        #expect(try await diff(file).values?.valuesWithDifferences == 1)
        #expect(try await diff(file, key: ["n"]).pks?.exclusives == [1, 1])
    }

    @Test func oneFailureEndsTheOtherSide() async throws {
        let file = try await DuckDBFile(["CREATE TABLE a AS SELECT 1 AS id"])
        let result = try await diff(file) { request in
            request.a = .query("SELECT range AS id FROM range(1000000000000)")
            request.b = .relation(.init(identifier: "a"))
            request.filtersB = ["error('stop') IS NULL"]
        }
        #expect(result.error != nil)
    }
}

/// Rules of equality over types that DuckDB alone has.
@Suite struct DuckDBEqualityTests {
    @Test func nanosecondsAndNestedLists() async throws {
        let file = try await DuckDBFile([
            """
            CREATE TABLE a AS SELECT 1 AS id, TIMESTAMP_NS '2024-01-01 10:00:00.000000001' AS n, TIMESTAMP_NS '2024-01-01 10:00:00.000000001' AS m,
            TIMESTAMP_S '2024-01-01 10:00:00' AS s, [[1, 2], [3]] AS l, 'Sad'::ENUM('Sad', 'Glad') AS e, 340282366920938463463374607431768211455::UHUGEINT AS u,
            [[1, 2], [3, 4]] AS p
            """,
            """
            CREATE TABLE b AS SELECT 1 AS id, TIMESTAMP_NS '2024-01-01 10:00:00.000000003' AS n, TIMESTAMP '2024-01-01 10:00:00' AS m,
            TIMESTAMP_S '2024-01-01 10:00:01' AS s, [[3], [2, 1]] AS l, 'sad' AS e, 340282366920938463463374607431768211454::UHUGEINT AS u,
            [[1, 3], [2, 4]] AS p
            """,
        ])
        func different(_ rules: String...) async throws -> [Int]? {
            let result = try await diff(file) { $0.equality = EqualityRules(rules.compactMap(EqualityRule.init).map { .init(rule: $0) }) }
            #expect(result.error == nil)
            return result.values?.columnsDiffStats.map(\.valuesDifferent)
        }
        #expect(try await different("time:2ns", "ignore_array_order", "ignore_case", "abs:1") == [0, 0, 1, 0, 0, 0, 1])
        #expect(try await different("time:1ns", "rel:1e-38") == [1, 0, 1, 1, 1, 0, 1])
        #expect(try await different("time:1s", "rel:1e-37") == [0, 0, 0, 1, 1, 0, 1])
    }

    @Test func columnsOfNestedValuesAreRenamesToo() async throws {
        let file = try await DuckDBFile([
            "CREATE TABLE a AS SELECT i AS id, [i::JSON] AS old FROM range(5) r(i)", "CREATE TABLE b AS SELECT id, old AS new FROM a",
        ])
        let result = try await diff(file)
        #expect(result.error == nil)
        #expect(result.schema?.renameHints == [.init(a: "old", b: "new", match: 100)])
    }
}
