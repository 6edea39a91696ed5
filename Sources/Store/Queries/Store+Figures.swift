import GRDB

/// How much of everything there is, for the metrics.
package struct StoreFigures: Hashable, Sendable {
    package var runsByPhase: [String: Int]
    package var diffsByStatus: [String: Int]
    package var jobs: Int
}

extension Store {
    /// Counts runs, diffs and queued work.
    package func figures() async throws(StoreError) -> StoreFigures {
        try await read("figures") { db in
            StoreFigures(
                runsByPhase: try Self.counts(db, "SELECT phase, count(*) FROM run GROUP BY phase"),
                diffsByStatus: try Self.counts(db, "SELECT status, count(*) FROM diff GROUP BY status"),
                jobs: try JobRecord.fetchCount(db))
        }
    }

    private static func counts(_ db: Database, _ sql: String) throws -> [String: Int] {
        try Row.fetchAll(db, sql: sql).reduce(into: [:]) { counts, row in
            if let name: String = row[0] { counts[name] = row[1] }
        }
    }
}
