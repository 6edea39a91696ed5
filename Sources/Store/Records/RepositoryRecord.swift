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
    /// The App it is reached as; a token when absent.
    package var gitHubAppId: Int?
    /// What the host calls it now, when that is not the configured name.
    package var currentName: String?
    /// What hinders reviews on the host, as a sentence; absent when nothing is known to.
    package var trouble: String?
    package var origin: RecordOrigin
    /// False once it was removed; the history that names it stays.
    package var isActive: Bool
    package var hasToken: Bool { sealedToken != nil }
    package var hasWebhookSecret: Bool { sealedWebhookSecret != nil }
}
