import JobTrigger
import Testing

@Suite struct GitHubActionsTests {
    @Test("Failed nodes are errors and warned ones warnings, at their files")
    func nodes() {
        #expect(
            GitHubActions.annotations(failedRun()) == [
                "::error file=models/marts/orders.sql,title=orders (model) failed::Database Error in model orders (models/marts/orders.sql)"
                    + "%0A  000904 (42000): SQL compilation error: error line 14%0A  invalid identifier 'AMOUNT_CENTS'"
                    + "%0A  compiled code at target/run/shop/models/marts/orders.sql",
                "::error file=models/staging/schema.yml,title=unique_stg_orders_id (test) failed::Got 3 results, configured to fail if != 0",
                "::warning file=models/staging/schema.yml,title=not_null_stg_orders_note (test) warned::"
                    + "Got 17 results, configured to warn if != 0",
            ])
    }

    @Test("Data and properties are escaped as the toolkit does")
    func escaping() {
        var report = sampleRun(.failed, status: "error")
        report.results = [sampleNode("a:b,c%d", .failed, message: "100 %: x,y\r\nz", path: "models/a,b:c%0A.sql")]
        #expect(
            GitHubActions.annotations(report) == [
                "::error file=models/a%2Cb%3Ac%250A.sql,title=a%3Ab%2Cc%25d (model) failed::100 %25: x,y%0Az"
            ])
    }

    @Test("No more than ten of a kind; the last says how many more")
    func limit() {
        var report = sampleRun(.failed, status: "error")
        report.results = (0..<31).map { sampleNode("m\($0)", .failed) } + (0..<10).map { sampleNode("t\($0)", .warned, type: "test") }
        let lines = GitHubActions.annotations(report)
        #expect(lines.count { $0.hasPrefix("::error") } == 10)
        #expect(lines.count { $0.hasPrefix("::warning") } == 10)
        #expect(lines[9] == "::error title=22 more nodes failed::22 more nodes failed; the log of this step names them.")
        report.outcome = .timedOut
        let timedOut = GitHubActions.annotations(report)
        #expect(timedOut.count { $0.hasPrefix("::error") } == 10)
        #expect(timedOut[0].hasPrefix("::error title=dbt Cloud run 70471823::Run 70471823 was still under way"))
        #expect(timedOut[9].hasPrefix("::error title=23 more nodes failed::"))
    }

    @Test("A run that failed without a failed node is itself the error, with the end of the log")
    func runAlone() {
        var report = failedRun()
        report.results = []
        #expect(
            GitHubActions.annotations(report) == [
                "::error title=dbt Cloud run 70471823::Run 70471823 failed after 1 min 2 s at step 4 of 4: dbt build --select state:modified+"
                    + "%0Ahttps://cloud.getdbt.com/deploy/11/projects/22/runs/70471823"
                    + "%0A10:14:02  Completed with 2 errors and 1 warning:%0A10:14:02  Done. PASS=1 WARN=1 ERROR=2 SKIP=2 TOTAL=6"
            ])
    }

    @Test(
        "Each outcome has its level",
        arguments: zip(
            [JobRunOutcome.started, .success, .failed, .cancelled, .superseded, .timedOut, .trouble],
            [nil, nil, "::error", "::warning", "::notice", "::error", "::error"]))
    func levels(outcome: JobRunOutcome, level: String?) {
        let lines = GitHubActions.annotations(JobRunReport(outcome: outcome, error: outcome == .trouble ? "Why." : nil))
        #expect(lines.map { String($0.prefix { $0 != " " }) } == [level].compactMap(\.self))
    }

    @Test("Outputs are four lines, whatever the values hold")
    func outputs() {
        var report = failedRun()
        #expect(
            GitHubActions.outputs(report) == """
                run_id=70471823
                run_url=https://cloud.getdbt.com/deploy/11/projects/22/runs/70471823
                status=failed
                git_sha=8f2c1d4e5a6b7c8d9e0f1a2b3c4d5e6f7a8b9c0d

                """)
        report.run?.sha = "abc\nstatus=success\r\nrun_id<<EOF\u{2028}x"
        #expect(GitHubActions.outputs(report).hasSuffix("status=failed\ngit_sha=abcstatus=successrun_id<<EOFx\n"))
        #expect(GitHubActions.outputs(JobRunReport(outcome: .trouble)) == "run_id=\nrun_url=\nstatus=trouble\ngit_sha=\n")
    }

    @Test("Guarded text cannot end its guard")
    func guarded() {
        let text = GitHubActions.guarded("::ABCD::\n::abcd::\n::error::x", token: "abcd")
        #expect(text == "::stop-commands::abcd\n::::\n::::\n::error::x\n::abcd::\n")
        #expect(RunnerModel(text).obeyed.isEmpty)
        #expect(RunnerModel(text + "::error::y").obeyed.map(\.data) == ["y"])
    }
}
