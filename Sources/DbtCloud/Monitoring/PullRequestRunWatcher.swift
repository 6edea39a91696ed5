import HTTPTransport

/// Waits at dbt Cloud until the run of a commit is over: performs what `PullRequestRunFinder` and `RunMonitor` decide.
package struct PullRequestRunWatcher: Sendable {
    /// What can be told while waiting.
    package enum Sighting: Hashable, Sendable {
        /// No run of the commit yet; perhaps the candidate turns out to be it.
        case waiting(candidate: DbtCloudRun?)
        case following(DbtCloudRun)
    }

    private let client: DbtCloudClient
    private let jobID: Int
    private let limit: Duration
    private let pace: PollingPace
    private let clock: any Clock<Duration>

    /// - Parameters:
    ///   - jobID: the pull request job.
    ///   - limit: how long to wait in all, for the run to appear and to end.
    package init(
        client: DbtCloudClient, jobID: Int, limit: Duration, pace: PollingPace = PollingPace(),
        clock: any Clock<Duration> = ContinuousClock()
    ) {
        self.client = client
        self.jobID = jobID
        self.limit = limit
        self.pace = pace
        self.clock = clock
    }

    /// Looks at once, then waits until there is an outcome.
    ///
    /// - Parameters:
    ///   - runID: the run found before this program was restarted.
    ///   - waited: time waited before this program was restarted.
    ///   - tell: called after every look that worked; keep a followed run's identifier to go on from there.
    /// - Throws: when the task is cancelled.
    package func wait(
        for target: RunTarget, following runID: Int? = nil, waited: Duration = .zero, tell: (Sighting) async -> Void = { _ in }
    ) async throws(CancellationError) -> RunOutcome {
        let elapsed = clock.stopwatch(already: waited)
        guard let runID else { return try await find(target, elapsed: elapsed, tell: tell) }
        return try await follow(runID, target, elapsed: elapsed, tell: tell)
    }

    private func find(
        _ target: RunTarget, elapsed: () -> Duration, tell: (Sighting) async -> Void
    ) async throws(CancellationError) -> RunOutcome {
        var finder = PullRequestRunFinder(target: target, limit: limit, pace: pace)
        var inspected = elapsed()
        while true {
            let observation = try await listRuns()
            switch finder.observe(observation, elapsed: elapsed()) {
            case .list(let delay, let candidate):
                if case .runs = observation { await tell(.waiting(candidate: candidate)) }
                if candidate == nil, elapsed() - inspected >= pace.settled * 2 {
                    inspected = elapsed()
                    // A job that is deleted has an empty list of runs, and no more will come.
                    if try await client.isGone(job: jobID) { return .neverAppeared(newest: nil) }
                }
                try await pause(delay)
            case .found(let run):
                await tell(.following(run))
                return try await follow(run.id, target, elapsed: elapsed, tell: tell)
            case .finished(let outcome): return outcome
            }
        }
    }

    private func follow(
        _ runID: Int, _ target: RunTarget, elapsed: () -> Duration, tell: (Sighting) async -> Void
    ) async throws(CancellationError) -> RunOutcome {
        var monitor = RunMonitor(runID: runID, target: target, limit: limit, pace: pace)
        var observation = try await readRun(runID)
        while true {
            if case .run(let run) = observation { await tell(.following(run)) }
            switch monitor.observe(observation, elapsed: elapsed()) {
            case .look(let run, let delay):
                try await pause(delay)
                observation = try await readRun(run)
            case .list(let delay):
                try await pause(delay)
                observation = try await listRuns()
            case .finished(let outcome): return outcome
            }
        }
    }

    private func listRuns() async throws(CancellationError) -> RunObservation {
        try await observe { () throws(DbtCloudError) in .runs(try await client.runs(ofJob: jobID)) }
    }

    private func readRun(_ id: Int) async throws(CancellationError) -> RunObservation {
        try await observe { () throws(DbtCloudError) in .run(try await client.run(id, including: [.trigger, .steps])) }
    }

    private func observe(_ look: () async throws(DbtCloudError) -> RunObservation) async throws(CancellationError) -> RunObservation {
        do throws(DbtCloudError) {
            return try await look()
        } catch {
            if error.code == .cancelled || Task.isCancelled { throw CancellationError() }
            return .trouble(error)
        }
    }

    private func pause(_ delay: Duration) async throws(CancellationError) {
        do {
            try await clock.sleep(for: delay)
        } catch {
            throw CancellationError()
        }
    }
}
