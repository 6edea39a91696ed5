import DataDiff
import Synchronization

/// Counts what a diff across databases costs its sources, and tells how far it is.
///
/// What happens in the scratch database costs nobody anything, and is not counted.
final class AcrossMeter: CostMeter {
    /// What is done before and after rows are compared, in order; a diff may leave steps out.
    enum Step: Int {
        case columns, times, checksums, moving, profiles

        var words: String {
            switch self {
            case .columns: "reading columns"
            case .times: "reading times"
            case .checksums: "calculating checksums"
            case .moving: "moving rows"
            case .profiles: "profiling columns"
            }
        }
    }

    /// Steps of the diff in the scratch database, until it has told how many there are.
    private static let usualSteps = 4
    /// Between two reports of how many rows there are.
    private static let pause = Duration.milliseconds(200)

    private struct Counts {
        var compared = usualSteps
        var cost = DiffStatistics()
        var staged: [DiffPlan.Side: Int] = [:]
        var lastReport: ContinuousClock.Instant?
    }

    private let counts = Mutex(Counts())
    /// Steps after the comparison.
    private let profiles: Int
    private let report: @Sendable (DiffProgress) -> Void

    init(profiles: Bool, _ report: @escaping @Sendable (DiffProgress) -> Void) {
        self.profiles = profiles ? 1 : 0
        self.report = report
    }

    /// A step begins.
    func step(_ step: Step) { report(progress(step, step.words)) }

    /// How far it is; the comparison comes before the profiles.
    private func progress(_ step: Step, _ message: String) -> DiffProgress {
        let compared = counts.withLock { $0.compared }
        let completed = step == .profiles ? Step.profiles.rawValue + compared : step.rawValue
        return DiffProgress(completedSteps: completed, totalSteps: Step.profiles.rawValue + compared + profiles, message: message)
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
        report(progress(.moving, "moving rows (\(total) so far)"))
    }

    /// The diff of the staged rows goes on.
    func compared(_ progress: DiffProgress) {
        counts.withLock { $0.compared = progress.totalSteps }
        let before = Step.profiles.rawValue
        report(
            DiffProgress(
                completedSteps: before + progress.completedSteps, totalSteps: before + progress.totalSteps + profiles,
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
