import DbtCloud

/// Finds the step that decided a run's fate, and the end of its log.
enum RunLog {
    private static let tailLength = 40

    /// The step that failed, or that was cut off; nil when no step tells.
    static func failedStep(of run: DbtCloudRun) -> DbtCloudRunStep? {
        run.steps.last { $0.status == .error } ?? run.steps.last { $0.status == .cancelled && $0.startedAt != nil }
    }

    /// The step's number, or else its place in the list, from 1.
    static func index(of step: DbtCloudRunStep, in run: DbtCloudRun) -> Int {
        step.index ?? (run.steps.firstIndex { $0.id == step.id }).map { $0 + 1 } ?? 1
    }

    /// The last lines with something in them.
    static func tail(_ log: String?) -> [String] {
        var lines = (log ?? "").split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map(String.init)
        while let last = lines.last, last.allSatisfy(\.isWhitespace) { lines.removeLast() }
        return Array(lines.suffix(tailLength).drop { $0.allSatisfy(\.isWhitespace) })
    }
}
