import GRDB

extension Schema {
    /// Runs with their timeline, and diffs.
    static func migration0002(_ db: Database) throws {
        try db.create(table: "run") { table in
            table.autoIncrementedPrimaryKey("id")
            table.belongsTo("ciConfig").notNull()
            table.column("changeNumber", .integer).notNull()
            table.column("headSHA", .text).notNull()
            table.column("attempt", .integer).notNull()
            table.column("change", .jsonText).notNull()
            table.column("phase", .text).notNull()
            table.column("isFinished", .boolean).notNull()
            table.column("state", .jsonText)
            table.column("interruption", .jsonText)
            table.column("report", .jsonText)
            table.column("summary", .jsonText)
            table.column("createdAt", .double).notNull()
            table.column("updatedAt", .double).notNull()
            table.column("finishedAt", .double)
            table.uniqueKey(["ciConfigId", "changeNumber", "headSHA"])
        }
        try db.create(indexOn: "run", columns: ["isFinished", "updatedAt"])
        try db.create(table: "runEvent") { table in
            table.autoIncrementedPrimaryKey("id")
            table.belongsTo("run", onDelete: .cascade).notNull()
            table.column("attempt", .integer).notNull()
            table.column("at", .double).notNull()
            table.column("kind", .text).notNull()
            table.column("message", .text).notNull()
        }
        try db.create(table: "diff") { table in
            table.autoIncrementedPrimaryKey("id")
            table.belongsTo("run", onDelete: .cascade)
            table.belongsTo("dataSource").notNull()
            table.column("attempt", .integer).notNull()
            table.column("modelID", .text)
            table.column("request", .jsonText).notNull()
            table.column("status", .text).notNull()
            table.column("completedSteps", .integer).notNull()
            table.column("totalSteps", .integer).notNull()
            table.column("progressMessage", .text).notNull()
            table.column("result", .jsonText)
            table.column("createdAt", .double).notNull()
            table.column("startedAt", .double)
            table.column("finishedAt", .double)
            table.uniqueKey(["runId", "attempt", "modelID"])
        }
    }
}
