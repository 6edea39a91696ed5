import DataDiff
import Foundation
import GRDB

/// Deletes what is kept for a time only.
extension Store {
    /// Diffs looked at in one go, so that the database is never held for long.
    private static let batch = 50

    /// Deletes the sample rows of diffs that ended before a time; counts and schemas stay.
    ///
    /// - Returns: how many diffs were looked through.
    @discardableResult
    package func deleteSampleRows(ofDiffsBefore time: Double, now: Double) async throws(StoreError) -> Int {
        var total = 0
        while true {
            let count = try await write("old sample rows") { db in
                let old = try DiffRecord.filter(sql: "finishedAt < ? AND prunedAt IS NULL", arguments: [time]).limit(Self.batch).fetchAll(
                    db)
                for diff in old {
                    let text = try diff.decodedResult().map { result in
                        var kept = result
                        kept.rows = RowSamples()
                        kept.profiles = nil
                        return String(decoding: try DiffJSON.encoder().encode(kept), as: UTF8.self)
                    }
                    try db.execute(sql: "UPDATE diff SET result = ?, prunedAt = ? WHERE id = ?", arguments: [text, now, diff.id])
                }
                return old.count
            }
            total += count
            if count < Self.batch { return total }
        }
    }

    /// Deletes artifacts that were fetched before a time; a run that needs one again fetches it again.
    ///
    /// - Returns: how many files were deleted.
    @discardableResult
    package func deleteArtifacts(before time: Double) -> Int { artifacts.delete(before: Date(timeIntervalSince1970: time)) }
}
