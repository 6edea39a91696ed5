import GRDB

/// How a sync ended.
package struct SyncEnd: Hashable, Sendable {
    package var status: MetadataSyncRecord.Status
    package var message: String
    package var sha: String?
    package var buildID: Int?
    package var buildURL: String?
    package var nodes = 0
    package var changes = 0

    package init(_ status: MetadataSyncRecord.Status, _ message: String) {
        self.status = status
        self.message = message
    }
}

extension Store {
    /// Asks for a sync; one of the same cause that waits already is left for the newer one to do.
    package func openSync(
        ciConfigID: Int, cause: MetadataSyncRecord.Cause, sha: String? = nil, branch: String? = nil, now: Double
    ) async throws(StoreError) -> MetadataSyncRecord {
        try await write("a metadata sync") { db in
            // The same push told twice asks once.
            if let sha,
                let known = try MetadataSyncRecord.filter(Column("ciConfigId") == ciConfigID && Column("wantedSHA") == sha).fetchOne(db)
            {
                return known
            }
            try db.execute(
                sql: "UPDATE metadataSync SET status = ?, message = ?, finishedAt = ? WHERE ciConfigId = ? AND status = ? AND cause = ?",
                arguments: [
                    MetadataSyncRecord.Status.superseded, "A newer sync took its place.", now, ciConfigID,
                    MetadataSyncRecord.Status.waiting,
                    cause,
                ])
            try db.execute(
                sql: """
                    INSERT INTO metadataSync (ciConfigId, cause, wantedSHA, branch, status, message, nodes, changes, requestedAt)
                    VALUES (?, ?, ?, ?, ?, '', 0, 0, ?)
                    """,
                arguments: [ciConfigID, cause, sha, branch, MetadataSyncRecord.Status.waiting, now])
            return try MetadataSyncRecord.find(db, key: db.lastInsertedRowID)
        }
    }

    /// The sync that is to be done next, those that need not wait for a commit first; nil when none waits.
    package func waitingSync(ciConfigID: Int) async throws(StoreError) -> MetadataSyncRecord? {
        try await read("metadata syncs") { db in
            try MetadataSyncRecord.filter(
                Column("ciConfigId") == ciConfigID && Column("status") == MetadataSyncRecord.Status.waiting
            ).order(Column("cause") == MetadataSyncRecord.Cause.push, Column("id").desc).fetchOne(db)
        }
    }

    /// All syncs that wait, for the start of a server.
    package func waitingSyncs() async throws(StoreError) -> [MetadataSyncRecord] {
        try await read("metadata syncs") {
            try MetadataSyncRecord.filter(Column("status") == MetadataSyncRecord.Status.waiting).fetchAll($0)
        }
    }

    /// Notes what a waiting sync waits for.
    package func noteSync(_ id: Int, _ message: String) async throws(StoreError) {
        try await write("a metadata sync") { db in
            try db.execute(sql: "UPDATE metadataSync SET message = ? WHERE id = ?", arguments: [message, id])
        }
    }

    /// Ends a sync.
    package func finishSync(_ id: Int, _ end: SyncEnd, now: Double) async throws(StoreError) {
        try await write("a metadata sync") { db in
            try db.execute(
                sql: """
                    UPDATE metadataSync SET status = ?, message = ?, sha = ?, buildID = ?, buildURL = ?, nodes = ?, changes = ?,
                      finishedAt = ? WHERE id = ?
                    """,
                arguments: [end.status, end.message, end.sha, end.buildID, end.buildURL, end.nodes, end.changes, now, id])
        }
    }

    /// Syncs of a configuration, newest first; those that a newer one replaced are left out.
    package func syncs(ciConfigID: Int, limit: Int = 20) async throws(StoreError) -> [MetadataSyncRecord] {
        try await read("metadata syncs") { db in
            try MetadataSyncRecord.filter(
                Column("ciConfigId") == ciConfigID && Column("status") != MetadataSyncRecord.Status.superseded
            ).order(Column("id").desc).limit(limit).fetchAll(db)
        }
    }

    /// When a schedule was last looked at, noting it as of now when it is new or was changed.
    package func scheduleEvaluation(ciConfigID: Int, schedule: String, timeZone: String, now: Double) async throws(StoreError) -> Double {
        try await write("a sync schedule") { db in
            let known = try Double.fetchOne(
                db, sql: "SELECT evaluatedAt FROM syncSchedule WHERE ciConfigId = ? AND schedule = ? AND timeZone = ?",
                arguments: [ciConfigID, schedule, timeZone])
            if let known { return known }
            try Self.noteEvaluation(db, ciConfigID, schedule, timeZone, now)
            return now
        }
    }

    /// Notes that a schedule was looked at.
    package func noteScheduleEvaluation(ciConfigID: Int, schedule: String, timeZone: String, now: Double) async throws(StoreError) {
        try await write("a sync schedule") { try Self.noteEvaluation($0, ciConfigID, schedule, timeZone, now) }
    }

    private static func noteEvaluation(_ db: Database, _ id: Int, _ schedule: String, _ timeZone: String, _ now: Double) throws {
        try db.execute(
            sql: """
                INSERT INTO syncSchedule (ciConfigId, schedule, timeZone, evaluatedAt) VALUES (?, ?, ?, ?)
                ON CONFLICT (ciConfigId) DO UPDATE SET schedule = excluded.schedule, timeZone = excluded.timeZone,
                  evaluatedAt = excluded.evaluatedAt
                """,
            arguments: [id, schedule, timeZone, now])
    }
}
