import DbtCloud
import HTTPTransport

/// Waits until a run is over, the time is up, or the task is cancelled.
struct RunWait {
    let looking: DbtCloudClient
    let settings: TriggerSettings.Waiting
    let clock: any Clock<Duration>
    let tell: @Sendable (WaitNews) -> Void

    /// A look may take so long, and no longer than the wait itself.
    private static let longestLook = Duration.seconds(20)
    private static let shortestLook = Duration.seconds(5)

    /// How the wait ended, with the run as it was seen last.
    enum End {
        case outcome(RunOutcome, last: DbtCloudRun)
        case interrupted(DbtCloudRun)
    }

    /// - Parameter begun: the run as it was when it began.
    func wait(for begun: DbtCloudRun) async -> End {
        let first = min(.seconds(1), settings.interval)
        var monitor = RunMonitor(
            runID: begun.id, target: nil, limit: settings.timeout, pace: PollingPace(first: first, settled: settings.interval),
            refusalPatience: .seconds(60))
        let elapsed = clock.stopwatch()
        var last = begun
        var isInTrouble = false
        var details: [RunDetail] = [.trigger, .job, .steps]
        while !Task.isCancelled {
            let observation = await look(at: begun.id, details, remaining: settings.timeout - elapsed())
            // An answer that cannot be taken in may be one with logs without end: better no steps than no status.
            if case .trouble(let error) = observation, error.code == .unexpectedReply { details = [.trigger, .job] }
            if case .run(let run) = observation { last = run }
            report(observation, wasInTrouble: &isInTrouble)
            switch monitor.observe(observation, elapsed: elapsed()) {
            case .look(_, let delay), .list(let delay):
                guard (try? await clock.sleep(for: delay)) != nil else { break }
            case .finished(let outcome): return .outcome(outcome, last: last)
            }
        }
        return .interrupted(last)
    }

    private func look(at id: Int, _ details: [RunDetail], remaining: Duration) async -> RunObservation {
        let timeout = max(Self.shortestLook, min(remaining, Self.longestLook))
        do throws(DbtCloudError) {
            return .run(try await looking.run(id, including: details, timeout: timeout))
        } catch {
            return .trouble(error)
        }
    }

    private func report(_ observation: RunObservation, wasInTrouble: inout Bool) {
        switch observation {
        case .run(let run):
            if wasInTrouble { tell(.recovered) }
            wasInTrouble = false
            if !run.isFinished { tell(.progress(RunProgress(run))) }
        case .trouble(let error) where error.code != .cancelled:
            tell(.trouble("\(error.message) Looking again."))
            wasInTrouble = true
        case .trouble, .runs: break
        }
    }
}
