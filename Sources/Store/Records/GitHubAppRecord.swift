import GRDB

/// A GitHub App that this server acts as.
package struct GitHubAppRecord: Codable, Hashable, Sendable, Identifiable, FetchableRecord, TableRecord {
    package static let databaseTableName = "gitHubApp"

    package var id: Int
    /// GitHub's number of the App, or its client ID.
    package var appID: String
    package var apiURL: String
    /// The name in addresses; empty while only the number is known.
    package var slug: String
    package var name: String
    /// The App's page; empty while only the number is known.
    package var url: String
    package var clientID: String
    var sealedPrivateKey: String
    var sealedWebhookSecret: String?
    package var updatedAt: Double
}

/// A repository that an App is installed for.
package struct GitHubAppRepositoryRecord: Codable, Hashable, Sendable, FetchableRecord, TableRecord {
    package static let databaseTableName = "gitHubAppRepository"

    package var gitHubAppId: Int
    package var installationID: Int
    /// `owner/name`.
    package var name: String
}
