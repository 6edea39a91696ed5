import GRDB
package import HTTPTransport

extension Store {
    /// Signs somebody in with a fresh token; sessions that have run out are forgotten on the way.
    package func openSession(_ token: Secret, userID: Int, now: Double, expiresAt: Double) async throws(StoreError) {
        let digest = sessionDigest(token)
        try await write("a session") { db in
            try db.execute(sql: "DELETE FROM session WHERE expiresAt <= ?", arguments: [now])
            try db.execute(
                sql: "INSERT INTO session (digest, userId, createdAt, expiresAt) VALUES (?, ?, ?, ?)",
                arguments: [digest, userID, now, expiresAt])
            try db.execute(sql: "UPDATE user SET signedInAt = ? WHERE id = ?", arguments: [now, userID])
        }
    }

    /// Who a session belongs to; nil when there is none, or no longer.
    package func user(session token: Secret, now: Double) async throws(StoreError) -> UserRecord? {
        guard !token.isEmpty else { return nil }
        let digest = sessionDigest(token)
        return try await read("sessions") { db in
            guard let session = try SessionRecord.filter(Column("digest") == digest && Column("expiresAt") > now).fetchOne(db) else {
                return nil
            }
            return try UserRecord.fetchOne(db, key: session.userId)
        }
    }

    /// Signs out; doing so twice changes nothing.
    package func closeSession(_ token: Secret) async throws(StoreError) {
        let digest = sessionDigest(token)
        try await write("a session") { db in
            try db.execute(sql: "DELETE FROM session WHERE digest = ?", arguments: [digest])
        }
    }

    private func sessionDigest(_ token: Secret) -> String { vault.digest(Secret("session " + token.reveal())) }
}
