import GRDB

// Reads what is configured.
extension Store {
    /// Active repositories by name.
    package func repositories() async throws(StoreError) -> [RepositoryRecord] {
        try await read("repositories") { try RepositoryRecord.filter(Column("isActive")).order(Column("name")).fetchAll($0) }
    }

    /// - Throws: `StoreError` with `notFound`.
    package func repository(_ id: Int) async throws(StoreError) -> RepositoryRecord {
        try await read("the repository \(id)") { try RepositoryRecord.fetchOne($0, key: id).orNotFound("repository \(id)") }
    }

    /// The active repository of this name, ignoring case as GitHub does; nil when it is not configured.
    package func repository(named name: String, host: String) async throws(StoreError) -> RepositoryRecord? {
        try await read("the repository \(name)") { db in
            try RepositoryRecord.filter(
                Column("isActive") && Column("host") == host && Column("name").collating(.nocase) == name
            ).fetchOne(db)
        }
    }

    /// - Throws: `StoreError` with `notFound`.
    package func dataSource(_ id: Int) async throws(StoreError) -> DataSourceRecord {
        try await read("the data source \(id)") { try DataSourceRecord.fetchOne($0, key: id).orNotFound("data source \(id)") }
    }

    /// Active data sources by name.
    package func dataSources() async throws(StoreError) -> [DataSourceRecord] {
        try await read("data sources") { try DataSourceRecord.filter(Column("isActive")).order(Column("name")).fetchAll($0) }
    }

    /// - Throws: `StoreError` with `notFound`.
    package func ciConfig(_ id: Int) async throws(StoreError) -> CIConfigRecord {
        try await read("the CI configuration \(id)") { try CIConfigRecord.fetchOne($0, key: id).orNotFound("CI configuration \(id)") }
    }

    /// Active configurations in order of their numbers, optionally of one repository, or those turned off, too.
    package func ciConfigs(repository: Int? = nil, includingInactive: Bool = false) async throws(StoreError) -> [CIConfigRecord] {
        try await read("CI configurations") { db in
            var query = CIConfigRecord.order(Column("id"))
            if !includingInactive { query = query.filter(Column("isActive")) }
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
