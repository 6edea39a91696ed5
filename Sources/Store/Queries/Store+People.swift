import GRDB
package import HTTPTransport

extension Store {
    /// Everybody who may sign in, by e-mail address.
    package func users() async throws(StoreError) -> [UserRecord] {
        try await read("users") { try UserRecord.order(Column("email")).fetchAll($0) }
    }

    /// - Throws: `StoreError` with `notFound`.
    package func user(_ id: Int) async throws(StoreError) -> UserRecord {
        try await read("the user \(id)") { try UserRecord.fetchOne($0, key: id).orNotFound("user \(id)") }
    }

    /// The user with this address, ignoring case; nil when there is none.
    package func user(email: String) async throws(StoreError) -> UserRecord? {
        try await read("users") { try UserRecord.filter(Column("email") == email).fetchOne($0) }
    }

    /// Adds somebody; without a password hash they have to choose a password by a one-time link.
    ///
    /// - Throws: `StoreError` with `conflict` when the address is taken.
    package func addUser(
        email: String, name: String, role: AccessRole, passwordHash: String? = nil, now: Double
    ) async throws(StoreError) -> UserRecord {
        try await write("the user \(email)") { db in
            try Self.insertUser(email: email, name: name, role: role, passwordHash: passwordHash, now: now, db)
        }
    }

    private static func insertUser(
        email: String, name: String, role: AccessRole, passwordHash: String?, now: Double, _ db: Database
    ) throws -> UserRecord {
        guard try UserRecord.filter(Column("email") == email).fetchCount(db) == 0 else {
            throw StoreError(.conflict, "There is a user with the address \(email) already.", field: "email")
        }
        try db.execute(
            sql: "INSERT INTO user (email, name, role, passwordHash, createdAt) VALUES (?, ?, ?, ?, ?)",
            arguments: [email, name, role.rawValue, passwordHash, now])
        return try UserRecord.find(db, key: db.lastInsertedRowID)
    }

    /// Changes what somebody may do; what they are signed in with ends.
    ///
    /// - Throws: `StoreError` with `conflict` when nobody would be left to administer.
    package func setRole(_ role: AccessRole, ofUser id: Int) async throws(StoreError) {
        try await write("the user \(id)") { db in
            let user = try UserRecord.fetchOne(db, key: id).orNotFound("user \(id)")
            guard user.role != role else { return }
            if user.role == .admin { try Self.requireOtherAdministrator(than: id, db) }
            try db.execute(sql: "UPDATE user SET role = ? WHERE id = ?", arguments: [role.rawValue, id])
            try db.execute(sql: "DELETE FROM session WHERE userId = ?", arguments: [id])
        }
    }

    /// Removes somebody, with their sessions and links.
    ///
    /// - Throws: `StoreError` with `conflict` when nobody would be left to administer.
    package func removeUser(_ id: Int) async throws(StoreError) {
        try await write("the user \(id)") { db in
            let user = try UserRecord.fetchOne(db, key: id).orNotFound("user \(id)")
            if user.role == .admin { try Self.requireOtherAdministrator(than: id, db) }
            _ = try UserRecord.deleteOne(db, key: id)
        }
    }

    private static func requireOtherAdministrator(than id: Int, _ db: Database) throws {
        let others = try UserRecord.filter(Column("role") == AccessRole.admin.rawValue && Column("id") != id).fetchCount(db)
        guard others > 0 else {
            throw StoreError(.conflict, "This is the only administrator; make somebody else one first.")
        }
    }

    /// Gives somebody a new password; all their sessions and links end.
    package func setPassword(_ hash: String, ofUser id: Int) async throws(StoreError) {
        try await write("the password of user \(id)") { try Self.setPassword(hash, id, $0) }
    }

    private static func setPassword(_ hash: String, _ id: Int, _ db: Database) throws {
        try db.execute(sql: "UPDATE user SET passwordHash = ? WHERE id = ?", arguments: [hash, id])
        try db.execute(sql: "DELETE FROM session WHERE userId = ?", arguments: [id])
        try db.execute(sql: "DELETE FROM oneTimeLink WHERE userId = ?", arguments: [id])
    }

    /// Opens a one-time link in place of earlier ones for the same; `userID` nil: for the first administrator.
    package func openLink(_ token: Secret, userID: Int?, now: Double, expiresAt: Double) async throws(StoreError) {
        let digest = linkDigest(token)
        try await write("a one-time link") { db in
            try db.execute(sql: "DELETE FROM oneTimeLink WHERE userId IS ? OR expiresAt < ?", arguments: [userID, now])
            try db.execute(
                sql: "INSERT INTO oneTimeLink (digest, userId, createdAt, expiresAt) VALUES (?, ?, ?, ?)",
                arguments: [digest, userID, now, expiresAt])
        }
    }

    /// The link, or nil when there is none, or no longer.
    package func link(_ token: Secret, now: Double) async throws(StoreError) -> OneTimeLinkRecord? {
        let digest = linkDigest(token)
        return try await read("one-time links") { db in try Self.link(digest, now, db) }
    }

    private static func link(_ digest: String, _ now: Double, _ db: Database) throws -> OneTimeLinkRecord? {
        try OneTimeLinkRecord.filter(Column("digest") == digest && Column("expiresAt") > now).fetchOne(db)
    }

    /// Uses the first administrator's link; of two at once only one succeeds.
    ///
    /// - Throws: `StoreError` with `conflict` when the link was used or has run out, or somebody is there already.
    package func makeFirstAdministrator(
        link token: Secret, email: String, name: String, passwordHash: String, now: Double
    ) async throws(StoreError) -> UserRecord {
        let digest = linkDigest(token)
        return try await write("the first administrator") { db in
            guard let link = try Self.link(digest, now, db), link.userId == nil, try UserRecord.fetchCount(db) == 0 else {
                throw Self.usedLink
            }
            let user = try Self.insertUser(email: email, name: name, role: .admin, passwordHash: passwordHash, now: now, db)
            _ = try OneTimeLinkRecord.filter(Column("userId") == nil).deleteAll(db)
            return user
        }
    }

    /// Uses a link to choose a password.
    ///
    /// - Throws: `StoreError` with `conflict` when the link was used or has run out.
    package func setPassword(_ hash: String, link token: Secret, now: Double) async throws(StoreError) -> UserRecord {
        let digest = linkDigest(token)
        return try await write("a password") { db in
            guard let link = try Self.link(digest, now, db), let id = link.userId else { throw Self.usedLink }
            try Self.setPassword(hash, id, db)
            return try UserRecord.find(db, key: id)
        }
    }

    private static var usedLink: StoreError {
        StoreError(.conflict, "This link was used already, or has run out; ask for a new one.")
    }

    private func linkDigest(_ token: Secret) -> String { vault.digest(Secret("link " + token.reveal())) }
}
