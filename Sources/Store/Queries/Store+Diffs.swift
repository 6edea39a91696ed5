package import DataDiff
import Foundation
import GRDB

extension Store {
    /// Makes the diffs of a run's attempt, one per model; those that are there already stay as they are while the same is asked for.
    ///
    /// - Parameter requests: dbt's unique_id with what is to be compared.
    /// - Returns: all diffs of that attempt in the order they were made.
    package func openDiffs(
        run: Int, attempt: Int, dataSource: Int, requests: [(modelID: String, request: DiffRequest)], now: Double
    ) async throws(StoreError) -> [DiffRecord] {
        let records = try await write("the diffs of run \(run)") { db in
            let there = try DiffRecord.filter(Column("runId") == run && Column("attempt") == attempt).fetchAll(db)
            let known = Dictionary(there.map { ($0.modelID, $0) }) { first, _ in first }
            for (modelID, request) in requests {
                if let diff = known[modelID] {
                    if try diff.decodedRequest() != request { try Self.beginAgain(diff.id, request, in: db) }
                    continue
                }
                let text = String(decoding: try JSONEncoder().encode(request), as: UTF8.self)
                try db.execute(
                    sql: """
                        INSERT OR IGNORE INTO diff (runId, dataSourceId, attempt, modelID, request, status, completedSteps, totalSteps,
                          progressMessage, createdAt) VALUES (?, ?, ?, ?, ?, 'waiting', 0, 0, '', ?)
                        """,
                    arguments: [run, dataSource, attempt, modelID, text, now])
            }
            return try DiffRecord.filter(Column("runId") == run && Column("attempt") == attempt).order(Column("id")).fetchAll(db)
        }
        changes.publish(.run(run))
        return records
    }

    /// Forgets a diff's outcome, as something else is to be compared.
    private static func beginAgain(_ diff: Int, _ request: DiffRequest, in db: Database) throws {
        try db.execute(
            sql: """
                UPDATE diff SET request = ?, status = 'waiting', completedSteps = 0, totalSteps = 0, progressMessage = '', result = NULL,
                  startedAt = NULL, finishedAt = NULL, prunedAt = NULL WHERE id = ?
                """,
            arguments: [String(decoding: try JSONEncoder().encode(request), as: UTF8.self), diff])
    }

    /// - Throws: `StoreError` with `notFound`.
    package func diff(_ id: Int) async throws(StoreError) -> DiffRecord {
        try await read("the diff \(id)") { try DiffRecord.fetchOne($0, key: id).orNotFound("data diff \(id)") }
    }

    /// The diffs of a run's attempt in the order they were made.
    package func diffs(run: Int, attempt: Int) async throws(StoreError) -> [DiffRecord] {
        try await read("the diffs of run \(run)") { db in
            try DiffRecord.filter(Column("runId") == run && Column("attempt") == attempt).order(Column("id")).fetchAll(db)
        }
    }

    /// Notes that a diff has begun (or begun again after a restart).
    package func startDiff(_ id: Int, now: Double) async throws(StoreError) {
        try await change(diff: id, sql: "status = 'running', startedAt = ?, completedSteps = 0, progressMessage = ''", [now])
    }

    /// Notes how far a diff is; says nothing about a diff that is not running.
    package func noteProgress(ofDiff id: Int, _ progress: DiffProgress) async throws(StoreError) {
        try await change(
            diff: id, sql: "completedSteps = ?, totalSteps = ?, progressMessage = ?",
            [progress.completedSteps, progress.totalSteps, progress.message], onlyWhileRunning: true)
    }

    /// Stores a diff's outcome.
    package func finishDiff(_ id: Int, _ result: DiffResult, now: Double) async throws(StoreError) {
        guard let data = try? DiffJSON.encoder().encode(result) else {
            throw StoreError(.database, "Cannot write the result of diff \(id) as JSON.")
        }
        let status = result.status == .success ? DiffRecord.Status.success : .failed
        try await change(
            diff: id, sql: "status = ?, result = ?, finishedAt = ?", [status, String(decoding: data, as: UTF8.self), now])
    }

    /// Ends every diff of a run that has not ended.
    package func cancelDiffs(run: Int, now: Double) async throws(StoreError) {
        try await write("the diffs of run \(run)") { db in
            try db.execute(
                sql: "UPDATE diff SET status = 'cancelled', finishedAt = ? WHERE runId = ? AND status IN ('waiting', 'running')",
                arguments: [now, run])
        }
        changes.publish(.run(run))
    }

    private func change(
        diff id: Int, sql assignments: String, _ values: [any DatabaseValueConvertible & Sendable], onlyWhileRunning: Bool = false
    ) async throws(StoreError) {
        let run = try await write("the diff \(id)") { db in
            let arguments = StatementArguments(values.map(\.databaseValue) + [id.databaseValue])
            let condition = onlyWhileRunning ? " AND status = 'running'" : ""
            try db.execute(sql: "UPDATE diff SET \(assignments) WHERE id = ?\(condition)", arguments: arguments)
            return try Int.fetchOne(db, sql: "SELECT runId FROM diff WHERE id = ?", arguments: [id])
        }
        changes.publish(.diff(id, run: run))
    }
}
