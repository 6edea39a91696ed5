import GRDB

/// The queue of work that survives a restart.
///
/// A job is taken (leased) by one server, worked on, and then postponed or removed. The data directory is locked by one
/// server at a time, so a lease of another owner belongs to a server that is gone, and counts as free.
extension Store {
    /// Queues work, or brings work of this key forward; work in progress is looked at again when it ends.
    package func enqueue(key: String, kind: String, payload: String = "", runAfter: Double) async throws(StoreError) {
        try await write("the queue") { db in
            try db.execute(
                sql: """
                    INSERT INTO job (key, kind, payload, runAfter, attempts, isWoken) VALUES (?, ?, ?, ?, 0, FALSE)
                    ON CONFLICT (key) DO UPDATE SET runAfter = MIN(runAfter, excluded.runAfter), isWoken = TRUE
                    """,
                arguments: [key, kind, payload, runAfter])
        }
        changes.publishWork()
    }

    /// Takes jobs that are due, oldest first.
    ///
    /// - Parameters:
    ///   - limit: at most so many of the kind `limited`; other kinds are short and are taken without limit.
    package func leaseJobs(owner: String, limit: Int = .max, of limited: String? = nil, now: Double) async throws(StoreError) -> [JobRecord]
    {
        let others = try await lease(owner, .max, Column("kind") != limited, now)
        guard let limited, limit > 0 else { return others }
        return try await others + lease(owner, limit, Column("kind") == limited, now)
    }

    private func lease(
        _ owner: String, _ limit: Int, _ condition: SQLExpression, _ now: Double
    ) async throws(StoreError) -> [JobRecord] {
        try await write("the queue") { db in
            let due = try JobRecord.filter(Column("runAfter") <= now && (Column("leaseOwner") == nil || Column("leaseOwner") != owner))
                .filter(condition).order(Column("runAfter"), Column("id")).limit(limit).fetchAll(db)
            for job in due {
                try db.execute(
                    sql: "UPDATE job SET leaseOwner = ?, attempts = attempts + 1, isWoken = FALSE WHERE id = ?",
                    arguments: [owner, job.id])
            }
            return due
        }
    }

    /// Gives a job back for later; at once if somebody asked for it meanwhile.
    package func postponeJob(_ id: Int, until time: Double, error: String? = nil, now: Double) async throws(StoreError) {
        try await write("the queue") { db in
            try db.execute(
                sql: """
                    UPDATE job SET runAfter = CASE WHEN isWoken THEN ? ELSE ? END, leaseOwner = NULL, isWoken = FALSE, lastError = ?
                    WHERE id = ?
                    """,
                arguments: [now, time, error, id])
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
