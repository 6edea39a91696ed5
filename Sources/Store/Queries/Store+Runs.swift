import Foundation
import GRDB
package import SourceControl

/// A line to be added to a run's timeline.
package struct RunEventDraft: Hashable, Sendable, Codable {
    /// `step`, `wait`, `problem` or `end`.
    package var kind: String
    package var message: String

    package init(kind: String, message: String) {
        self.kind = kind
        self.message = message
    }
}

/// What one step of the pipeline changes in a run; all of it or nothing is written.
package struct RunUpdate: Sendable {
    package var attempt: Int
    package var phase: String
    package var isFinished: Bool
    package var state: String
    package var change: ChangeRequest
    /// Nil leaves the stored report as it is.
    package var report: String?
    /// The report in a few numbers, as JSON.
    package var summary: String?
    package var events: [RunEventDraft]

    package init(
        attempt: Int, phase: String, isFinished: Bool, state: String, change: ChangeRequest, report: String? = nil, summary: String? = nil,
        events: [RunEventDraft] = []
    ) {
        self.attempt = attempt
        self.phase = phase
        self.isFinished = isFinished
        self.state = state
        self.change = change
        self.report = report
        self.summary = summary
        self.events = events
    }
}

/// Which runs a list shows, newest first.
package struct RunQuery: Hashable, Sendable {
    package var ciConfigID: Int?
    package var changeNumber: Int?
    package var headSHA: String?
    package var repositoryID: Int?
    /// Only runs in one of these phases; empty means all.
    package var phases: [String] = []
    /// Found in title, author, branch, number or commit, ignoring case.
    package var text: String?
    package var unfinishedOnly = false
    package var limit = 50
    package var offset = 0

    package init() {}
}

extension Store {
    /// The run of this commit under this configuration, made when it is missing.
    ///
    /// - Returns: the run, and whether this call made it.
    package func openRun(ciConfigID: Int, change: ChangeRequest, now: Double) async throws(StoreError) -> (run: RunRecord, isNew: Bool) {
        let opened = try await write("a run") { db in
            let text = String(decoding: try JSONEncoder().encode(change), as: UTF8.self)
            try db.execute(
                sql: """
                    INSERT OR IGNORE INTO run (ciConfigId, changeNumber, headSHA, attempt, change, phase, isFinished, createdAt, updatedAt)
                    VALUES (?, ?, ?, 1, ?, 'received', FALSE, ?, ?)
                    """,
                arguments: [ciConfigID, change.number, change.headSHA, text, now, now])
            let isNew = db.changesCount == 1
            let key: [String: any DatabaseValueConvertible] = [
                "ciConfigId": ciConfigID, "changeNumber": change.number, "headSHA": change.headSHA,
            ]
            return (try RunRecord.find(db, key: key), isNew)
        }
        if opened.1 { changes.publish(.run(opened.0.id)) }
        return (opened.0, opened.1)
    }

    /// Begins the same commit's review again, unless it is under way; its earlier diffs stay under the earlier attempt.
    ///
    /// - Parameters:
    ///   - state: what it begins with; nil for the first state.
    ///   - line: the first line of its timeline.
    /// - Returns: false when it is under way.
    @discardableResult
    package func restartRun(
        _ id: Int, change: ChangeRequest, state: String? = nil, line: RunEventDraft? = nil, now: Double
    ) async throws(StoreError) -> Bool {
        let isBegun = try await write("the run \(id)") { db in
            let text = String(decoding: try JSONEncoder().encode(change), as: UTF8.self)
            try db.execute(
                sql: """
                    UPDATE run SET attempt = attempt + 1, change = ?, phase = 'received', isFinished = FALSE, state = ?,
                      interruption = NULL, report = NULL, summary = NULL, updatedAt = ?, finishedAt = NULL WHERE id = ? AND isFinished
                    """,
                arguments: [text, state, now, id])
            guard db.changesCount == 1 else { return false }
            if let line {
                try db.execute(
                    sql: "INSERT INTO runEvent (runId, attempt, at, kind, message) SELECT id, attempt, ?, ?, ? FROM run WHERE id = ?",
                    arguments: [now, line.kind, line.message, id])
            }
            return true
        }
        changes.publish(.run(id))
        return isBegun
    }

    /// Stores one step of a run: its new state, and its new lines in the timeline.
    ///
    /// - Parameter known: the run as it was read; another step that was stored since is not overwritten.
    /// - Returns: false when the run has been started again since (`attempt` differs) or is no longer as known; nothing is written then.
    @discardableResult
    package func updateRun(
        _ id: Int, _ update: RunUpdate, replacing known: RunRecord? = nil, now: Double
    ) async throws(StoreError) -> Bool {
        let isWritten = try await write("the run \(id)") { db in
            let change = String(decoding: try JSONEncoder().encode(update.change), as: UTF8.self)
            try db.execute(
                sql: """
                    UPDATE run SET phase = ?, isFinished = ?, state = ?, change = ?, report = COALESCE(?, report),
                      summary = COALESCE(?, summary), updatedAt = ?, finishedAt = CASE WHEN ? THEN COALESCE(finishedAt, ?) END
                    WHERE id = ? AND attempt = ? AND (? OR (state IS ? AND isFinished = ?))
                    """,
                arguments: [
                    update.phase, update.isFinished, update.state, change, update.report, update.summary, now, update.isFinished, now, id,
                    update.attempt, known == nil, known?.state, known?.isFinished ?? false,
                ])
            guard db.changesCount == 1 else { return false }
            for event in update.events {
                try db.execute(
                    sql: "INSERT INTO runEvent (runId, attempt, at, kind, message) VALUES (?, ?, ?, ?, ?)",
                    arguments: [id, update.attempt, now, event.kind, event.message])
            }
            return true
        }
        changes.publish(.run(id))
        return isWritten
    }

    /// Notes a pull request's present title, labels and the like on a run that is over.
    package func noteChange(_ change: ChangeRequest, ofRun id: Int) async throws(StoreError) {
        try await write("the run \(id)") { db in
            let text = String(decoding: try JSONEncoder().encode(change), as: UTF8.self)
            try db.execute(sql: "UPDATE run SET change = ? WHERE id = ? AND isFinished", arguments: [text, id])
        }
    }

    /// Keeps what a run's attempt has found out so far, and leaves its state alone.
    package func keepReport(ofRun id: Int, attempt: Int, _ report: String, summary: String) async throws(StoreError) {
        try await write("the run \(id)") { db in
            try db.execute(
                sql: "UPDATE run SET report = ?, summary = ? WHERE id = ? AND attempt = ?", arguments: [report, summary, id, attempt])
        }
        changes.publish(.run(id))
    }

    /// Asks a run to end early; the pipeline reads this before its next step.
    ///
    /// - Returns: false when the run is finished or already asked.
    package func interruptRun(_ id: Int, _ interruption: String) async throws(StoreError) -> Bool {
        try await write("the run \(id)") { db in
            try db.execute(
                sql: "UPDATE run SET interruption = ? WHERE id = ? AND NOT isFinished AND interruption IS NULL",
                arguments: [interruption, id])
            return db.changesCount == 1
        }
    }

    /// - Throws: `StoreError` with `notFound`.
    package func run(_ id: Int) async throws(StoreError) -> RunRecord {
        try await read("the run \(id)") { try RunRecord.fetchOne($0, key: id).orNotFound("run \(id)") }
    }

    /// Runs that fit a query, newest first.
    package func runs(_ query: RunQuery = RunQuery()) async throws(StoreError) -> [RunRecord] {
        try await read("runs") { db in
            try Self.request(query).order(Column("id").desc).limit(query.limit, offset: query.offset).fetchAll(db)
        }
    }

    /// How many runs fit a query, on all pages.
    package func countRuns(_ query: RunQuery = RunQuery()) async throws(StoreError) -> Int {
        try await read("runs") { try Self.request(query).fetchCount($0) }
    }

    private static func request(_ query: RunQuery) -> QueryInterfaceRequest<RunRecord> {
        var request = RunRecord.all()
        if let id = query.ciConfigID { request = request.filter(Column("ciConfigId") == id) }
        if let number = query.changeNumber { request = request.filter(Column("changeNumber") == number) }
        if let sha = query.headSHA { request = request.filter(Column("headSHA") == sha) }
        if let id = query.repositoryID {
            request = request.filter(sql: "ciConfigId IN (SELECT id FROM ciConfig WHERE repositoryId = ?)", arguments: [id])
        }
        if !query.phases.isEmpty { request = request.filter(query.phases.contains(Column("phase"))) }
        if query.unfinishedOnly { request = request.filter(!Column("isFinished")) }
        if let text = query.text, !text.isEmpty {
            request = request.filter(
                sql: """
                    instr(lower(json_extract(change, '$.title') || char(10) || json_extract(change, '$.author') || char(10)
                      || json_extract(change, '$.headBranch') || char(10) || changeNumber || char(10) || headSHA), lower(?)) > 0
                    """,
                arguments: [text])
        }
        return request
    }

    /// A run's timeline, oldest first, all attempts.
    package func events(ofRun id: Int) async throws(StoreError) -> [RunEventRecord] {
        try await read("the timeline of run \(id)") { db in
            try RunEventRecord.filter(Column("runId") == id).order(Column("id")).fetchAll(db)
        }
    }
}
