import GRDB

extension Schema {
    /// People, their sessions and one-time links; where each setting came from.
    ///
    /// Everything configured before came from the file.
    static func migration0005(_ db: Database) throws {
        for table in ["repository", "dataSource", "ciConfig", "apiKey"] {
            try db.alter(table: table) { $0.add(column: "origin", .text).notNull().defaults(to: RecordOrigin.file.rawValue) }
        }
        for table in ["repository", "dataSource"] {
            try db.alter(table: table) { $0.add(column: "isActive", .boolean).notNull().defaults(to: true) }
        }
        try db.alter(table: "dataSource") { $0.add(column: "tempSchema", .text) }
        try db.create(table: "user") { table in
            table.autoIncrementedPrimaryKey("id")
            table.column("email", .text).notNull().unique().collate(.nocase)
            table.column("name", .text).notNull()
            table.column("role", .text).notNull()
            table.column("passwordHash", .text)
            table.column("createdAt", .double).notNull()
            table.column("signedInAt", .double)
        }
        try db.create(table: "session") { table in
            table.column("digest", .text).notNull().primaryKey()
            table.belongsTo("user", onDelete: .cascade).notNull()
            table.column("createdAt", .double).notNull()
            table.column("expiresAt", .double).notNull()
        }
        try db.create(table: "oneTimeLink") { table in
            table.column("digest", .text).notNull().primaryKey()
            // Absent: the link makes the first administrator.
            table.belongsTo("user", onDelete: .cascade)
            table.column("createdAt", .double).notNull()
            table.column("expiresAt", .double).notNull()
        }
    }
}
