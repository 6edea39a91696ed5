/// Follows one run to its end, and to the newer run that takes its place.
///
/// Pure: looks come in as values, actions go out; `PullRequestRunWatcher` performs them.
package struct RunMonitor: Sendable {
    package enum Action: Hashable, Sendable {
        /// Read the followed run after a while.
        case look(run: Int, after: Duration)
        /// List the job's runs after a while, to see what became of the followed one.
        case list(after: Duration)
        case finished(RunOutcome)
    }

    /// The run that is followed now; a newer run of the same commit replaces it.
    package private(set) var runID: Int
    private let target: RunTarget?
    private let limit: Duration
    private let pace: PollingPace
    /// The followed run when it ended without success: what took its place is being found out.
    private var ended: DbtCloudRun?
    /// A cancelled run is looked after once more, for its successor may be listed a moment later.
    private var lookedForSuccessor = false
    private var hadSecondLastLook = false
    private let refusalPatience: Duration
    /// When the refusals that nothing has interrupted since began.
    private var refusedSince: Duration?

    /// - Parameters:
    ///   - target: what the run is for; without it the run's own end is the outcome.
    ///   - limit: how long to wait for the end.
    ///   - refusalPatience: how long refusals (401, 404, a proxy's page) are taken for a passing fault.
    ///     That only makes sense for a run that the same key has started or read before.
    package init(
        runID: Int, target: RunTarget?, limit: Duration, pace: PollingPace = PollingPace(), refusalPatience: Duration = .zero
    ) {
        self.runID = runID
        self.target = target
        self.limit = limit
        self.pace = pace
        self.refusalPatience = refusalPatience
    }

    /// - Parameter elapsed: time since waiting began, a pause of this program included.
    package mutating func observe(_ observation: RunObservation, elapsed: Duration) -> Action {
        if case .trouble(let error) = observation { return observe(error, elapsed: elapsed) }
        refusedSince = nil
        switch observation {
        case .run(let run): return observe(run, elapsed: elapsed)
        case .runs(let runs): return observe(runs, elapsed: elapsed)
        case .trouble(let error): return observe(error, elapsed: elapsed)
        }
    }

    private mutating func observe(_ run: DbtCloudRun, elapsed: Duration) -> Action {
        guard run.isFinished else {
            let wait = pace.delay(elapsed: elapsed, limit: limit)
            return elapsed < limit ? .look(run: runID, after: wait) : .finished(.timedOut(run))
        }
        guard run.status != .success, target != nil else { return .finished(ownOutcome(of: run)) }
        ended = run
        return .list(after: .zero)
    }

    private mutating func observe(_ runs: [DbtCloudRun], elapsed: Duration) -> Action {
        guard let ended, let target else {
            guard let run = runs.first(where: { $0.id == runID }) else { return .look(run: runID, after: .zero) }
            return observe(run, elapsed: elapsed)
        }
        let newer = runs.filter { $0.id > ended.id }
        if let next = newer.newest(where: { target.match($0) == .commit }) { return follow(next, among: runs, elapsed: elapsed) }
        guard ended.status == .cancelled else { return .finished(ownOutcome(of: ended)) }
        if let next = newer.newest(where: { target.match($0) == .otherCommit }) { return .finished(.superseded(ended, by: next)) }
        let mayStillTell = newer.contains { target.match($0) == .pullRequest && !$0.isFinished }
        guard elapsed < limit, mayStillTell || !lookedForSuccessor else { return .finished(.cancelled(ended)) }
        lookedForSuccessor = true
        return .list(after: min(pace.delay(elapsed: elapsed, limit: limit), .seconds(5)))
    }

    /// A newer run of the same commit answers for it.
    private mutating func follow(_ next: DbtCloudRun, among runs: [DbtCloudRun], elapsed: Duration) -> Action {
        runID = next.id
        lookedForSuccessor = false
        guard next.isFinished else {
            ended = nil
            return .look(run: next.id, after: pace.first)
        }
        guard next.status != .success else { return .finished(.succeeded(next)) }
        ended = next
        return observe(runs, elapsed: elapsed)
    }

    private mutating func observe(_ error: DbtCloudError, elapsed: Duration) -> Action {
        guard mayPass(error, elapsed: elapsed), elapsed < limit || !hadSecondLastLook else {
            return .finished(ended.map { ownOutcome(of: $0) } ?? .unavailable(error))
        }
        hadSecondLastLook = elapsed >= limit
        let asked = min(error.retryAfter ?? .zero, max(limit - elapsed, .zero))
        let wait = max(pace.delay(elapsed: elapsed, limit: limit), asked)
        return ended == nil ? .look(run: runID, after: wait) : .list(after: wait)
    }

    private mutating func mayPass(_ error: DbtCloudError, elapsed: Duration) -> Bool {
        if error.isTransient { return true }
        let since = refusedSince ?? elapsed
        refusedSince = since
        return elapsed - since < refusalPatience
    }

    private func ownOutcome(of run: DbtCloudRun) -> RunOutcome {
        switch run.status {
        case .success: .succeeded(run)
        case .cancelled: .cancelled(run)
        default: .failed(run)
        }
    }
}
