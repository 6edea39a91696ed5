/// Waits for the run that dbt Cloud starts for a commit of a pull request.
///
/// Pure: looks come in as values, actions go out; `PullRequestRunWatcher` performs them.
package struct PullRequestRunFinder: Sendable {
    package enum Action: Hashable, Sendable {
        /// List the job's runs after a while. `candidate` runs for the pull request, perhaps for the commit: it has not checked out yet.
        case list(after: Duration, candidate: DbtCloudRun?)
        case found(DbtCloudRun)
        case finished(RunOutcome)
    }

    private let target: RunTarget
    private let limit: Duration
    private let pace: PollingPace
    /// How long a newer run than a failed one without a commit may take to appear.
    private static let patience = Duration.seconds(120)
    /// Runs without a commit that were under way at an earlier look.
    private var seenAtWork: Set<Int> = []
    /// A failed last look is repeated once.
    private var hadSecondLastLook = false

    /// - Parameter limit: how long to wait for the run to appear.
    package init(target: RunTarget, limit: Duration, pace: PollingPace = PollingPace()) {
        self.target = target
        self.limit = limit
        self.pace = pace
    }

    /// - Parameter elapsed: time since waiting began, a pause of this program included.
    package mutating func observe(_ observation: RunObservation, elapsed: Duration) -> Action {
        switch observation {
        case .run(let run): observe([run], elapsed: elapsed)
        case .runs(let runs): observe(runs, elapsed: elapsed)
        case .trouble(let error): observe(error, elapsed: elapsed)
        }
    }

    private mutating func observe(_ runs: [DbtCloudRun], elapsed: Duration) -> Action {
        // The pull request's schema holds what its newest run built: an earlier run of this commit is no answer any more.
        let newestOther = runs.newest { target.match($0) == .otherCommit }
        if let run = runs.newest(where: { target.match($0) == .commit }), run.id > newestOther?.id ?? 0 { return .found(run) }
        let newest = runs.newest { target.match($0) != .none }
        let candidate = newest.flatMap { target.match($0) == .pullRequest ? $0 : nil }
        // It failed before it had the commit, so it may be an older commit's: it counts when it was seen at work, or when no newer run
        // has come for a while.
        if let candidate, candidate.isFinished, ![.cancelled, .success].contains(candidate.status) {
            if seenAtWork.contains(candidate.id) || elapsed >= min(limit, Self.patience) { return .found(candidate) }
        }
        if let candidate, !candidate.isFinished { seenAtWork.insert(candidate.id) }
        guard elapsed < limit else {
            return .finished(candidate.map { $0.status == .cancelled ? .cancelled($0) : .timedOut($0) } ?? .neverAppeared(newest: newest))
        }
        return .list(after: pace.delay(elapsed: elapsed, limit: limit), candidate: candidate)
    }

    private mutating func observe(_ error: DbtCloudError, elapsed: Duration) -> Action {
        guard error.isTransient, elapsed < limit || !hadSecondLastLook else { return .finished(.unavailable(error)) }
        hadSecondLastLook = elapsed >= limit
        return .list(after: pace.delay(elapsed: elapsed, limit: limit), candidate: nil)
    }
}
