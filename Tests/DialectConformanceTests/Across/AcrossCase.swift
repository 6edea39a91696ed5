import DataDiff
import TestSupport
import Testing

/// A column of DuckDB and one of PostgreSQL, and rows of a literal each with whether they are the same value.
struct AcrossCase: Sendable, CustomTestStringConvertible {
    let duckdb: String
    let postgresql: String
    let rows: [(String, String, Bool)]
    var testDescription: String { "\(duckdb) and \(postgresql)" }

    init(_ duckdb: String, _ postgresql: String, _ rows: [(String, String, Bool)]) {
        (self.duckdb, self.postgresql, self.rows) = (duckdb, postgresql, rows)
    }

    /// Keys of the rows that differ.
    var different: Set<CellValue> { Set(rows.indices.filter { !rows[$0].2 }.map { .integer(Int64($0)) }) }

    /// Rows that meet themselves where the value is part of the key.
    var foundByKey: Int { rows.count { $0.2 && $0.0 != "NULL" } }

    /// Tables `a` and `b` with a number and the value.
    ///
    /// - Parameters:
    ///   - isSwapped: whether side a is PostgreSQL's.
    ///   - types: statements that make PostgreSQL's types.
    ///   - equal: numbers of rows that are the same on both sides, besides.
    func open(swapped isSwapped: Bool, types: [String] = [], equal: Range<Int> = 0..<0) async throws -> (any TestDatabase, any TestDatabase)
    {
        func statements(_ table: String, _ type: String, _ literals: [String]) -> [String] {
            let castable = type.replacing(" COLLATE NOCASE", with: "")
            let rows = literals.enumerated().map { "(\($0), CAST(\($1) AS \(castable)))" } + equal.map { "(\($0), NULL)" }
            return ["CREATE TABLE \(table) (id INTEGER, v \(type))", "INSERT INTO \(table) VALUES \(rows.joined(separator: ", "))"]
        }
        let own = try await DuckDBFile(statements(isSwapped ? "b" : "a", duckdb, rows.map(\.0)))
        let other = try await PostgreSQLSchema(types + statements(isSwapped ? "a" : "b", postgresql, rows.map(\.1)))
        return isSwapped ? (other, own) : (own, other)
    }
}
