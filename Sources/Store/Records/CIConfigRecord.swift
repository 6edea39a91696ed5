import GRDB

/// A CI configuration: how the pull requests of one repository are reviewed in one data source.
package struct CIConfigRecord: Codable, Hashable, Sendable, Identifiable, FetchableRecord, TableRecord {
    package static let databaseTableName = "ciConfig"

    package var id: Int
    /// Unique; names the commit status and the comment.
    package var name: String
    package var repositoryId: Int
    package var dataSourceId: Int
    package var settings: CISettings
    package var hasDbtCloudKey: Bool { sealedDbtCloudKey != nil }
    package var hasDbtCloudWebhookSecret: Bool { sealedDbtCloudWebhookSecret != nil }
    var sealedDbtCloudKey: String?
    var sealedDbtCloudWebhookSecret: String?
    /// False once it is no longer configured; its history stays.
    package var isActive: Bool
    package var updatedAt: Double
    package var origin: RecordOrigin
}
