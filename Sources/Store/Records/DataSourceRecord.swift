import GRDB

/// A warehouse that models are compared in.
package struct DataSourceRecord: Codable, Hashable, Sendable, Identifiable, FetchableRecord, TableRecord {
    package static let databaseTableName = "dataSource"

    package var id: Int
    package var name: String
    /// For example `duckdb`.
    package var type: String
    var sealedOptions: String
    /// How many diffs may run in it at once.
    package var concurrency: Int
    package var updatedAt: Double
    package var origin: RecordOrigin
    /// False once it was removed; the history that names it stays.
    package var isActive: Bool
    /// Where tables may be written; absent when none.
    package var tempSchema: String?
}
