import GRDB

extension Schema {
    /// Webhook deliveries seen, and the queue of work.
    static func migration0003(_ db: Database) throws {
        try db.create(table: "webhookDelivery") { table in
            table.column("host", .text).notNull()
            table.column("deliveryID", .text).notNull()
            table.column("event", .text).notNull()
            table.column("receivedAt", .double).notNull()
            table.primaryKey(["host", "deliveryID"])
        }
        try db.create(table: "job") { table in
            table.autoIncrementedPrimaryKey("id")
            table.column("key", .text).notNull().unique()
            table.column("kind", .text).notNull()
            table.column("payload", .text).notNull()
            table.column("runAfter", .double).notNull().indexed()
            table.column("attempts", .integer).notNull()
            table.column("leaseOwner", .text)
            table.column("isWoken", .boolean).notNull()
            table.column("lastError", .text)
        }
    }
}
