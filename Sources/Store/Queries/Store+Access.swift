import GRDB
package import HTTPTransport

extension Store {
    /// Adds an API key or replaces the one of this name; only a digest is kept.
    package func saveAPIKey(name: String, role: String, key: Secret, now: Double) async throws(StoreError) {
        let digest = vault.digest(key)
        try await write("the API key \(name)") { db in
            // A key may be given another name.
            try db.execute(sql: "DELETE FROM apiKey WHERE digest = ? AND name <> ?", arguments: [digest, name])
            try db.execute(
                sql: """
                    INSERT INTO apiKey (name, role, digest, createdAt) VALUES (?, ?, ?, ?)
                    ON CONFLICT (name) DO UPDATE SET role = excluded.role, digest = excluded.digest
                    """,
                arguments: [name, role, digest, now])
        }
    }

    /// Revokes every API key but those named.
    package func deleteAPIKeys(except names: Set<String>) async throws(StoreError) {
        try await write("the API keys") { db in
            _ = try APIKeyRecord.filter(!names.contains(Column("name"))).deleteAll(db)
        }
    }

    /// The key's record, or nil when nobody has it.
    package func apiKey(matching key: Secret) async throws(StoreError) -> APIKeyRecord? {
        guard !key.isEmpty else { return nil }
        let digest = vault.digest(key)
        return try await read("API keys") { try APIKeyRecord.filter(Column("digest") == digest).fetchOne($0) }
    }

    /// Notes a webhook delivery.
    ///
    /// - Returns: false when this delivery was noted before, so that it has no further effect.
    package func noteDelivery(host: String, id: String, event: String, now: Double) async throws(StoreError) -> Bool {
        try await write("a webhook delivery") { db in
            try db.execute(
                sql: "INSERT OR IGNORE INTO webhookDelivery (host, deliveryID, event, receivedAt) VALUES (?, ?, ?, ?)",
                arguments: [host, id, event, now])
            return db.changesCount == 1
        }
    }

    /// Forgets a delivery whose work could not be begun, so that the host's redelivery counts.
    package func forgetDelivery(host: String, id: String) async throws(StoreError) {
        try await write("a webhook delivery") { db in
            try db.execute(sql: "DELETE FROM webhookDelivery WHERE host = ? AND deliveryID = ?", arguments: [host, id])
        }
    }

    /// Forgets deliveries from before a time; hosts do not repeat old ones.
    package func forgetDeliveries(before time: Double) async throws(StoreError) {
        try await write("webhook deliveries") { db in
            try db.execute(sql: "DELETE FROM webhookDelivery WHERE receivedAt < ?", arguments: [time])
        }
    }
}
