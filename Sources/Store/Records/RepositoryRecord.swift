import GRDB

/// A repository on a source control host.
package struct RepositoryRecord: Codable, Hashable, Sendable, Identifiable, FetchableRecord, TableRecord {
    package static let databaseTableName = "repository"

    package var id: Int
    /// `owner/name`.
    package var name: String
    /// `github` or `gitlab`.
    package var host: String
    /// The host's API; absent for the public one.
    package var apiURL: String?
    var sealedToken: String?
    var sealedWebhookSecret: String?
    package var updatedAt: Double
}
