import Foundation

/// Where a failed run can be taken up again, or why it cannot.
enum RetryPoint: Sendable, Equatable {
    /// The failed step's index and the commands that were never reached.
    case possible(failedStep: RunStep, skipped: [String])
    /// dbt Cloud's word for the reason.
    case impossible(String)

    /// Commands that `dbt retry` can take up.
    /// https://docs.getdbt.com/reference/commands/retry
    private static let retryable = ["build", "clone", "compile", "docs", "run", "run-operation", "seed", "snapshot", "test"]

    init(_ run: Run, latestOfJob: Run?) {
        guard run.status == .error else {
            self = .impossible("RETRY_NOT_FAILED_RUN")
            return
        }
        guard latestOfJob?.id == run.id else {
            self = .impossible("RETRY_NOT_LATEST_RUN")
            return
        }
        guard let failed = run.steps.last(where: { $0.status == .error && $0.command != nil }), let command = failed.command else {
            self = .impossible("RETRY_NO_RUN_RESULTS")
            return
        }
        let words = command.split(separator: " ").filter { !$0.hasPrefix("-") }
        guard words.count > 1, Self.retryable.contains(String(words[1])) || words[1] == "retry" else {
            self = .impossible("RETRY_UNSUPPORTED_CMD")
            return
        }
        let results = failed.artifactsFolder.map { $0 + "/run_results.json" }
        guard let results, FileManager.default.fileExists(atPath: results) else {
            self = .impossible("RETRY_NO_RUN_RESULTS")
            return
        }
        let commands = RunPlan(run: run).commands.map(\.text)
        let done = run.steps.compactMap(\.command).count
        self = .possible(failedStep: failed, skipped: Array(commands.dropFirst(done)))
    }
}
