import GRDB

/// What one step changes in a merge run.
package struct MergeRunUpdate: Hashable, Sendable {
    package var phase: String
    package var isFinished: Bool
    package var state: String
    package var dbtCloudRunID: Int?
    package var dbtCloudRunURL: String?
    package var message: String

    package init(
        phase: String, isFinished: Bool, state: String, dbtCloudRunID: Int? = nil, dbtCloudRunURL: String? = nil, message: String = ""
    ) {
        self.phase = phase
        self.isFinished = isFinished
        self.state = state
        self.dbtCloudRunID = dbtCloudRunID
        self.dbtCloudRunURL = dbtCloudRunURL
        self.message = message
    }
}

/// Which merge runs a list shows, newest first.
package struct MergeRunQuery: Hashable, Sendable {
    package var ciConfigID: Int?
    /// Only runs in one of these phases; empty means all.
    package var phases: [String] = []
    /// Only runs with a smaller number.
    package var before: Int?
    package var unfinishedOnly = false
    package var limit = 50
    package var offset = 0

    package init() {}
}

extension Store {
    /// The merge run of this commit under this configuration, made when it is missing; two callers at once make one.
    ///
    /// Unless it has ended, a job for it is queued with it: both are there, or neither.
    /// - Parameter kind: of the job; its key is the kind and the run's number, its payload the number.
    /// - Returns: the run, and whether this call made it.
    package func openMergeRun(
        ciConfigID: Int, sha: String, branch: String, jobID: Int, phase: String, queuedAs kind: String, now: Double
    ) async throws(StoreError) -> (run: MergeRunRecord, isNew: Bool) {
        let opened = try await write("a merge run") { db in
            try db.execute(
                sql: """
                    INSERT OR IGNORE INTO mergeRun (ciConfigId, sha, branch, jobID, phase, isFinished, message, createdAt, updatedAt)
                    VALUES (?, ?, ?, ?, ?, FALSE, '', ?, ?)
                    """,
                arguments: [ciConfigID, sha, branch, jobID, phase, now, now])
            let isNew = db.changesCount == 1
            let key: [String: any DatabaseValueConvertible] = ["ciConfigId": ciConfigID, "sha": sha]
            let run = try MergeRunRecord.find(db, key: key)
            if !run.isFinished { try Self.enqueue(key: "\(kind):\(run.id)", kind: kind, payload: String(run.id), runAfter: now, in: db) }
            return (run, isNew)
        }
        changes.publishWork()
        return (opened.0, opened.1)
    }

    /// Stores one step of a merge run.
    package func updateMergeRun(_ id: Int, _ update: MergeRunUpdate, now: Double) async throws(StoreError) {
        try await write("the merge run \(id)") { db in
            try db.execute(
                sql: """
                    UPDATE mergeRun SET phase = ?, isFinished = ?, state = ?, dbtCloudRunID = ?, dbtCloudRunURL = ?, message = ?,
                      updatedAt = ?, finishedAt = CASE WHEN ? THEN COALESCE(finishedAt, ?) END
                    WHERE id = ?
                    """,
                arguments: [
                    update.phase, update.isFinished, update.state, update.dbtCloudRunID, update.dbtCloudRunURL, update.message, now,
                    update.isFinished, now, id,
                ])
        }
    }

    /// - Throws: `StoreError` with `notFound`.
    package func mergeRun(_ id: Int) async throws(StoreError) -> MergeRunRecord {
        try await read("the merge run \(id)") { try MergeRunRecord.fetchOne($0, key: id).orNotFound("merge run \(id)") }
    }

    /// Merge runs that fit a query, newest first.
    package func mergeRuns(_ query: MergeRunQuery = MergeRunQuery()) async throws(StoreError) -> [MergeRunRecord] {
        try await read("merge runs") { db in
            var request = MergeRunRecord.all()
            if let id = query.ciConfigID { request = request.filter(Column("ciConfigId") == id) }
            if !query.phases.isEmpty { request = request.filter(query.phases.contains(Column("phase"))) }
            if let id = query.before { request = request.filter(Column("id") < id) }
            if query.unfinishedOnly { request = request.filter(!Column("isFinished")) }
            return try request.order(Column("id").desc).limit(query.limit, offset: query.offset).fetchAll(db)
        }
    }
}
