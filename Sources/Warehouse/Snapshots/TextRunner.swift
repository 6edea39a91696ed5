import Relational
import SQL

/// Runs SQL text wherever it finds a connection.
protocol TextRunner: StatementRunner {
    /// All rows of a statement, and the names of its columns.
    func answer(_ sql: String) async throws(WarehouseError) -> Answer
}

/// What a statement brought.
struct Answer: Sendable {
    var names: [String]
    var rows: [[Value]]
}

extension TextRunner {
    func rows(_ select: Select) async throws(WarehouseError) -> RowSet {
        RowSet(rows: try await answer(Renderer(dialect).text(select)).rows)
    }

    func describe(_ select: Select) async throws(WarehouseError) -> [Column] {
        switch dialect.describe(select, Renderer(dialect).text(select)) {
        case .rows(let sql):
            return try await answer(sql).rows.compactMap { row in
                guard case .text(let name) = row.first else { return nil }
                return column(name, row.dropFirst())
            }
        case .head(let sql, let types):
            let names = try await answer(sql).names
            guard !names.isEmpty else { return [] }
            let rows = try await answer(types(names.count)).rows
            return zip(names, rows).compactMap { column($0, $1[...], knowsModifiers: false) }
        }
    }

    func uniqueKeys(of relation: RelationName) async throws(WarehouseError) -> [[String]] {
        let parts = try await answer(dialect.uniqueKeys(relation)).rows.compactMap { row -> (String, String)? in
            guard row.count == 2, case .text(let key) = row[0], case .text(let column) = row[1] else { return nil }
            return (key, column)
        }
        return Array(Dictionary(grouping: parts, by: \.0).mapValues { $0.map(\.1) }.values)
    }

    private func column(_ name: String, _ type: ArraySlice<Value>, knowsModifiers: Bool = true) -> Column? {
        guard case .text(let spelling) = type.first else { return nil }
        var base: String?
        if case .text(let text) = type.dropFirst().first { base = text }
        return Column(name: name, type: dialect.types.columnType(spelling, base: base, knowsModifiers: knowsModifiers))
    }
}
