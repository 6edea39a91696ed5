import GRDB

// What is no longer wanted is turned off; what happened under it stays.
extension Store {
    /// - Throws: `StoreError` with `conflict` when the file keeps it, or an active CI configuration uses it.
    package func turnOffRepository(_ id: Int, now: Double) async throws(StoreError) {
        try await write("the repository \(id)") { try Self.turnOff(RepositoryRecord.self, id, usedBy: "repositoryId", now: now, $0) }
    }

    /// - Throws: `StoreError` with `conflict` when the file keeps it, or an active CI configuration uses it.
    package func turnOffDataSource(_ id: Int, now: Double) async throws(StoreError) {
        try await write("the data source \(id)") { try Self.turnOff(DataSourceRecord.self, id, usedBy: "dataSourceId", now: now, $0) }
    }

    /// - Throws: `StoreError` with `conflict` when the file keeps it.
    package func turnOffCIConfig(_ id: Int, now: Double) async throws(StoreError) {
        try await write("the CI configuration \(id)") { try Self.turnOff(CIConfigRecord.self, id, usedBy: nil, now: now, $0) }
    }

    private static func turnOff<Record: ConfiguredRecord>(
        _ type: Record.Type, _ id: Int, usedBy column: String?, now: Double, _ db: Database
    ) throws {
        let record = try type.fetchOne(db, key: id).orNotFound("\(type.noun) \(id)")
        guard record.isActive else { return }
        guard record.origin == .app else { throw type.keptByFile(record.name) }
        if let column {
            let users = try CIConfigRecord.filter(Column("isActive") && Column(column) == id).fetchAll(db)
            guard users.isEmpty else {
                let names = users.map(\.name).sorted().joined(separator: ", ")
                throw StoreError(
                    .conflict, "The \(type.noun) '\(record.name)' is used by the CI configuration \(names); remove that first.")
            }
        }
        _ = try type.assign([("isActive", false), ("updatedAt", now)], to: id, in: db)
    }

    /// Turns off every CI configuration of the file that is not named; those made in the app stay as they are.
    package func deactivateConfigs(except names: Set<String>) async throws(StoreError) {
        try await write("CI configurations") { db in
            _ = try CIConfigRecord.filter(!names.contains(Column("name")) && Column("origin") == RecordOrigin.file.rawValue)
                .updateAll(db, Column("isActive").set(to: false))
        }
    }

    /// Turns off what the file has no longer, unless a CI configuration made in the app still uses it, to which it is handed over then.
    package func releaseFromFile(repositoriesExcept repositories: Set<String>, dataSourcesExcept sources: Set<String>)
        async throws(StoreError)
    {
        try await write("repositories and data sources") { db in
            for (table, column, names) in [("repository", "repositoryId", repositories), ("dataSource", "dataSourceId", sources)] {
                let used = "id IN (SELECT \(column) FROM ciConfig WHERE isActive)"
                for row in try Row.fetchAll(db, sql: "SELECT id, name, \(used) AS used FROM \(table) WHERE isActive AND origin = 'file'")
                where !names.contains(row["name"]) {
                    let change = (row["used"] as Bool) ? "origin = 'app'" : "isActive = FALSE"
                    try db.execute(sql: "UPDATE \(table) SET \(change) WHERE id = ?", arguments: [row["id"] as Int])
                }
            }
        }
    }
}
