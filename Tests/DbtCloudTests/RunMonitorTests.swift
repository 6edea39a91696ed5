import DbtCloud
import Testing

struct RunMonitorTests {
    private typealias Action = RunMonitor.Action
    private let target = RunTarget(sha: "abc", pullRequest: 5)

    private func monitor(target: RunTarget? = RunTarget(sha: "abc", pullRequest: 5)) -> RunMonitor {
        RunMonitor(runID: 3, target: target, limit: .seconds(60))
    }

    @Test(arguments: [
        (DbtCloudRunStatus.queued, 0, RunMonitor.Action.look(run: 3, after: .seconds(1))),
        (.starting, 20, .look(run: 3, after: .seconds(5))),
        (DbtCloudRunStatus(rawValue: 4), 58, .look(run: 3, after: .seconds(2))), (.running, 60, .finished(.timedOut(run(3, .running)))),
        (.success, 0, .finished(.succeeded(run(3, .success)))), (.success, 999, .finished(.succeeded(run(3, .success)))),
        (.error, 0, .list(after: .zero)), (.cancelled, 0, .list(after: .zero)),
    ])
    func followsTheRun(_ status: DbtCloudRunStatus, _ seconds: Int, _ action: RunMonitor.Action) {
        var monitor = monitor()
        #expect(monitor.observe(.run(run(3, status)), elapsed: .seconds(seconds)) == action)
    }

    @Test func withoutATargetTheRunsOwnEndCounts() {
        for (status, outcome) in [
            (DbtCloudRunStatus.error, RunOutcome.failed(run(3, .error))), (.cancelled, .cancelled(run(3, .cancelled))),
        ] {
            var monitor = monitor(target: nil)
            #expect(monitor.observe(.run(run(3, status)), elapsed: .zero) == .finished(outcome))
        }
    }

    /// How the followed run ended, what is listed then, and what follows.
    @Test(arguments: [
        (DbtCloudRunStatus.error, [], RunMonitor.Action.finished(.failed(run(3, .error)))),
        (.error, [run(4, .queued, sha: "new", pull: 5)], .finished(.failed(run(3, .error)))),
        (.error, [run(4, .running, sha: "abc")], .look(run: 4, after: .seconds(1))),
        (.error, [run(4, .success, sha: "abc")], .finished(.succeeded(run(4, .success, sha: "abc")))),
        (.error, [run(4, .error, sha: "abc")], .finished(.failed(run(4, .error, sha: "abc")))),
        (.cancelled, [run(4, .queued, asked: "abc")], .look(run: 4, after: .seconds(1))),
        (
            .cancelled, [run(4, .queued, sha: "new", pull: 5)],
            .finished(.superseded(run(3, .cancelled), by: run(4, .queued, sha: "new", pull: 5)))
        ),
        (
            .cancelled, [run(5, .queued, sha: "new", pull: 5), run(4, .cancelled, sha: "abc", pull: 5)],
            .finished(.superseded(run(4, .cancelled, sha: "abc", pull: 5), by: run(5, .queued, sha: "new", pull: 5)))
        ),
        (.cancelled, [run(2, .success, sha: "old", pull: 5)], .list(after: .seconds(1))),
        (.cancelled, [run(4, .queued, pull: 5)], .list(after: .seconds(1))),
        (.cancelled, [run(4, .queued, sha: "abd", pull: 6)], .list(after: .seconds(1))),
    ])
    func looksForWhatTookItsPlace(_ status: DbtCloudRunStatus, _ runs: [DbtCloudRun], _ action: RunMonitor.Action) {
        var monitor = monitor()
        _ = monitor.observe(.run(run(3, status)), elapsed: .zero)
        #expect(monitor.observe(.runs(runs), elapsed: .zero) == action)
    }

    @Test func aCancelledRunIsLookedAfterOnceMore() {
        var monitor = monitor()
        _ = monitor.observe(.run(run(3, .cancelled)), elapsed: .seconds(40))
        #expect(monitor.observe(.runs([]), elapsed: .seconds(40)) == .list(after: .seconds(5)))
        #expect(monitor.observe(.runs([]), elapsed: .seconds(45)) == .finished(.cancelled(run(3, .cancelled))))
    }

    @Test func aSuccessorWithoutCommitIsWaitedForUntilItIsKnown() {
        var monitor = monitor()
        _ = monitor.observe(.run(run(3, .cancelled)), elapsed: .zero)
        let unknown = run(4, .queued, pull: 5)
        #expect(monitor.observe(.runs([unknown]), elapsed: .seconds(1)) == .list(after: .seconds(1)))
        #expect(monitor.observe(.runs([unknown]), elapsed: .seconds(8)) == .list(after: .seconds(2)))
        #expect(monitor.observe(.runs([run(4, .running, sha: "abc", pull: 5)]), elapsed: .seconds(10)) == .look(run: 4, after: .seconds(1)))
        #expect(monitor.runID == 4)
        #expect(monitor.observe(.run(run(4, .success)), elapsed: .seconds(20)) == .finished(.succeeded(run(4, .success))))
    }

    @Test func aSuccessorWithoutCommitIsNotWaitedForBeyondTheLimit() {
        var monitor = monitor()
        _ = monitor.observe(.run(run(3, .cancelled)), elapsed: .zero)
        #expect(monitor.observe(.runs([run(4, .queued, pull: 5)]), elapsed: .seconds(60)) == .finished(.cancelled(run(3, .cancelled))))
    }

    @Test func outages() {
        var monitor = monitor()
        #expect(monitor.observe(.trouble(outage), elapsed: .seconds(8)) == .look(run: 3, after: .seconds(2)))
        #expect(monitor.observe(.trouble(outage), elapsed: .seconds(60)) == .look(run: 3, after: .seconds(1)))
        #expect(monitor.observe(.trouble(outage), elapsed: .seconds(61)) == .finished(.unavailable(outage)))
    }

    @Test func refusalsEndTheWait() {
        var monitor = monitor()
        #expect(monitor.observe(.trouble(refusal), elapsed: .zero) == .finished(.unavailable(refusal)))
    }

    @Test func anEndThatIsKnownOutlivesATroubleAfterIt() {
        var monitor = monitor()
        _ = monitor.observe(.run(run(3, .error)), elapsed: .zero)
        #expect(monitor.observe(.trouble(outage), elapsed: .seconds(8)) == .list(after: .seconds(2)))
        #expect(monitor.observe(.trouble(refusal), elapsed: .seconds(10)) == .finished(.failed(run(3, .error))))
    }

    @Test func anUnknownCompleteStatusIsAFailure() {
        var odd = run(3, DbtCloudRunStatus(rawValue: 40))
        odd.isComplete = true
        var monitor = monitor(target: nil)
        #expect(monitor.observe(.run(odd), elapsed: .zero) == .finished(.failed(odd)))
    }
}

struct RunMonitorTroubleTests {
    private let refused = DbtCloudError(.notFound, "Not found.")

    @Test func refusalsEndTheWaitOnlyWhenTheyLast() {
        var monitor = RunMonitor(runID: 3, target: nil, limit: .seconds(600), refusalPatience: .seconds(60))
        for second in [0, 59] {
            #expect(monitor.observe(.trouble(refused), elapsed: .seconds(second)) != .finished(.unavailable(refused)))
        }
        _ = monitor.observe(.run(DbtCloudRun(id: 3, status: .running)), elapsed: .seconds(60))
        #expect(monitor.observe(.trouble(refused), elapsed: .seconds(100)) != .finished(.unavailable(refused)))
        #expect(monitor.observe(.trouble(refused), elapsed: .seconds(160)) == .finished(.unavailable(refused)))
    }

    @Test func theServersOwnWaitIsKeptWithinTheLimit() {
        var monitor = RunMonitor(runID: 3, target: nil, limit: .seconds(60))
        let limited = DbtCloudError(.rateLimited, "Too many.", retryAfter: .seconds(30))
        #expect(monitor.observe(.trouble(limited), elapsed: .zero) == .look(run: 3, after: .seconds(30)))
        #expect(monitor.observe(.trouble(limited), elapsed: .seconds(50)) == .look(run: 3, after: .seconds(10)))
    }
}
