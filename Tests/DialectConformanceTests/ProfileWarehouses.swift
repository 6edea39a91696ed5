import DataDiff
import Relational
import SQL
import Warehouse

/// A warehouse whose engine is thought to be too slow to count any table exactly.
struct Impatient: Snapshot, SnapshotSource {
    let base: any StatementRunner
    let label: String
    let dialect: Dialect

    init(_ base: any StatementRunner) {
        self.base = base
        label = base.label
        var dialect = base.dialect
        dialect.profiles.exactCells = 0
        self.dialect = dialect
    }

    func describe(_ select: Select) async throws(WarehouseError) -> [Column] { try await base.describe(select) }
    func rows(_ select: Select) async throws(WarehouseError) -> RowSet { try await base.rows(select) }
    func snapshot() async -> any Snapshot { self }
    func end() async {}
}

/// A warehouse that cannot profile one of its tables.
struct NoProfile: Snapshot, SnapshotSource {
    let base: any StatementRunner
    let table: String
    var label: String { base.label }
    var dialect: Dialect { base.dialect }

    init(base: any StatementRunner, of table: String) { (self.base, self.table) = (base, table) }

    func describe(_ select: Select) async throws(WarehouseError) -> [Column] { try await base.describe(select) }
    func rows(_ select: Select) async throws(WarehouseError) -> RowSet {
        let isProfile = select.columns.contains { column in
            if case .expression(.profile, _) = column { true } else { false }
        }
        if isProfile, Renderer(dialect).text(select).contains("FROM \"\(table)\"") {
            throw WarehouseError(kind: .other, code: "out_of_memory", message: "not enough memory", hint: nil)
        }
        return try await base.rows(select)
    }
    func snapshot() async -> any Snapshot { self }
    func end() async {}
}
