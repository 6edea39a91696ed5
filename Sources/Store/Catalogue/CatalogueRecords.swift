import GRDB

/// One time that a configuration's metadata was, or is to be, brought up to date.
package struct MetadataSyncRecord: Codable, Hashable, Sendable, Identifiable, FetchableRecord, TableRecord {
    package enum Cause: String, Codable, Hashable, Sendable, CaseIterable, DatabaseValueConvertible { case push, schedule, manual }
    package enum Status: String, Codable, Hashable, Sendable, CaseIterable, DatabaseValueConvertible {
        case waiting, done, failed
        /// A newer one took its place.
        case superseded
    }

    package static let databaseTableName = "metadataSync"

    package var id: Int
    package var ciConfigId: Int
    package var cause: Cause
    /// The pushed commit, whose production run or a newer one is waited for.
    package var wantedSHA: String?
    package var branch: String?
    package var status: Status
    /// What happened last, as a sentence.
    package var message: String
    /// The commit that was read.
    package var sha: String?
    package var buildID: Int?
    package var buildURL: String?
    package var nodes: Int
    package var changes: Int
    package var requestedAt: Double
    package var finishedAt: Double?
}

/// A node of a configuration's catalogue.
package struct CatalogueNodeRecord: Codable, Hashable, Sendable, Identifiable, FetchableRecord, TableRecord {
    package static let databaseTableName = "catalogueNode"

    package var id: Int
    package var ciConfigId: Int
    package var uniqueID: String
    package var document: CatalogueDocument
    /// The sync that brought its newest state.
    package var syncID: Int
}

/// Something that a sync found changed.
package struct CatalogueChangeRecord: Codable, Hashable, Sendable, Identifiable, FetchableRecord, TableRecord {
    package static let databaseTableName = "catalogueChange"

    package var id: Int
    package var ciConfigId: Int
    package var uniqueID: String
    package var metadataSyncId: Int
    package var kind: CatalogueChange.Kind
    package var column: String?
    package var old: String?
    package var new: String?
    package var at: Double
}

extension CatalogueChange.Kind: DatabaseValueConvertible {}
