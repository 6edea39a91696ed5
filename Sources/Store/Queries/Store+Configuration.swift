import Foundation
import GRDB
package import HTTPTransport

/// A repository as it is configured; a nil secret means none.
package struct RepositoryDraft: Hashable, Sendable {
    package var name: String
    package var host: String
    package var apiURL: String?
    package var token: Secret?
    package var webhookSecret: Secret?

    package init(name: String, host: String, apiURL: String? = nil, token: Secret? = nil, webhookSecret: Secret? = nil) {
        self.name = name
        self.host = host
        self.apiURL = apiURL
        self.token = token
        self.webhookSecret = webhookSecret
    }
}

/// A data source as it is configured; options may hold passwords and are stored encrypted.
package struct DataSourceDraft: Hashable, Sendable {
    package var name: String
    package var type: String
    package var options: [String: String]
    package var concurrency: Int

    package init(name: String, type: String, options: [String: String], concurrency: Int = 4) {
        self.name = name
        self.type = type
        self.options = options
        self.concurrency = concurrency
    }
}

/// A CI configuration as it is configured, naming its repository and data source.
package struct CIConfigDraft: Hashable, Sendable {
    package var name: String
    package var repository: String
    package var dataSource: String
    package var settings: CISettings
    package var dbtCloudKey: Secret?
    package var dbtCloudWebhookSecret: Secret?

    package init(
        name: String, repository: String, dataSource: String, settings: CISettings, dbtCloudKey: Secret? = nil,
        dbtCloudWebhookSecret: Secret? = nil
    ) {
        self.name = name
        self.repository = repository
        self.dataSource = dataSource
        self.settings = settings
        self.dbtCloudKey = dbtCloudKey
        self.dbtCloudWebhookSecret = dbtCloudWebhookSecret
    }
}

extension Store {
    /// Adds a repository or brings the one of this name up to date.
    package func save(_ draft: RepositoryDraft, now: Double) async throws(StoreError) -> RepositoryRecord {
        let token = try seal(draft.token, for: .repositoryToken)
        let webhookSecret = try seal(draft.webhookSecret, for: .webhookSecret)
        return try await write("the repository \(draft.name)") { db in
            try db.execute(
                sql: """
                    INSERT INTO repository (name, host, apiURL, sealedToken, sealedWebhookSecret, updatedAt) VALUES (?, ?, ?, ?, ?, ?)
                    ON CONFLICT (host, name) DO UPDATE SET apiURL = excluded.apiURL, sealedToken = excluded.sealedToken,
                      sealedWebhookSecret = excluded.sealedWebhookSecret, updatedAt = excluded.updatedAt
                    """,
                arguments: [draft.name, draft.host, draft.apiURL, token, webhookSecret, now])
            return try RepositoryRecord.find(db, key: ["host": draft.host, "name": draft.name])
        }
    }

    /// Adds a data source or brings the one of this name up to date.
    package func save(_ draft: DataSourceDraft, now: Double) async throws(StoreError) -> DataSourceRecord {
        let options = try sealOptions(draft.options)
        return try await write("the data source \(draft.name)") { db in
            try db.execute(
                sql: """
                    INSERT INTO dataSource (name, type, sealedOptions, concurrency, updatedAt) VALUES (?, ?, ?, ?, ?)
                    ON CONFLICT (name) DO UPDATE SET type = excluded.type, sealedOptions = excluded.sealedOptions,
                      concurrency = excluded.concurrency, updatedAt = excluded.updatedAt
                    """,
                arguments: [draft.name, draft.type, options, draft.concurrency, now])
            return try DataSourceRecord.find(db, key: ["name": draft.name])
        }
    }

    /// Adds a CI configuration or brings the one of this name up to date.
    ///
    /// - Throws: `StoreError` with `notFound` when the repository or the data source is unknown.
    package func save(_ draft: CIConfigDraft, now: Double) async throws(StoreError) -> CIConfigRecord {
        let key = try seal(draft.dbtCloudKey, for: .dbtCloudKey)
        let webhookSecret = try seal(draft.dbtCloudWebhookSecret, for: .dbtCloudWebhookSecret)
        return try await write("the CI configuration \(draft.name)") { db in
            guard let repository = try RepositoryRecord.filter(Column("name") == draft.repository).fetchOne(db) else {
                throw StoreError(
                    .notFound, "CI configuration \(draft.name) names the repository \(draft.repository), which is not configured.")
            }
            guard let source = try DataSourceRecord.filter(Column("name") == draft.dataSource).fetchOne(db) else {
                throw StoreError(
                    .notFound, "CI configuration \(draft.name) names the data source \(draft.dataSource), which is not configured.")
            }
            let settings = String(decoding: try JSONEncoder().encode(draft.settings), as: UTF8.self)
            try db.execute(
                sql: """
                    INSERT INTO ciConfig (name, repositoryId, dataSourceId, settings, sealedDbtCloudKey, sealedDbtCloudWebhookSecret,
                      isActive, updatedAt) VALUES (?, ?, ?, ?, ?, ?, TRUE, ?)
                    ON CONFLICT (name) DO UPDATE SET repositoryId = excluded.repositoryId, dataSourceId = excluded.dataSourceId,
                      settings = excluded.settings, sealedDbtCloudKey = excluded.sealedDbtCloudKey,
                      sealedDbtCloudWebhookSecret = excluded.sealedDbtCloudWebhookSecret, isActive = TRUE, updatedAt = excluded.updatedAt
                    """,
                arguments: [draft.name, repository.id, source.id, settings, key, webhookSecret, now])
            return try CIConfigRecord.find(db, key: ["name": draft.name])
        }
    }

    /// Turns off every CI configuration that is not named; their history stays.
    package func deactivateConfigs(except names: Set<String>) async throws(StoreError) {
        try await write("CI configurations") { db in
            _ = try CIConfigRecord.filter(!names.contains(Column("name"))).updateAll(db, Column("isActive").set(to: false))
        }
    }

    package func repositories() async throws(StoreError) -> [RepositoryRecord] {
        try await read("repositories") { try RepositoryRecord.order(Column("name")).fetchAll($0) }
    }

    /// - Throws: `StoreError` with `notFound`.
    package func repository(_ id: Int) async throws(StoreError) -> RepositoryRecord {
        try await read("the repository \(id)") { try RepositoryRecord.fetchOne($0, key: id).orNotFound("repository \(id)") }
    }

    /// The repository of this name, ignoring case as GitHub does; nil when it is not configured.
    package func repository(named name: String, host: String) async throws(StoreError) -> RepositoryRecord? {
        try await read("the repository \(name)") { db in
            try RepositoryRecord.filter(Column("host") == host && Column("name").collating(.nocase) == name).fetchOne(db)
        }
    }

    /// - Throws: `StoreError` with `notFound`.
    package func dataSource(_ id: Int) async throws(StoreError) -> DataSourceRecord {
        try await read("the data source \(id)") { try DataSourceRecord.fetchOne($0, key: id).orNotFound("data source \(id)") }
    }

    package func dataSources() async throws(StoreError) -> [DataSourceRecord] {
        try await read("data sources") { try DataSourceRecord.order(Column("name")).fetchAll($0) }
    }

    /// - Throws: `StoreError` with `notFound`.
    package func ciConfig(_ id: Int) async throws(StoreError) -> CIConfigRecord {
        try await read("the CI configuration \(id)") { try CIConfigRecord.fetchOne($0, key: id).orNotFound("CI configuration \(id)") }
    }

    /// Active configurations in order of their numbers, optionally of one repository.
    package func ciConfigs(repository: Int? = nil) async throws(StoreError) -> [CIConfigRecord] {
        try await read("CI configurations") { db in
            var query = CIConfigRecord.filter(Column("isActive")).order(Column("id"))
            if let repository { query = query.filter(Column("repositoryId") == repository) }
            return try query.fetchAll(db)
        }
    }
}

extension Optional {
    /// The value, or `StoreError` with `notFound`.
    func orNotFound(_ what: String) throws(StoreError) -> Wrapped {
        guard let self else { throw StoreError(.notFound, "There is no \(what).") }
        return self
    }
}
