import Reports

/// The outcome of a run in one line, the first thing anybody reads; still to be made harmless for where it is shown.
struct JobRunHeadline {
    /// A longer command is cut, so that the line stays one.
    static let longestCommand = 120
    private let report: JobRunReport

    init(_ report: JobRunReport) {
        self.report = report
    }

    /// `Run 123`, what the link belongs to.
    var subject: String {
        report.run.map { "Run \($0.id)" } ?? "No run"
    }

    /// `failed after 1 min 2 s at step 3 of 4`.
    var predicate: String {
        switch report.outcome {
        case .started: "was started"
        case .success: "succeeded\(duration(" in "))\(nodes)"
        case .failed: "failed\(duration(" after "))\(place)"
        case .cancelled where report.wasInterrupted:
            report.run == nil ? "came about, this program was interrupted" : "is no longer waited for, this program was interrupted\(place)"
        case .cancelled: "was cancelled\(duration(" after "))\(place)"
        case .superseded: "was superseded by \(successor)\(duration(" after "))"
        case .timedOut:
            "was still \(state) after \(RunDuration.wholeSeconds(report.waitedSeconds)) of waiting\(place.isEmpty ? "" : ",")\(place)"
        case .trouble: report.run == nil ? "came about" : "was started, but what became of it is not known"
        }
    }

    /// The dbt command of a step, or else the step's name.
    static func command(ofStep name: String) -> String {
        DbtCommand(stepName: name)?.text ?? name
    }

    /// The command of the step that the predicate ends with.
    var command: String? {
        step.map { JobRunHeadline.command(ofStep: $0.name) }.flatMap {
            $0.isEmpty ? nil : TerminalSafe.line($0, limit: Self.longestCommand)
        }
    }

    /// The whole line without a sign.
    var text: String {
        "\(subject) \(predicate)" + (command.map { ": \($0)" } ?? "")
    }

    /// A sign beside the words, never instead of them.
    var sign: String {
        switch report.outcome {
        case .started: "▶"
        case .success: "✓"
        case .failed, .trouble, .timedOut: "✗"
        case .cancelled, .superseded: "■"
        }
    }

    /// The step where the run stands or ended.
    private var step: (index: Int, name: String)? {
        switch report.outcome {
        case .failed: report.failedStep.map { ($0.index, $0.name) }
        case .cancelled: (report.steps.last { $0.status == "cancelled" } ?? running).map { ($0.index, $0.name) }
        case .timedOut: running.map { ($0.index, $0.name) }
        case .started, .success, .superseded, .trouble: nil
        }
    }

    private var running: JobRunReport.Step? { report.steps.last { $0.status == "running" } }

    private var place: String {
        guard let step, step.index > 0 else { return "" }
        return " at step \(step.index)" + (step.index <= report.steps.count ? " of \(report.steps.count)" : "")
    }

    private func duration(_ lead: String) -> String {
        RunDuration.text(report.run?.seconds).map { lead + $0 } ?? ""
    }

    /// Nothing when the results themselves are what is missing.
    private var nodes: String {
        report.areResultsKnown ? ": \(NodeCounts(report.nodes).byType)" : ""
    }

    private var state: String {
        guard let status = report.run?.status, ["queued", "starting", "running"].contains(status) else { return "under way" }
        return status
    }

    private var successor: String {
        report.successor.map { "run \($0.runID)" } ?? "a newer run"
    }
}

extension JobRunReport {
    /// What dbt Cloud says about the status, unless that is nothing more than the status.
    var tellingStatusMessage: String? {
        guard let run, let message = run.statusMessage else { return nil }
        let words = ForeignText.firstLines(message, limit: 10).lines
        let bare = words.joined(separator: " ").filter { $0.isLetter || $0.isNumber }.lowercased()
        let known = ["", "none", "null", outcome.rawValue, run.status.filter { $0.isLetter || $0.isNumber }.lowercased()]
        return known.contains(bare) ? nil : words.joined(separator: "\n")
    }
}
