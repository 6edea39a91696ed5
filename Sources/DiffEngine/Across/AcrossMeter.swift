import DataDiff
import Synchronization

/// Counts what a diff across databases costs its sources, and tells how far it is.
///
/// What happens in the scratch database costs nobody anything, and is not counted.
final class AcrossMeter: Sendable {
    /// Columns, rows, and the steps of the diff in the scratch database.
    private static let steps = 2 + 4
    /// Between two reports of how many rows there are.
    private static let pause = Duration.milliseconds(200)

    private struct Counts {
        var completed = -1
        var cost = DiffStatistics()
        var staged: [DiffPlan.Side: Int] = [:]
        var lastReport: ContinuousClock.Instant?
    }

    private let counts = Mutex(Counts())
    private let report: @Sendable (DiffProgress) -> Void

    init(_ report: @escaping @Sendable (DiffProgress) -> Void) {
        self.report = report
    }

    /// A step begins.
    func step(_ message: String) {
        let completed = counts.withLock { counts in
            counts.completed += 1
            return counts.completed
        }
        report(DiffProgress(completedSteps: completed, totalSteps: Self.steps, message: message))
    }

    /// A side has brought so many rows so far.
    func staged(_ rows: Int, _ side: DiffPlan.Side) {
        let now = ContinuousClock.now
        let total = counts.withLock { counts -> Int? in
            counts.staged[side] = rows
            if let last = counts.lastReport, now - last < Self.pause { return nil }
            counts.lastReport = now
            return counts.staged.values.reduce(0, +)
        }
        guard let total else { return }
        report(DiffProgress(completedSteps: 1, totalSteps: Self.steps, message: "moving rows (\(total) so far)"))
    }

    /// The diff of the staged rows goes on.
    func compared(_ progress: DiffProgress) {
        report(
            DiffProgress(
                completedSteps: min(Self.steps, progress.completedSteps + 2), totalSteps: max(Self.steps, progress.totalSteps + 2),
                message: progress.message))
    }

    /// A statement of a source was answered.
    func count(rows: Int, bytes: Int) {
        counts.withLock { $0.cost.add(rows: rows, bytes: bytes) }
    }

    func statistics(seconds: Double) -> DiffStatistics {
        var cost = counts.withLock { $0.cost }
        cost.seconds = seconds
        return cost
    }
}
