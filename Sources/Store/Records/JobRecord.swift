import GRDB

/// A piece of work that must not be forgotten.
package struct JobRecord: Codable, Hashable, Sendable, Identifiable, FetchableRecord, TableRecord {
    package static let databaseTableName = "job"

    package var id: Int
    /// Unique: the same work is never queued twice.
    package var key: String
    package var kind: String
    package var payload: String
    /// Not before this time.
    package var runAfter: Double
    /// Times it was taken.
    package var attempts: Int
    var leaseOwner: String?
    /// Asked for again while it was being worked on.
    var isWoken: Bool
    package var lastError: String?
}
