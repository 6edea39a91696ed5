import DbtCloud
import Testing

/// A run as the state machines see it.
func run(_ id: Int, _ status: DbtCloudRunStatus, sha: String? = nil, asked: String? = nil, pull: Int? = nil) -> DbtCloudRun {
    DbtCloudRun(id: id, status: status, gitSHA: sha, trigger: DbtCloudRunTrigger(gitSHA: asked, pullRequest: pull))
}

let outage = DbtCloudError(.unreachable, "down")
let refusal = DbtCloudError(.unauthorized, "no")

struct PullRequestRunFinderTests {
    private let target = RunTarget(sha: "ABC", pullRequest: 5)

    @Test(arguments: [
        (run(1, .running, sha: "abc"), RunTarget.Match.commit), (run(1, .queued, asked: "abc"), .commit),
        (run(1, .queued, asked: "abc", pull: 9), .commit),
        (run(1, .queued, pull: 5), .pullRequest), (run(1, .queued, sha: "abd", pull: 5), .otherCommit),
        (run(1, .queued, asked: "x", pull: 5), .otherCommit),
        (run(1, .queued, pull: 6), .none), (run(1, .queued), .none), (run(1, .queued, sha: "ab"), .none),
    ])
    func matching(_ run: DbtCloudRun, _ match: RunTarget.Match) { #expect(target.match(run) == match) }

    @Test func withoutANumberOnlyTheCommitCounts() {
        #expect(RunTarget(sha: "abc").match(run(1, .queued)) == .none)
        #expect(RunTarget(sha: "abc").match(run(1, .queued, sha: "abc", pull: 5)) == .commit)
    }

    /// What is listed, after how many seconds of sixty, and what follows.
    @Test(arguments: [
        ([], 0, PullRequestRunFinder.Action.list(after: .seconds(1), candidate: nil)),
        ([], 20, .list(after: .seconds(5), candidate: nil)),
        ([], 58, .list(after: .seconds(2), candidate: nil)),
        ([], 60, .finished(.neverAppeared(newest: nil))),
        ([run(3, .success, sha: "other")], 60, .finished(.neverAppeared(newest: nil))),
        ([run(3, .success, sha: "old", pull: 5)], 60, .finished(.neverAppeared(newest: run(3, .success, sha: "old", pull: 5)))),
        ([run(3, .queued, sha: "abc")], 0, .found(run(3, .queued, sha: "abc"))),
        ([run(3, .success, sha: "abc")], 90, .found(run(3, .success, sha: "abc"))),
        ([run(4, .running, sha: "abc"), run(3, .cancelled, sha: "abc")], 0, .found(run(4, .running, sha: "abc"))),
        ([run(3, .cancelled, sha: "abc"), run(4, .queued, sha: "abc")], 0, .found(run(4, .queued, sha: "abc"))),
        ([run(9, .queued, pull: 5), run(3, .running, sha: "abc")], 0, .found(run(3, .running, sha: "abc"))),
        ([run(9, .queued, pull: 5)], 0, .list(after: .seconds(1), candidate: run(9, .queued, pull: 5))),
        ([run(9, .queued, pull: 5)], 60, .finished(.timedOut(run(9, .queued, pull: 5)))),
        ([run(9, .error, pull: 5)], 0, .list(after: .seconds(1), candidate: run(9, .error, pull: 5))),
        ([run(9, .error, pull: 5)], 60, .found(run(9, .error, pull: 5))),
        ([run(9, .success, pull: 5)], 60, .finished(.timedOut(run(9, .success, pull: 5)))),
        ([run(9, .running, sha: "new", pull: 5), run(3, .success, sha: "abc", pull: 5)], 0, .list(after: .seconds(1), candidate: nil)),
        ([run(9, .error, pull: 5), run(10, .queued, sha: "new", pull: 5)], 0, .list(after: .seconds(1), candidate: nil)),
        ([run(9, .cancelled, pull: 5)], 0, .list(after: .seconds(1), candidate: run(9, .cancelled, pull: 5))),
        ([run(9, .cancelled, pull: 5)], 60, .finished(.cancelled(run(9, .cancelled, pull: 5)))),
    ])
    func looks(_ runs: [DbtCloudRun], _ seconds: Int, _ action: PullRequestRunFinder.Action) {
        var finder = PullRequestRunFinder(target: target, limit: .seconds(60))
        #expect(finder.observe(.runs(runs), elapsed: .seconds(seconds)) == action)
    }

    /// It failed before it had a commit, but while this one was waited for.
    @Test func aFailureThatWasSeenAtWorkIsTheAnswer() {
        var finder = PullRequestRunFinder(target: target, limit: .seconds(600))
        _ = finder.observe(.runs([run(9, .running, pull: 5)]), elapsed: .zero)
        #expect(finder.observe(.runs([run(9, .error, pull: 5)]), elapsed: .seconds(5)) == .found(run(9, .error, pull: 5)))
    }

    @Test func outagesAreWaitedOutAndRefusalsAreNot() {
        var finder = PullRequestRunFinder(target: target, limit: .seconds(60))
        #expect(finder.observe(.trouble(outage), elapsed: .seconds(8)) == .list(after: .seconds(2), candidate: nil))
        #expect(finder.observe(.trouble(outage), elapsed: .seconds(60)) == .list(after: .seconds(1), candidate: nil))
        #expect(finder.observe(.trouble(outage), elapsed: .seconds(61)) == .finished(.unavailable(outage)))
        finder = PullRequestRunFinder(target: target, limit: .seconds(60))
        #expect(finder.observe(.trouble(refusal), elapsed: .zero) == .finished(.unavailable(refusal)))
    }

    @Test func theLastLookIsAtTheLimit() {
        var finder = PullRequestRunFinder(target: target, limit: .seconds(3600))
        var elapsed = Duration.zero
        var looks = 0
        while case .list(let delay, _) = finder.observe(.runs([]), elapsed: elapsed) {
            #expect(delay >= .milliseconds(1) && delay <= .seconds(15))
            elapsed += delay
            looks += 1
        }
        #expect(elapsed == .seconds(3600))
        #expect(looks < 300)
    }
}
