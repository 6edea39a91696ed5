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
