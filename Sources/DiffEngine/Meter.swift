import DataDiff
import Synchronization

/// Counts what a diff costs and tells how far it is.
final class Meter: Sendable {
    /// Columns, keys, values, samples.
    private static let steps = 4

    private struct Counts {
        var completed = -1
        var queries = 0
        var rows = 0
        var bytes = 0
    }

    private let counts = Mutex(Counts())
    private let report: @Sendable (DiffProgress) -> Void

    init(_ report: @escaping @Sendable (DiffProgress) -> Void) {
        self.report = report
    }

    /// A new step begins.
    func step(_ message: String) {
        let completed = counts.withLock { counts in
            counts.completed += 1
            return counts.completed
        }
        report(DiffProgress(completedSteps: completed, totalSteps: Self.steps, message: message))
    }

    /// A statement was answered.
    func count(rows: Int, bytes: Int) {
        counts.withLock { counts in
            counts.queries += 1
            counts.rows += rows
            counts.bytes += bytes
        }
    }

    func statistics(seconds: Double) -> DiffStatistics {
        counts.withLock { .init(seconds: seconds, queries: $0.queries, rowsFetched: $0.rows, bytesFetched: $0.bytes) }
    }
}
