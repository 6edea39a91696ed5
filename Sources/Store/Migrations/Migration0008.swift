import GRDB

extension Schema {
    /// GitHub Apps, where they are installed, and what was found out about repositories.
    static func migration0008(_ db: Database) throws {
        try db.create(table: "gitHubApp") { table in
            table.autoIncrementedPrimaryKey("id")
            table.column("appID", .text).notNull()
            table.column("apiURL", .text).notNull()
            table.column("slug", .text).notNull()
            table.column("name", .text).notNull()
            table.column("url", .text).notNull()
            table.column("clientID", .text).notNull()
            table.column("sealedPrivateKey", .text).notNull()
            table.column("sealedWebhookSecret", .text)
            table.column("updatedAt", .double).notNull()
            table.uniqueKey(["apiURL", "appID"])
        }
        try db.create(table: "gitHubAppRepository") { table in
            table.belongsTo("gitHubApp", onDelete: .cascade).notNull()
            table.column("installationID", .integer).notNull()
            table.column("name", .text).notNull()
            table.primaryKey(["gitHubAppId", "name"])
        }
        try db.alter(table: "repository") { table in
            table.add(column: "gitHubAppId", .integer).references("gitHubApp")
            table.add(column: "currentName", .text)
            table.add(column: "trouble", .text)
        }
    }
}
