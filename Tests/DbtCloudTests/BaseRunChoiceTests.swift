import DbtCloud
import SourceControl
import Testing

struct BaseRunChoiceTests {
    private let history = ["d", "c", "b", "a"].map { Commit(sha: $0) }

    @Test(arguments: [
        ([], BaseRunDecision.none),
        ([run(1, .success, sha: "zz")], .none),
        ([run(1, .success, sha: "b"), run(2, .success, sha: "a")], .use(BaseRun(run: run(1, .success, sha: "b"), commitsBehind: 2))),
        ([run(1, .success, sha: "D"), run(9, .success, sha: "c")], .use(BaseRun(run: run(1, .success, sha: "D"), commitsBehind: 0))),
        (
            [run(1, .success, sha: "d"), run(2, .success, sha: "d"), run(3, .error, sha: "d")],
            .use(BaseRun(run: run(2, .success, sha: "d"), commitsBehind: 0))
        ),
        ([run(4, .running, sha: "d"), run(2, .success, sha: "d")], .use(BaseRun(run: run(2, .success, sha: "d"), commitsBehind: 0))),
        (
            [run(4, .running, sha: "d"), run(2, .success, sha: "c")],
            .waitFor(run(4, .running, sha: "d"), otherwise: BaseRun(run: run(2, .success, sha: "c"), commitsBehind: 1))
        ),
        ([run(4, .queued, asked: "d")], .waitFor(run(4, .queued, asked: "d"), otherwise: nil)),
        ([run(4, .running, sha: "c"), run(2, .success, sha: "b")], .use(BaseRun(run: run(2, .success, sha: "b"), commitsBehind: 2))),
        ([run(4, .cancelled, sha: "d"), run(3, .error, sha: "c")], .none),
    ])
    func byMergeBase(_ runs: [DbtCloudRun], _ decision: BaseRunDecision) {
        #expect(BaseRunChoice.byMergeBase(history: history, runs: runs) == decision)
    }

    @Test func latestIsTheNewestSuccess() {
        let runs = [run(7, .success, sha: "zz"), run(8, .error, sha: "d"), run(6, .success, sha: "d")]
        #expect(BaseRunChoice.latest(history: history, runs: runs) == .use(BaseRun(run: runs[0], commitsBehind: nil)))
        #expect(BaseRunChoice.latest(history: history, runs: Array(runs.dropFirst())) == .use(BaseRun(run: runs[2], commitsBehind: 0)))
        #expect(BaseRunChoice.latest(runs: [runs[1]]) == .none)
    }

    @Test func aRunThatKeptNoArtifactsDoesNotCount() {
        let bare = DbtCloudRun(id: 9, status: .success, gitSHA: "d", artifactsSaved: false)
        #expect(BaseRunChoice.byMergeBase(history: history, runs: [bare]) == .none)
        #expect(BaseRunChoice.latest(runs: [bare]) == .none)
    }
}
