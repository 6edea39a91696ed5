import GRDB

extension Schema {
    /// Runs of the job that a push to the base branch starts: one for each commit and configuration.
    static func migration0004(_ db: Database) throws {
        try db.create(table: "mergeRun") { table in
            table.autoIncrementedPrimaryKey("id")
            table.belongsTo("ciConfig").notNull()
            table.column("sha", .text).notNull()
            table.column("branch", .text).notNull()
            table.column("jobID", .integer).notNull()
            table.column("phase", .text).notNull()
            table.column("isFinished", .boolean).notNull()
            table.column("state", .jsonText)
            table.column("dbtCloudRunID", .integer)
            table.column("dbtCloudRunURL", .text)
            table.column("message", .text).notNull()
            table.column("createdAt", .double).notNull()
            table.column("updatedAt", .double).notNull()
            table.column("finishedAt", .double)
            table.uniqueKey(["ciConfigId", "sha"])
        }
        try db.create(indexOn: "mergeRun", columns: ["isFinished"])
    }
}
