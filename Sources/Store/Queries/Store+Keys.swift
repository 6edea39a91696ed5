import GRDB
package import HTTPTransport

extension Store {
    /// Adds an API key of the file or replaces the file's one of this name; only a digest is kept.
    ///
    /// - Throws: `StoreError` with `conflict` for the name of a key made elsewhere.
    package func saveAPIKey(name: String, role: String, key: Secret, now: Double) async throws(StoreError) {
        let digest = vault.digest(key)
        try await write("the API key \(name)") { db in
            if let known = try APIKeyRecord.filter(Column("name") == name).fetchOne(db), known.origin != .file {
                throw StoreError(
                    .conflict, "The API key '\(name)' was made in the app; give the one in the configuration file another name.")
            }
            // A key may be given another name.
            try db.execute(sql: "DELETE FROM apiKey WHERE digest = ? AND name <> ?", arguments: [digest, name])
            try db.execute(
                sql: """
                    INSERT INTO apiKey (name, role, digest, createdAt, origin) VALUES (?, ?, ?, ?, ?)
                    ON CONFLICT (name) DO UPDATE SET role = excluded.role, digest = excluded.digest
                    """,
                arguments: [name, role, digest, now, RecordOrigin.file.rawValue])
        }
    }

    /// Revokes every API key of the file but those named.
    package func deleteAPIKeys(except names: Set<String>) async throws(StoreError) {
        try await write("the API keys") { db in
            _ = try APIKeyRecord.filter(!names.contains(Column("name")) && Column("origin") == RecordOrigin.file.rawValue).deleteAll(db)
        }
    }

    /// Adds an API key by hand.
    ///
    /// - Throws: `StoreError` with `conflict` when the name is taken.
    package func addAPIKey(name: String, role: AccessRole, key: Secret, now: Double) async throws(StoreError) -> APIKeyRecord {
        let digest = vault.digest(key)
        return try await write("the API key \(name)") { db in
            guard try APIKeyRecord.filter(Column("name") == name).fetchCount(db) == 0 else {
                throw StoreError(.conflict, "There is an API key named '\(name)' already; choose another name.", field: "name")
            }
            try db.execute(
                sql: "INSERT INTO apiKey (name, role, digest, createdAt, origin) VALUES (?, ?, ?, ?, ?)",
                arguments: [name, role.rawValue, digest, now, RecordOrigin.app.rawValue])
            return try APIKeyRecord.find(db, key: db.lastInsertedRowID)
        }
    }

    /// All keys by name, without what they are.
    package func apiKeys() async throws(StoreError) -> [APIKeyRecord] {
        try await read("API keys") { try APIKeyRecord.order(Column("name")).fetchAll($0) }
    }

    /// Revokes a key at once.
    ///
    /// - Throws: `StoreError` with `notFound`, or `conflict` for a key that the file keeps.
    package func revokeAPIKey(_ id: Int) async throws(StoreError) {
        try await write("the API key \(id)") { db in
            let key = try APIKeyRecord.fetchOne(db, key: id).orNotFound("API key \(id)")
            guard key.origin == .app else {
                throw StoreError(.conflict, "The API key '\(key.name)' is in the configuration file; remove it there and start anew.")
            }
            _ = try APIKeyRecord.deleteOne(db, key: id)
        }
    }

    /// The key's record, or nil when nobody has it.
    ///
    /// It is found by a keyed digest, so how long the search takes says nothing about keys there are.
    package func apiKey(matching key: Secret) async throws(StoreError) -> APIKeyRecord? {
        guard !key.isEmpty else { return nil }
        let digest = vault.digest(key)
        return try await read("API keys") { try APIKeyRecord.filter(Column("digest") == digest).fetchOne($0) }
    }
}
