import GRDB

/// What repositories, data sources and CI configurations have in common: a name, a keeper, and that they are turned off, not deleted.
protocol ConfiguredRecord: Codable, FetchableRecord, TableRecord {
    /// As in "the repository".
    static var noun: String { get }
    var id: Int { get }
    var name: String { get }
    var origin: RecordOrigin { get }
    var isActive: Bool { get }
}

extension RepositoryRecord: ConfiguredRecord { static let noun = "repository" }
extension DataSourceRecord: ConfiguredRecord { static let noun = "data source" }
extension CIConfigRecord: ConfiguredRecord { static let noun = "CI configuration" }

extension ConfiguredRecord {
    /// Which row a draft goes to: `id`, or the one that has its name, or a new one (nil).
    ///
    /// One that was turned off may be taken by anybody, and goes on with its history.
    /// - Throws: `StoreError` with `conflict` when the row is kept by the other, or the name is taken.
    static func place(_ id: Int?, named namesake: Self?, for origin: RecordOrigin, in db: Database) throws -> Int? {
        guard let id else {
            guard let namesake, namesake.isActive else { return namesake?.id }
            guard origin == .file else { throw taken(namesake.name) }
            guard namesake.origin == .file else {
                throw StoreError(
                    .conflict, "The \(noun) '\(namesake.name)' was made in the app; rename it in the configuration file or remove it there."
                )
            }
            return namesake.id
        }
        let record = try fetchOne(db, key: id).orNotFound("\(noun) \(id)")
        guard !record.isActive || record.origin == origin else { throw keptByFile(record.name) }
        guard namesake == nil || namesake?.id == id else { throw taken(namesake?.name ?? "") }
        return id
    }

    static func keptByFile(_ name: String) -> StoreError {
        StoreError(
            .conflict,
            "The \(noun) '\(name)' is kept by the configuration file, which would overwrite a change at the next start; change it there.")
    }

    private static func taken(_ name: String) -> StoreError {
        StoreError(.conflict, "There is a \(noun) named '\(name)' already; choose another name.", field: "name")
    }

    /// Writes columns into a row, or into a new one.
    static func assign(_ columns: [(name: String, value: (any DatabaseValueConvertible)?)], to id: Int?, in db: Database) throws -> Self {
        let values = StatementArguments(columns.map(\.value))
        guard let id else {
            let names = columns.map { "\"\($0.name)\"" }.joined(separator: ", ")
            let marks = columns.map { _ in "?" }.joined(separator: ", ")
            try db.execute(sql: "INSERT INTO \"\(databaseTableName)\" (\(names)) VALUES (\(marks))", arguments: values)
            return try find(db, key: db.lastInsertedRowID)
        }
        let places = columns.map { "\"\($0.name)\" = ?" }.joined(separator: ", ")
        try db.execute(sql: "UPDATE \"\(databaseTableName)\" SET \(places) WHERE id = ?", arguments: values + [id])
        return try find(db, key: id)
    }
}
