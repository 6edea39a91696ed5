import GRDB

/// The queue of work that survives a restart.
///
/// A job is taken (leased) by one server, worked on, and then postponed or removed. The data directory is locked by one
/// server at a time, so a lease of another owner belongs to a server that is gone, and counts as free.
extension Store {
    /// Queues work, or brings work of this key forward; work in progress is looked at again when it ends.
    package func enqueue(key: String, kind: String, payload: String = "", runAfter: Double) async throws(StoreError) {
        try await write("the queue") { try Self.enqueue(key: key, kind: kind, payload: payload, runAfter: runAfter, in: $0) }
        changes.publishWork()
    }

    /// The same within a transaction; the caller tells the workers once it is committed.
    static func enqueue(key: String, kind: String, payload: String, runAfter: Double, in db: Database) throws {
        try db.execute(
            sql: """
                INSERT INTO job (key, kind, payload, runAfter, attempts, isWoken) VALUES (?, ?, ?, ?, 0, FALSE)
                ON CONFLICT (key) DO UPDATE SET runAfter = MIN(runAfter, excluded.runAfter), isWoken = TRUE
                """,
            arguments: [key, kind, payload, runAfter])
    }

    /// Takes jobs that are due, oldest first; all of them in one transaction, or none.
    ///
    /// - Parameters:
    ///   - limit: at most so many of the kind `limited`; other kinds are short and are taken without limit.
    package func leaseJobs(owner: String, limit: Int = .max, of limited: String? = nil, now: Double) async throws(StoreError) -> [JobRecord]
    {
        try await write("the queue") { db in
            let others = try Self.lease(owner, .max, Column("kind") != limited, now, in: db)
            guard let limited, limit > 0 else { return others }
            return try others + Self.lease(owner, limit, Column("kind") == limited, now, in: db)
        }
    }

    private static func lease(
        _ owner: String, _ limit: Int, _ condition: SQLExpression, _ now: Double, in db: Database
    ) throws -> [JobRecord] {
        let due = try JobRecord.filter(Column("runAfter") <= now && (Column("leaseOwner") == nil || Column("leaseOwner") != owner))
            .filter(condition).order(Column("runAfter"), Column("id")).limit(limit).fetchAll(db)
        for job in due {
            try db.execute(
                sql: "UPDATE job SET leaseOwner = ?, attempts = attempts + 1, isWoken = FALSE WHERE id = ?", arguments: [owner, job.id])
        }
        return due
    }

    /// Notes how far work on a job has come, for when it is taken again.
    package func noteProgress(ofJob id: Int, payload: String) async throws(StoreError) {
        try await write("the queue") { db in
            try db.execute(sql: "UPDATE job SET payload = ? WHERE id = ?", arguments: [payload, id])
        }
    }

    /// Gives a job back for later; at once if somebody asked for it meanwhile.
    ///
    /// Without an error it went well so far, and its attempts are counted anew.
    package func postponeJob(_ id: Int, until time: Double, error: String? = nil, now: Double) async throws(StoreError) {
        try await write("the queue") { db in
            try db.execute(
                sql: """
                    UPDATE job SET runAfter = CASE WHEN isWoken THEN ? ELSE ? END, leaseOwner = NULL, isWoken = FALSE, lastError = ?,
                      attempts = CASE WHEN ? THEN 0 ELSE attempts END
                    WHERE id = ?
                    """,
                arguments: [now, time, error, error == nil, id])
        }
        changes.publishWork()
    }

    /// Removes a job that is done; keeps it, due at once, if somebody asked for it meanwhile.
    package func finishJob(_ id: Int, now: Double) async throws(StoreError) {
        try await write("the queue") { db in
            try db.execute(sql: "DELETE FROM job WHERE id = ? AND NOT isWoken", arguments: [id])
            try db.execute(
                sql: "UPDATE job SET runAfter = ?, leaseOwner = NULL, isWoken = FALSE WHERE id = ?", arguments: [now, id])
        }
        changes.publishWork()
    }

    /// When the next job that `owner` does not hold falls due, after a time; nil when there is none.
    package func nextJobTime(owner: String, after time: Double) async throws(StoreError) -> Double? {
        try await read("the queue") { db in
            try Double.fetchOne(
                db, sql: "SELECT MIN(runAfter) FROM job WHERE runAfter > ? AND (leaseOwner IS NULL OR leaseOwner <> ?)",
                arguments: [time, owner])
        }
    }

    /// All jobs, for people who look into it.
    package func jobs() async throws(StoreError) -> [JobRecord] {
        try await read("the queue") { try JobRecord.order(Column("id")).fetchAll($0) }
    }
}
