package import Relational
package import SQL

/// Something that answers statements.
package protocol StatementRunner: Sendable {
    /// The connection's name for people, without secrets.
    var label: String { get }
    var dialect: Dialect { get }
    /// Columns of a query, in order, with the engine's spelling of their types.
    func describe(_ select: Select) async throws(WarehouseError) -> [Column]
    /// Columns of a table no two rows of which have the same values, NULL apart, as the engine itself guarantees.
    func uniqueKeys(of relation: RelationName) async throws(WarehouseError) -> [[String]]
    /// All rows of a statement that yields few.
    func rows(_ select: Select) async throws(WarehouseError) -> RowSet
}

extension StatementRunner {
    /// What asks no engine knows of none.
    package func uniqueKeys(of relation: RelationName) async throws(WarehouseError) -> [[String]] { [] }
}

/// A warehouse, or a stand-in for one in a test.
package protocol SnapshotSource: StatementRunner {
    /// Statements of the result see one state of the data, as far as the engine can grant that, until its ``Snapshot/end()``.
    func snapshot() async -> any Snapshot
    /// Whether its rows come over a network.
    var isRemote: Bool { get }
}

extension SnapshotSource {
    package var isRemote: Bool { false }
}

/// One state of the data, for several statements.
///
/// A DuckDB file stays open, which keeps other processes from writing to it; PostgreSQL's transactions share a snapshot.
package protocol Snapshot: StatementRunner {
    /// To be called once, when no statement runs any more; also in a cancelled task.
    func end() async
    /// Writes tables, all or none, of what the snapshot's statements see.
    ///
    /// The configuration of the warehouse must say that it writes.
    /// - Throws: what the work throws, or why nothing was written.
    func write(_ work: @Sendable (any TableWriter) async throws(WarehouseError) -> Void) async throws(WarehouseError)
    /// Writes the rows of a statement to a file of this machine.
    ///
    /// - Returns: how many rows there are.
    /// - Throws: `WarehouseError`; then part of the file may be there, and nobody writes to it any more.
    func export(_ select: Select, to path: String, _ format: RowFileFormat) async throws(WarehouseError) -> Int
}

/// The answer to a statement that yields few rows.
package struct RowSet: Sendable {
    package var rows: [[Value]]

    package init(rows: [[Value]]) {
        self.rows = rows
    }

    /// Size of the values, in bytes; what the wire adds is not known.
    package var byteCount: Int { rows.reduce(0) { $0 + $1.reduce(0) { $0 + $1.byteCount } } }
}

extension Value {
    fileprivate var byteCount: Int {
        switch self {
        case .null: 0
        case .boolean: 1
        case .text(let text), .decimal(let text): text.utf8.count
        case .binary(let bytes): bytes.count
        case .timestamp, .interval: 16
        case .integer, .unsigned, .double, .date, .time: 8
        case .list(let values): values.reduce(0) { $0 + $1.byteCount }
        case .structure(let fields): fields.reduce(0) { $0 + $1.value.byteCount }
        case .map(let entries): entries.reduce(0) { $0 + $1.key.byteCount + $1.value.byteCount }
        }
    }
}
