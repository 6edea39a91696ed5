import GRDB

/// An API key, of which only a keyed digest is kept.
package struct APIKeyRecord: Codable, Hashable, Sendable, Identifiable, FetchableRecord, TableRecord {
    package static let databaseTableName = "apiKey"

    package var id: Int
    package var name: String
    /// `admin` or `viewer`.
    package var role: String
    var digest: String
    package var createdAt: Double
    package var origin: RecordOrigin
}
