import GRDB

extension Schema {
    /// Uploaded dbt artifacts, and the catalogue that metadata syncs keep.
    static func migration0006(_ db: Database) throws {
        try db.create(table: "artifactUpload") { table in
            table.autoIncrementedPrimaryKey("id")
            table.belongsTo("ciConfig").notNull()
            table.column("runType", .text).notNull()
            table.column("sha", .text).notNull()
            table.column("runID", .text)
            table.column("projectName", .text)
            table.column("adapterType", .text)
            table.column("uploadedBy", .text).notNull()
            table.column("uploadedAt", .double).notNull()
            table.column("isComplete", .boolean).notNull()
        }
        try db.create(indexOn: "artifactUpload", columns: ["ciConfigId", "runType", "sha"])
        try catalogue(db)
    }

    private static func catalogue(_ db: Database) throws {
        try db.create(table: "metadataSync") { table in
            table.autoIncrementedPrimaryKey("id")
            table.belongsTo("ciConfig").notNull()
            table.column("cause", .text).notNull()
            table.column("wantedSHA", .text)
            table.column("branch", .text)
            table.column("status", .text).notNull()
            table.column("message", .text).notNull()
            table.column("sha", .text)
            table.column("buildID", .integer)
            table.column("buildURL", .text)
            table.column("nodes", .integer).notNull()
            table.column("changes", .integer).notNull()
            table.column("requestedAt", .double).notNull()
            table.column("finishedAt", .double)
        }
        try db.create(indexOn: "metadataSync", columns: ["ciConfigId", "status"])
        try db.create(table: "syncSchedule") { table in
            table.primaryKey("ciConfigId", .integer).references("ciConfig")
            table.column("schedule", .text).notNull()
            table.column("timeZone", .text).notNull()
            table.column("evaluatedAt", .double).notNull()
        }
        try db.create(table: "catalogueNode") { table in
            table.autoIncrementedPrimaryKey("id")
            table.belongsTo("ciConfig").notNull()
            table.column("uniqueID", .text).notNull()
            table.column("name", .text).notNull()
            table.column("resourceType", .text).notNull()
            table.column("owner", .text)
            table.column("tags", .jsonText).notNull()
            table.column("search", .text).notNull()
            table.column("document", .jsonText).notNull()
            table.column("syncID", .integer).notNull()
            table.uniqueKey(["ciConfigId", "uniqueID"])
        }
        try db.create(indexOn: "catalogueNode", columns: ["name"])
        try db.create(table: "catalogueChange") { table in
            table.autoIncrementedPrimaryKey("id")
            table.belongsTo("ciConfig").notNull()
            table.column("uniqueID", .text).notNull()
            table.belongsTo("metadataSync").notNull()
            table.column("kind", .text).notNull()
            table.column("column", .text)
            table.column("old", .text)
            table.column("new", .text)
            table.column("at", .double).notNull()
        }
        try db.create(indexOn: "catalogueChange", columns: ["ciConfigId", "uniqueID"])
    }
}
