import GRDB

/// How far the comments of pull requests were looked through for what no delivery told of.
extension Store {
    /// The newest comment seen at the last look; nil when there was none.
    package func lastComment(of change: Int, repository: Int) async throws(StoreError) -> String? {
        try await read("the look at a pull request's comments") { db in
            try String.fetchOne(
                db, sql: "SELECT lastComment FROM commentLook WHERE repositoryId = ? AND changeNumber = ?", arguments: [repository, change])
        }
    }

    /// Notes the newest comment that a look has seen.
    package func noteLastComment(_ id: String, of change: Int, repository: Int) async throws(StoreError) {
        try await write("the look at a pull request's comments") { db in
            try db.execute(
                sql: """
                    INSERT INTO commentLook (repositoryId, changeNumber, lastComment) VALUES (?, ?, ?)
                    ON CONFLICT (repositoryId, changeNumber) DO UPDATE SET lastComment = excluded.lastComment
                    """,
                arguments: [repository, change, id])
        }
    }

    /// Whether a delivery was noted.
    package func hasDelivery(host: String, id: String) async throws(StoreError) -> Bool {
        try await read("a webhook delivery") { db in
            try Bool.fetchOne(
                db, sql: "SELECT EXISTS (SELECT 1 FROM webhookDelivery WHERE host = ? AND deliveryID = ?)", arguments: [host, id]) ?? false
        }
    }
}
