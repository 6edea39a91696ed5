import DataDiff
import Synchronization

/// Counts what a diff costs.
protocol CostMeter: Sendable {
    /// A statement was answered.
    func count(rows: Int, bytes: Int)
}

/// Counts what a diff costs and tells how far it is.
final class Meter: CostMeter {
    /// What a diff does, in order; it may go back to a step.
    enum Step: Int {
        case columns, keys, values, samples, times, writing, profiles

        var words: String {
            switch self {
            case .columns: "reading columns"
            case .keys: "counting keys"
            case .values: "comparing values"
            case .samples: "fetching sample rows"
            case .times: "counting by time"
            case .profiles: "profiling columns"
            case .writing: "writing rows"
            }
        }
    }

    private struct Counts {
        var completed = 0
        var cost = DiffStatistics()
    }

    private let counts = Mutex(Counts())
    /// Times are counted only where there is a time column.
    private let steps: Int
    private let report: @Sendable (DiffProgress) -> Void

    init(steps: Int, _ report: @escaping @Sendable (DiffProgress) -> Void) {
        self.steps = steps
        self.report = report
    }

    /// A step begins; what was completed before stays so.
    func step(_ step: Step) {
        let completed = counts.withLock { counts in
            counts.completed = min(max(counts.completed, step.rawValue), steps - 1)
            return counts.completed
        }
        report(DiffProgress(completedSteps: completed, totalSteps: steps, message: step.words))
    }

    /// A statement was answered.
    func count(rows: Int, bytes: Int) {
        counts.withLock { $0.cost.add(rows: rows, bytes: bytes) }
    }

    func statistics(seconds: Double) -> DiffStatistics {
        var cost = counts.withLock { $0.cost }
        cost.seconds = seconds
        return cost
    }
}

extension DiffStatistics {
    /// A statement was answered.
    mutating func add(rows: Int, bytes: Int) {
        queries += 1
        rowsFetched += rows
        bytesFetched += bytes
    }
}
