import JobTrigger
import Reports
import Testing

@Suite struct JobRunTextTests {
    private func lines(_ report: JobRunReport) -> [String] {
        JobRunText(report, ink: Ink(isOn: false)).text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }

    private func headline(_ outcome: JobRunOutcome, status: String, _ change: (inout JobRunReport) -> Void = { _ in }) -> String? {
        var report = sampleRun(outcome, status: status)
        change(&report)
        return lines(report).first
    }

    @Test("The first line says how it ended")
    func headlines() {
        #expect(lines(succeededRun()).first == "✓ Run 70471823 succeeded in 2 min 14 s: 22 models, 45 tests")
        #expect(lines(failedRun()).first == "✗ Run 70471823 failed after 1 min 2 s at step 4 of 4: dbt build --select state:modified+")
        #expect(headline(.success, status: "success") == "✓ Run 70471823 succeeded in 2 min 14 s: no nodes were selected")
        #expect(headline(.started, status: "queued") == "▶ Run 70471823 was started")
        #expect(headline(.cancelled, status: "cancelled") == "■ Run 70471823 was cancelled after 2 min 14 s")
        #expect(
            headline(.superseded, status: "cancelled") { $0.successor = .init(runID: 9, url: "https://x.test/9") }
                == "■ Run 70471823 was superseded by run 9 after 2 min 14 s")
        #expect(
            JobRunText(JobRunReport(outcome: .trouble, error: "Because."), ink: Ink(isOn: false)).text == "✗ No run came about\nBecause.\n")
        #expect(headline(.trouble, status: "running") == "✗ Run 70471823 was started, but what became of it is not known")
    }

    @Test("A wait that ran out names the state, the seconds and the step")
    func timedOut() {
        let running = headline(.timedOut, status: "running") { report in
            (report.waitedSeconds, report.steps[3].status) = (600.4, "running")
        }
        #expect(
            running == "✗ Run 70471823 was still running after 600 s of waiting, at step 4 of 4: dbt build --select state:modified+")
        let queued = headline(.timedOut, status: "queued") { ($0.waitedSeconds, $0.steps) = (59.6, []) }
        #expect(queued == "✗ Run 70471823 was still queued after 60 s of waiting")
    }

    @Test("Without run results a success says nothing of nodes")
    func unknownResults() {
        let line = headline(.success, status: "success") { $0.areResultsKnown = false }
        #expect(line == "✓ Run 70471823 succeeded in 2 min 14 s")
    }

    @Test("Failed nodes come first, then warned ones, the log, artifacts, notes and the link")
    func order() throws {
        let lines = lines(failedRun())
        let places = try [
            "Nodes: 2 failed, 1 warned, 2 skipped, 1 passed.", "Failed", "  ✗ orders (model)  models/marts/orders.sql",
            "        invalid identifier 'AMOUNT_CENTS'", "Warned", "  ! not_null_stg_orders_note (test)  models/staging/schema.yml",
            "The end of the log of step 4 (dbt build --select state:modified+):",
            "  10:14:02  Completed with 2 errors and 1 warning:", "  run_results.json → target/run_results.json",
            "  catalog.json could not be had: this run has none; dbt docs generate writes it",
            "The job does not defer to production, so state:modified has nothing to compare with.",
        ].map { line in try #require(lines.firstIndex(of: line), "missing: \(line)") }
        #expect(places == places.sorted())
        #expect(lines.suffix(2) == ["https://cloud.getdbt.com/deploy/11/projects/22/runs/70471823", ""])
    }

    @Test("An empty log is said to be empty")
    func emptyLog() {
        var report = failedRun()
        report.failedStep?.logTail = ["", "\u{1B}[0m"]
        #expect(lines(report).contains("dbt Cloud had no log of step 4 (dbt build --select state:modified+) yet."))
    }

    @Test("A node that two commands report counts once, with the graver result")
    func nodesCountOnce() {
        var report = sampleRun(.success, status: "success")
        report.results = [
            sampleNode("orders", .warned, step: 3), sampleNode("orders", .passed, step: 4), sampleNode("lines", .skipped, step: 3),
            sampleNode("lines", .passed, step: 4), sampleNode("gone", .skipped), sampleNode("u", .passed, type: "unit_test"),
            sampleNode("q", .passed, type: "saved_query"), sampleNode("r", .passed, type: "saved_query"),
        ]
        #expect(
            lines(report).first
                == "✓ Run 70471823 succeeded in 2 min 14 s: 2 models, 1 unit test, 2 saved queries (1 warned, 1 skipped)")
    }

    @Test("Hundreds of failures are named up to a limit and then counted; long messages are cut")
    func manyFailures() {
        var report = sampleRun(.failed, status: "error")
        let message = (1...14).map { "line \($0)" }.joined(separator: "\r\n")
        report.results = (0..<700).map { sampleNode("model_\($0)", .failed, message: message) }
        let lines = lines(report)
        #expect(lines.count { $0.hasPrefix("  ✗ ") } == 200)
        #expect(lines.contains("  … and 500 more failed"))
        #expect(lines.count { $0 == "      line 10" } == 20)
        #expect(!lines.contains("      line 11"))
        #expect(lines.count { $0 == "      … and 4 more lines" } == 20)
    }

    @Test(
        "dbt Cloud's status message is shown when it says more than the status",
        arguments: [("Error", false), ("none", false), (" \n", false), ("Failed to clone the repository", true)])
    func statusMessage(message: String, isShown: Bool) {
        var report = failedRun()
        report.run?.statusMessage = message
        #expect(lines(report).contains { $0.hasPrefix("dbt Cloud says: ") } == isShown)
    }

    @Test("A test without a message tells its failing rows")
    func failingRows() {
        var report = sampleRun(.failed, status: "error")
        report.results = [sampleNode("unique", .failed, type: "test", message: "  ")]
        report.results[0].failures = 3
        #expect(lines(report).contains("      3 failing rows"))
    }

    @Test("Nothing from outside steers the terminal, and every colour of a log goes")
    func hostile() {
        let text = JobRunText(hostileRun("a\u{1B}[31;1mb\u{1B}]0;title\u{7}\u{9B}2Jc\u{202E}d"), ink: Ink(isOn: false)).text
        let controls = text.unicodeScalars.filter { $0 != "\n" && ($0.value < 32 || (127...159).contains($0.value) || $0 == "\u{202E}") }
        #expect(controls.isEmpty)
        #expect(text.contains("ab·]0;title·c·d"))
    }

    @Test("Numbers that are none do no harm", arguments: [Double.infinity, .nan, -1, 1e300])
    func senselessDurations(seconds: Double) throws {
        var report = failedRun()
        report.run?.seconds = seconds
        report.run?.queuedSeconds = seconds
        report.waitedSeconds = seconds
        report.results[0].seconds = seconds
        report.steps[0].seconds = seconds
        #expect(lines(report).first == "✗ Run 70471823 failed at step 4 of 4: dbt build --select state:modified+")
        #expect(JobRunMarkdown(report).text.contains("| ✅ success | `stg_orders` | model |  |  |"))
        #expect(try JobRunJSON(report).text.contains("\"waited_seconds\" : null"))
    }

    @Test("Colour only when asked for")
    func colour() {
        #expect(JobRunText(failedRun(), ink: Ink(isOn: true)).text.hasPrefix("\u{1B}[1;31m✗ Run"))
        #expect(!JobRunText(failedRun(), ink: Ink(isOn: false)).text.contains("\u{1B}"))
    }
}
