import GRDB

/// What a person or a key may do.
package enum AccessRole: String, Hashable, Sendable, Codable, CaseIterable {
    /// Everything.
    case admin
    /// Reads pages and results.
    case viewer
}

/// Somebody who may sign in.
package struct UserRecord: Codable, Hashable, Sendable, Identifiable, FetchableRecord, TableRecord {
    package static let databaseTableName = "user"

    package var id: Int
    /// Unique, ignoring case.
    package var email: String
    package var name: String
    package var role: AccessRole
    /// As `PasswordHash` writes it; absent until the first password is chosen.
    package var passwordHash: String?
    package var createdAt: Double
    package var signedInAt: Double?
}

/// A browser that somebody signed in with; the token itself is in its cookie alone.
package struct SessionRecord: Codable, Hashable, Sendable, FetchableRecord, TableRecord {
    package static let databaseTableName = "session"

    var digest: String
    package var userId: Int
    package var createdAt: Double
    package var expiresAt: Double
}

/// A link that works once: it makes the first administrator, or lets somebody choose a password.
package struct OneTimeLinkRecord: Codable, Hashable, Sendable, FetchableRecord, TableRecord {
    package static let databaseTableName = "oneTimeLink"

    var digest: String
    /// Whose password it is for; absent for the first administrator.
    package var userId: Int?
    package var createdAt: Double
    package var expiresAt: Double
}
