import GRDB

extension Store {
    /// Notes a webhook delivery.
    ///
    /// - Returns: false when this delivery was noted before, so that it has no further effect.
    package func noteDelivery(host: String, id: String, event: String, now: Double) async throws(StoreError) -> Bool {
        try await write("a webhook delivery") { db in
            try db.execute(
                sql: "INSERT OR IGNORE INTO webhookDelivery (host, deliveryID, event, receivedAt) VALUES (?, ?, ?, ?)",
                arguments: [host, id, event, now])
            return db.changesCount == 1
        }
    }

    /// Forgets a delivery whose work could not be begun, so that the host's redelivery counts.
    package func forgetDelivery(host: String, id: String) async throws(StoreError) {
        try await write("a webhook delivery") { db in
            try db.execute(sql: "DELETE FROM webhookDelivery WHERE host = ? AND deliveryID = ?", arguments: [host, id])
        }
    }

    /// Forgets deliveries from before a time; hosts do not repeat old ones.
    package func forgetDeliveries(before time: Double) async throws(StoreError) {
        try await write("webhook deliveries") { db in
            try db.execute(sql: "DELETE FROM webhookDelivery WHERE receivedAt < ?", arguments: [time])
        }
    }
}
