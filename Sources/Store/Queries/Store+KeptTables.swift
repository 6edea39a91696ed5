import DataDiff
import Foundation
import GRDB

/// Diffs whose rows are kept in tables of their data source.
extension Store {
    private static let hasTables = "json_extract(diff.result, '$.materialized') IS NOT NULL"

    /// Those of a pull request under a configuration.
    package func diffsWithTables(ciConfigID: Int, changeNumber: Int) async throws(StoreError) -> [DiffRecord] {
        try await read("diffs with tables") { db in
            try DiffRecord.fetchAll(
                db,
                sql: """
                    SELECT diff.* FROM diff JOIN run ON run.id = diff.runId
                    WHERE run.ciConfigId = ? AND run.changeNumber = ? AND \(Self.hasTables) ORDER BY diff.id
                    """, arguments: [ciConfigID, changeNumber])
        }
    }

    /// Pull requests, by configuration and number, that have such diffs which ended before a time.
    package func changesWithTables(before time: Double) async throws(StoreError) -> [(ciConfigID: Int, number: Int)] {
        try await read("diffs with tables") { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT DISTINCT run.ciConfigId, run.changeNumber FROM diff JOIN run ON run.id = diff.runId
                    WHERE diff.finishedAt < ? AND \(Self.hasTables)
                    """, arguments: [time]
            ).map { ($0[0], $0[1]) }
        }
    }

    /// Notes that the tables of these diffs are gone.
    package func forgetTables(ofDiffs ids: [Int]) async throws(StoreError) {
        try await write("diffs without tables") { db in
            for id in ids {
                guard let diff = try DiffRecord.fetchOne(db, key: id), var result = try diff.decodedResult() else { continue }
                result.materialized = nil
                let text = String(decoding: try DiffJSON.encoder().encode(result), as: UTF8.self)
                try db.execute(sql: "UPDATE diff SET result = ? WHERE id = ?", arguments: [text, id])
            }
        }
    }
}
