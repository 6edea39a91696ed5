import DataDiff
import Relational
import Testing
import TestSupport

/// Names and queries that could be mistaken for something else.
@Suite struct HostileNameTests {
    /// A common table of the statement would hide a table of the same name, and compare a side with itself.
    @Test(arguments: ["rows_a", "rows_b", "a", "b", "keys", "grouped", "a_dup", "pl_rows_a", "pl_a", "ppl_b", "compared"])
    func tablesNamedLikeTheStatementsOwn(name: String) async throws {
        let file = try await DuckDBFile([
            "CREATE TABLE orders AS SELECT i AS id, i AS v FROM range(100) r(i)",
            "CREATE TABLE \(name) AS SELECT i AS id, i + 1 AS v FROM range(50) r(i)",
        ])
        let result = try await diff(file, "orders", name)
        #expect(result.pks?.exclusives == [50, 0])
        #expect(result.values?.rowsWithDifferences == 50)
        let queries = try await diff(file) { request in
            request.a = .query("SELECT * FROM orders")
            request.b = .query("SELECT * FROM \(name)")
        }
        #expect(queries.values?.rowsWithDifferences == 50)
        let filtered = try await diff(file, "orders", "orders") { $0.filtersB = ["id IN (SELECT id FROM \(name))"] }
        #expect(filtered.pks?.exclusives == [50, 0])
    }

    @Test(arguments: ["id\"", "id\"\u{301}", "id\"\u{301}, 1 AS v0 --", "Größe 🙂", "select", "a'b", "x;y", "pl_a"])
    func columnsOfAnyName(name: String) async throws {
        var quoted = ""
        for scalar in name.unicodeScalars { quoted += scalar == "\"" ? "\"\"" : String(scalar) }
        let file = try await DuckDBFile([
            "CREATE TABLE a AS SELECT i AS id_, i AS \"\(quoted)\" FROM range(5) r(i)",
            "CREATE TABLE b AS SELECT i AS id_, i + 1 AS \"\(quoted)\" FROM range(5) r(i)",
        ])
        let result = try await diff(file, key: ["id_"])
        #expect(result.error == nil)
        #expect(result.values?.columnsDiffStats.map(\.columnName) == [name])
        #expect(result.values?.rowsWithDifferences == 5)
        #expect(try await diff(file, key: [name]).pks?.exclusives == [1, 1])
    }

    @Test func aMappedNameThatIsAlsoAColumnOfB() async throws {
        let file = try await DuckDBFile([
            "CREATE TABLE a AS SELECT 1 AS id, 10 AS x, 20 AS y",
            "CREATE TABLE b AS SELECT * FROM (VALUES (1, 100, 10), (3, 101, 11)) t(id, x, y)",
        ])
        let result = try await diff(file) { $0.columns.mappings = [ColumnMapping(a: "x", b: "y")] }
        #expect(result.values?.valuesWithDifferences == 0)
        #expect(result.rows.exclusiveB == [["id": .integer(3), "x": .integer(11), "x (b)": .integer(101)]])
    }

    @Test(arguments: [
        "SELECT 1 AS id, $$it's; here$$ AS v;", "SELECT 1 AS id, $t$it's; here$t$ AS v; -- end", "SELECT 1 AS id, E'it\\'s; here' AS v ;",
    ])
    func queriesWithQuotedSemicolons(query: String) async throws {
        let file = try await DuckDBFile()
        let result = try await diff(file) { request in
            request.a = .query(query)
            request.b = .query("SELECT 1 AS id, 'it''s; here' AS v")
        }
        #expect(result.error == nil && result.verdict == .identical)
    }

    @Test func collationsDoNotHideACase() async throws {
        let file = try await DuckDBFile([
            "CREATE TABLE a (id INTEGER, n VARCHAR COLLATE NOCASE)", "INSERT INTO a VALUES (1, 'A')",
            "CREATE TABLE b (id INTEGER, n VARCHAR COLLATE NOCASE)", "INSERT INTO b VALUES (1, 'a')",
        ])
        #expect(try await diff(file).values?.valuesWithDifferences == 1)
        #expect(try await diff(file, key: ["n"]).pks?.exclusives == [1, 1])
    }

    @Test func aThousandColumns() async throws {
        let columns = (0..<1000).map { "i + \($0) AS c\($0)" }.joined(separator: ", ")
        let file = try await DuckDBFile([
            "CREATE TABLE a AS SELECT i AS id, \(columns) FROM range(10) r(i)", "CREATE TABLE b AS SELECT * REPLACE (0 AS c999) FROM a",
        ])
        let result = try await diff(file)
        #expect(result.values?.comparedColumns == 1000)
        #expect(result.values?.valuesWithDifferences == 10)
        #expect(result.rows.different.first?.columns.keys.sorted() == ["c999"])
    }

    @Test func manyRenamesKeepTheirHints() async throws {
        let old = (0..<12).map { "i * \($0 + 2) AS old\($0)" }.joined(separator: ", ")
        let new = (0..<12).map { "old\($0) AS new\($0)" }.joined(separator: ", ")
        let file = try await DuckDBFile([
            "CREATE TABLE a AS SELECT i AS id, \(old) FROM range(50) r(i)", "CREATE TABLE b AS SELECT id, \(new) FROM a",
        ])
        #expect(try await diff(file).schema?.renameHints.count == 12)
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
