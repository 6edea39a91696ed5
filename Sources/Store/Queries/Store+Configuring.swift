import Foundation
import GRDB
import HTTPTransport

// Writes what is configured. The functions without a number are the configuration file's; those with one are the app's and the API's.
extension Store {
    /// Adds a repository or brings the file's of this name up to date.
    ///
    /// A webhook secret that was made here stays when the draft has none.
    package func save(_ draft: RepositoryDraft, now: Double) async throws(StoreError) -> RepositoryRecord {
        let webhookSecret = SecretChange(draft.webhookSecret)
        return try await put(
            draft, id: nil, .file, token: SecretChange(draft.token), webhookSecret: webhookSecret == .clear ? .keep : webhookSecret,
            now: now)
    }

    /// Makes (`id` nil) or changes a repository by hand; the draft's own secrets do not count.
    ///
    /// - Throws: `StoreError` with `conflict` when the name is taken or the file keeps it.
    package func edit(
        _ draft: RepositoryDraft, id: Int?, token: SecretChange, webhookSecret: SecretChange, now: Double
    ) async throws(StoreError) -> RepositoryRecord {
        try await put(draft, id: id, .app, token: token, webhookSecret: webhookSecret, now: now)
    }

    private func put(
        _ draft: RepositoryDraft, id: Int?, _ origin: RecordOrigin, token: SecretChange, webhookSecret: SecretChange, now: Double
    ) async throws(StoreError) -> RepositoryRecord {
        let secrets = try columns(("sealedToken", token, .repositoryToken), ("sealedWebhookSecret", webhookSecret, .webhookSecret))
        return try await write("the repository \(draft.name)") { db in
            let namesake = try RepositoryRecord.filter(
                Column("host") == draft.host && Column("name").collating(.nocase) == draft.name
            ).fetchOne(db)
            let place = try RepositoryRecord.place(id, named: namesake, for: origin, in: db)
            let columns: [(name: String, value: (any DatabaseValueConvertible)?)] = [
                ("name", draft.name), ("host", draft.host), ("apiURL", draft.apiURL), ("origin", origin.rawValue), ("isActive", true),
                ("updatedAt", now),
            ]
            return try RepositoryRecord.assign(columns + secrets.map { ($0.name, $0.text) }, to: place, in: db)
        }
    }

    /// Adds a data source or brings the file's of this name up to date.
    package func save(_ draft: DataSourceDraft, now: Double) async throws(StoreError) -> DataSourceRecord {
        try await put(draft, id: nil, .file, now: now)
    }

    /// Makes (`id` nil) or changes a data source by hand; the options are written whole.
    ///
    /// - Throws: `StoreError` with `conflict` when the name is taken or the file keeps it.
    package func edit(_ draft: DataSourceDraft, id: Int?, now: Double) async throws(StoreError) -> DataSourceRecord {
        try await put(draft, id: id, .app, now: now)
    }

    private func put(
        _ draft: DataSourceDraft, id: Int?, _ origin: RecordOrigin, now: Double
    ) async throws(StoreError) -> DataSourceRecord {
        let options = try sealOptions(draft.options)
        return try await write("the data source \(draft.name)") { db in
            let namesake = try DataSourceRecord.filter(Column("name") == draft.name).fetchOne(db)
            let place = try DataSourceRecord.place(id, named: namesake, for: origin, in: db)
            return try DataSourceRecord.assign(
                [
                    ("name", draft.name), ("type", draft.type), ("sealedOptions", options), ("concurrency", draft.concurrency),
                    ("tempSchema", draft.tempSchema), ("origin", origin.rawValue), ("isActive", true), ("updatedAt", now),
                ], to: place, in: db)
        }
    }

    /// Adds a CI configuration or brings the file's of this name up to date.
    ///
    /// - Throws: `StoreError` with `notFound` when the repository or the data source is unknown.
    package func save(_ draft: CIConfigDraft, now: Double) async throws(StoreError) -> CIConfigRecord {
        try await put(
            draft, id: nil, .file, key: SecretChange(draft.dbtCloudKey), webhookSecret: SecretChange(draft.dbtCloudWebhookSecret), now: now)
    }

    /// Makes (`id` nil) or changes a CI configuration by hand; the draft's own secrets do not count.
    ///
    /// - Throws: `StoreError` with `conflict` when the name is taken or the file keeps it, with `notFound` for an unknown repository or
    ///   data source.
    package func edit(
        _ draft: CIConfigDraft, id: Int?, key: SecretChange, webhookSecret: SecretChange, now: Double
    ) async throws(StoreError) -> CIConfigRecord {
        try await put(draft, id: id, .app, key: key, webhookSecret: webhookSecret, now: now)
    }

    private func put(
        _ draft: CIConfigDraft, id: Int?, _ origin: RecordOrigin, key: SecretChange, webhookSecret: SecretChange, now: Double
    ) async throws(StoreError) -> CIConfigRecord {
        let secrets = try columns(
            ("sealedDbtCloudKey", key, .dbtCloudKey), ("sealedDbtCloudWebhookSecret", webhookSecret, .dbtCloudWebhookSecret))
        return try await write("the CI configuration \(draft.name)") { db in
            let namesake = try CIConfigRecord.filter(Column("name") == draft.name).fetchOne(db)
            let place = try CIConfigRecord.place(id, named: namesake, for: origin, in: db)
            let active = Column("isActive") == true
            guard let repository = try RepositoryRecord.filter(active && Column("name") == draft.repository).fetchOne(db) else {
                throw Self.unknown("repository", draft.repository, in: draft)
            }
            guard let source = try DataSourceRecord.filter(active && Column("name") == draft.dataSource).fetchOne(db) else {
                throw Self.unknown("data_source", draft.dataSource, in: draft)
            }
            let settings = String(decoding: try JSONEncoder().encode(draft.settings), as: UTF8.self)
            let columns: [(name: String, value: (any DatabaseValueConvertible)?)] = [
                ("name", draft.name), ("repositoryId", repository.id), ("dataSourceId", source.id), ("settings", settings),
                ("origin", origin.rawValue), ("isActive", true), ("updatedAt", now),
            ]
            return try CIConfigRecord.assign(columns + secrets.map { ($0.name, $0.text) }, to: place, in: db)
        }
    }

    private static func unknown(_ field: String, _ name: String, in draft: CIConfigDraft) -> StoreError {
        StoreError(
            .notFound,
            "CI configuration \(draft.name) names the \(field.replacing("_", with: " ")) \(name), which is not configured.", field: field)
    }

    /// The columns of secrets that are to be written; those kept are left out.
    private func columns(
        _ changes: (column: String, change: SecretChange, purpose: SecretPurpose)...
    ) throws(StoreError) -> [(name: String, text: String?)] {
        var columns: [(name: String, text: String?)] = []
        for (column, change, purpose) in changes {
            switch change {
            case .keep: continue
            case .clear: columns.append((column, nil))
            case .set(let secret): columns.append((column, try seal(secret, for: purpose)))
            }
        }
        return columns
    }
}
