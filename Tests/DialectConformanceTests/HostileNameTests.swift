import DataDiff
import Relational
import Testing

/// Names and queries that could be mistaken for something else.
@Suite struct HostileNameTests {
    /// A common table of the statement would hide a table of the same name, and compare a side with itself.
    @Test(arguments: Engine.all)
    func tablesNamedLikeTheStatementsOwn(_ engine: Engine) async throws {
        let names: [Comment] = ["rows_a", "rows_b", "a", "b", "keys", "grouped", "a_dup", "pl_rows_a", "pl_a", "ppl_b", "compared"]
        let database = try await engine.open(
            ["CREATE TABLE orders AS SELECT i AS id, i AS v FROM \(engine.series(100))"]
                + names.map { "CREATE TABLE \($0) AS SELECT i AS id, i + 1 AS v FROM \(engine.series(50))" })
        for name in names {
            let result = try await diff(database, "orders", name.rawValue)
            #expect(result.pks?.exclusives == [50, 0], name)
            #expect(result.values?.rowsWithDifferences == 50, name)
            let queries = try await diff(database) { request in
                request.a = .query("SELECT * FROM orders")
                request.b = .query("SELECT * FROM \(name)")
            }
            #expect(queries.values?.rowsWithDifferences == 50, name)
            let filtered = try await diff(database, "orders", "orders") { $0.filtersB = ["id IN (SELECT id FROM \(name))"] }
            #expect(filtered.pks?.exclusives == [50, 0], name)
        }
    }

    /// Names of columns, of which some could end the quotes that they stand in.
    static let columns = ["id\"", "id\"\u{301}", "id\"\u{301}, 1 AS v0 --", "Größe 🙂", "select", "a'b", "x;y", "pl_a", "staged_a", "a0"]

    /// A pair of tables for each of the names.
    static func tables(_ engine: Engine) -> [String] {
        columns.enumerated().flatMap { number, name in
            var quoted = ""
            for scalar in name.unicodeScalars { quoted += scalar == "\"" ? "\"\"" : String(scalar) }
            return [("a", 0), ("b", 1)].map {
                "CREATE TABLE \($0)\(number) AS SELECT i AS id_, i + \($1) AS \"\(quoted)\" FROM \(engine.series(5))"
            }
        }
    }

    @Test(arguments: Engine.all)
    func columnsOfAnyName(_ engine: Engine) async throws {
        let database = try await engine.open(Self.tables(engine))
        for (number, name) in Self.columns.enumerated() {
            let result = try await diff(database, key: ["id_"]) { $0.name(number) }
            #expect(result.error == nil, "\(name)")
            #expect(result.values?.columnsDiffStats.map(\.columnName) == [name])
            #expect(result.values?.rowsWithDifferences == 5, "\(name)")
            #expect(try await diff(database, key: [name]) { $0.name(number) }.pks?.exclusives == [1, 1], "\(name)")
        }
    }

    @Test(arguments: Engine.all)
    func aMappedNameThatIsAlsoAColumnOfB(_ engine: Engine) async throws {
        let database = try await engine.open([
            "CREATE TABLE a AS SELECT 1 AS id, 10 AS x, 20 AS y",
            "CREATE TABLE b AS SELECT * FROM (VALUES (1, 100, 10), (3, 101, 11)) t(id, x, y)",
        ])
        let result = try await diff(database) { $0.columns.mappings = [ColumnMapping(a: "x", b: "y")] }
        #expect(result.values?.valuesWithDifferences == 0)
        #expect(result.rows.exclusiveB == [["id": .integer(3), "x": .integer(11), "x (b)": .integer(101)]])
    }

    @Test(
        arguments: Engine.all,
        [
            "SELECT 1 AS id, $$it's; here$$ AS v;", "SELECT 1 AS id, $t$it's; here$t$ AS v; -- end",
            "SELECT 1 AS id, E'it\\'s; here' AS v ;",
        ])
    func queriesWithQuotedSemicolons(_ engine: Engine, query: String) async throws {
        let database = try await engine.open([])
        let result = try await diff(database) { request in
            request.a = .query(query)
            request.b = .query("SELECT 1 AS id, 'it''s; here' AS v")
        }
        #expect(result.error == nil && result.verdict == .identical)
    }

    @Test(arguments: Engine.all)
    func aThousandColumns(_ engine: Engine) async throws {
        let columns = (0..<1000).map { "i + \($0) AS c\($0)" }.joined(separator: ", ")
        let database = try await engine.open([
            "CREATE TABLE a AS SELECT i AS id, \(columns) FROM \(engine.series(10))", "CREATE TABLE b AS SELECT * FROM a",
            "UPDATE b SET c999 = 0",
        ])
        let result = try await diff(database)
        #expect(result.error == nil)
        #expect(result.values?.comparedColumns == 1000)
        #expect(result.values?.valuesWithDifferences == 10)
        #expect(result.rows.different.first?.columns.keys.sorted() == ["c999"])
    }

    @Test(arguments: Engine.all)
    func manyRenamesKeepTheirHints(_ engine: Engine) async throws {
        let old = (0..<12).map { "i * \($0 + 2) AS old\($0)" }.joined(separator: ", ")
        let new = (0..<12).map { "old\($0) AS new\($0)" }.joined(separator: ", ")
        let database = try await engine.open([
            "CREATE TABLE a AS SELECT i AS id, \(old) FROM \(engine.series(50))", "CREATE TABLE b AS SELECT id, \(new) FROM a",
        ])
        #expect(try await diff(database).schema?.renameHints.count == 12)
    }
}
