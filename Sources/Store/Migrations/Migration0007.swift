import GRDB

extension Schema {
    /// What was looked at last in a pull request's comments, and which diffs have had their sample rows deleted.
    static func migration0007(_ db: Database) throws {
        try db.create(table: "commentLook") { table in
            table.belongsTo("repository", onDelete: .cascade).notNull()
            table.column("changeNumber", .integer).notNull()
            table.column("lastComment", .text).notNull()
            table.primaryKey(["repositoryId", "changeNumber"])
        }
        try db.alter(table: "diff") { table in
            table.add(column: "prunedAt", .double)
        }
    }
}
