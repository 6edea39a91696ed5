import JobTrigger

/// A run of a small job with everything that dbt Cloud tells.
func sampleRun(_ outcome: JobRunOutcome, status: String, seconds: Double? = 134) -> JobRunReport {
    var run = JobRunReport.Run(
        id: 70471823, url: "https://cloud.getdbt.com/deploy/11/projects/22/runs/70471823", accountID: 11, status: status)
    (run.jobID, run.jobName) = (456, "CI checks")
    (run.branch, run.sha) = ("feature/orders", "8f2c1d4e5a6b7c8d9e0f1a2b3c4d5e6f7a8b9c0d")
    (run.seconds, run.queuedSeconds) = (seconds, 12)
    var report = JobRunReport(outcome: outcome, run: run, waitedSeconds: 150.4)
    report.steps = [
        JobRunReport.Step(index: 1, name: "Clone git repository", status: "success", seconds: 2),
        JobRunReport.Step(index: 2, name: "Create profile from connection Snowflake", status: "success", seconds: 1),
        JobRunReport.Step(index: 3, name: "Invoke dbt with `dbt deps`", status: "success", seconds: 4),
        JobRunReport.Step(index: 4, name: "Invoke dbt with `dbt build --select state:modified+`", status: "success", seconds: 127),
    ]
    report.areResultsKnown = true
    return report
}

func sampleNode(
    _ name: String, _ kind: JobRunReport.Result.Kind, type: String = "model", status: String? = nil, seconds: Double = 1.5,
    message: String? = nil, path: String? = nil, step: Int = 4
) -> JobRunReport.Result {
    let words: [JobRunReport.Result.Kind: String] = [
        .failed: type == "test" ? "fail" : "error", .warned: "warn", .skipped: "skipped", .passed: type == "test" ? "pass" : "success",
    ]
    return JobRunReport.Result(
        uniqueID: "\(type).shop.\(name)", resourceType: type, name: name, status: status ?? words[kind] ?? "", kind: kind, seconds: seconds,
        message: message, path: path, step: step)
}

func succeededRun(models: Int = 22, tests: Int = 45) -> JobRunReport {
    var report = sampleRun(.success, status: "success")
    report.results =
        (0..<models).map { sampleNode("stg_\($0)", .passed, seconds: Double($0), path: "models/staging/stg_\($0).sql") }
        + (0..<tests).map { sampleNode("not_null_stg_\($0)_id", .passed, type: "test", seconds: 0.2) }
    return report
}

/// One model failed in the last step, one test failed and one warned, and what is behind them was skipped.
func failedRun() -> JobRunReport {
    var report = sampleRun(.failed, status: "error", seconds: 62)
    report.steps[3].status = "error"
    report.results = [
        sampleNode("stg_orders", .passed, seconds: 3),
        sampleNode(
            "orders", .failed, seconds: 2.44,
            message: "Database Error in model orders (models/marts/orders.sql)\n  000904 (42000): SQL compilation error: error line 14\n"
                + "  invalid identifier 'AMOUNT_CENTS'\n  compiled code at target/run/shop/models/marts/orders.sql",
            path: "models/marts/orders.sql"),
        sampleNode(
            "unique_stg_orders_id", .failed, type: "test", message: "Got 3 results, configured to fail if != 0",
            path: "models/staging/schema.yml"),
        sampleNode(
            "not_null_stg_orders_note", .warned, type: "test", message: "Got 17 results, configured to warn if != 0",
            path: "models/staging/schema.yml"),
        sampleNode("revenue", .skipped), sampleNode("customers", .skipped),
    ]
    report.failedStep = JobRunReport.FailedStep(
        index: 4, name: "Invoke dbt with `dbt build --select state:modified+`",
        logTail: [
            "\u{1B}[0m10:14:02  Completed with \u{1B}[31m2 errors\u{1B}[0m and \u{1B}[33m1 warning\u{1B}[0m:", "",
            "10:14:02  Done. PASS=1 WARN=1 ERROR=2 SKIP=2 TOTAL=6",
        ])
    report.artifacts = [
        JobRunReport.Artifact(path: "run_results.json", file: "target/run_results.json"),
        JobRunReport.Artifact(path: "catalog.json", problem: "this run has none; dbt docs generate writes it"),
    ]
    report.notes = ["The job does not defer to production, so state:modified has nothing to compare with."]
    return report
}

/// A failed run in which every text that comes from elsewhere is the given one.
func hostileRun(_ text: String, outcome: JobRunOutcome = .failed) -> JobRunReport {
    var run = JobRunReport.Run(id: 7, url: text, accountID: 1, status: text)
    (run.jobName, run.branch, run.sha, run.statusMessage) = (text, text, text, text)
    var report = JobRunReport(outcome: outcome, run: run, error: text)
    report.successor = JobRunReport.Link(runID: 8, url: text)
    report.steps = ["error", text, "running", "cancelled"].enumerated().map {
        JobRunReport.Step(index: $0.offset + 1, name: text, status: $0.element, seconds: 1)
    }
    report.results = JobRunReport.Result.Kind.allCases.map { kind in
        JobRunReport.Result(
            uniqueID: "\(kind)", resourceType: text, name: text, status: text, kind: kind, seconds: 1, message: text, path: text, step: 1)
    }
    report.failedStep = JobRunReport.FailedStep(index: 1, name: text, logTail: [text, text])
    report.artifacts = [
        JobRunReport.Artifact(path: text, file: text), JobRunReport.Artifact(path: text, problem: text),
    ]
    report.notes = [text]
    return report
}
