import GRDB

extension Schema {
    /// Repositories, data sources, CI configurations and API keys.
    ///
    /// Columns that start with `sealed` hold encrypted text. Times are seconds since 1970-01-01 UTC.
    static func migration0001(_ db: Database) throws {
        try db.create(table: "keyCheck") { table in
            table.primaryKey("id", .integer)
            table.column("sealed", .text).notNull()
        }
        try db.create(table: "repository") { table in
            table.autoIncrementedPrimaryKey("id")
            table.column("name", .text).notNull()
            table.column("host", .text).notNull()
            table.column("apiURL", .text)
            table.column("sealedToken", .text)
            table.column("sealedWebhookSecret", .text)
            table.column("updatedAt", .double).notNull()
            table.uniqueKey(["host", "name"])
        }
        try db.create(table: "dataSource") { table in
            table.autoIncrementedPrimaryKey("id")
            table.column("name", .text).notNull().unique()
            table.column("type", .text).notNull()
            table.column("sealedOptions", .text).notNull()
            table.column("concurrency", .integer).notNull()
            table.column("updatedAt", .double).notNull()
        }
        try db.create(table: "ciConfig") { table in
            table.autoIncrementedPrimaryKey("id")
            table.column("name", .text).notNull().unique()
            table.belongsTo("repository").notNull()
            table.belongsTo("dataSource").notNull()
            table.column("settings", .jsonText).notNull()
            table.column("sealedDbtCloudKey", .text)
            table.column("sealedDbtCloudWebhookSecret", .text)
            table.column("isActive", .boolean).notNull()
            table.column("updatedAt", .double).notNull()
        }
        try db.create(table: "apiKey") { table in
            table.autoIncrementedPrimaryKey("id")
            table.column("name", .text).notNull().unique()
            table.column("role", .text).notNull()
            table.column("digest", .text).notNull().unique()
            table.column("createdAt", .double).notNull()
        }
    }
}
