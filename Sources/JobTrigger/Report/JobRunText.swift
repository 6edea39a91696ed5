package import Reports

/// What became of a run, for a terminal or the log of a CI system.
///
/// In the order people need it: the outcome, what failed, the end of the log, what was fetched, the link.
package struct JobRunText: Sendable {
    private let report: JobRunReport
    private let ink: Ink

    package init(_ report: JobRunReport, ink: Ink) {
        self.report = report
        self.ink = ink
    }

    /// The whole text, ending in a line break.
    package var text: String {
        headline + "\n" + Self.joined(findings + (log.map { [[$0.title] + $0.lines] } ?? []) + ending)
    }

    /// The outcome in one line, without a line break.
    var headline: String {
        let words = JobRunHeadline(report)
        let isGood = report.outcome == .success || report.outcome == .started
        let isError = report.outcome == .failed || report.outcome == .timedOut || report.outcome == .trouble
        return ink.verdict("\(words.sign) \(TerminalSafe.line(words.text, limit: 400))", isGood: isGood, isError: isError)
    }

    /// What comes before the log, in groups of lines.
    var findings: [[String]] {
        [facts + explanation] + NodeText(report.nodes, ink: ink).groups
    }

    /// The end of the failed step's log, and what it is; nil when no step failed.
    var log: (title: String, lines: [String])? {
        guard let step = report.failedStep else { return nil }
        let name = TerminalSafe.line(JobRunHeadline.command(ofStep: step.name), limit: JobRunHeadline.longestCommand)
        let lines = ForeignText.log(step.logTail)
        guard !lines.isEmpty else { return ("dbt Cloud had no log of step \(step.index) (\(name)) yet.", []) }
        return (ink.bold("The end of the log of step \(step.index) (\(name)):"), lines.map { $0.isEmpty ? "" : "  \($0)" })
    }

    /// What comes after the log, in groups of lines.
    var ending: [[String]] {
        [artifacts, report.notes.flatMap { ForeignText.firstLines($0, limit: 5).lines }, link]
    }

    /// Groups with an empty line between them, ending in a line break.
    static func joined(_ groups: [[String]]) -> String {
        groups.filter { !$0.isEmpty }.map { $0.joined(separator: "\n") + "\n" }.joined(separator: "\n")
    }

    private var facts: [String] {
        guard let run = report.run else { return [] }
        let name = run.jobName.map { "job \(TerminalSafe.line($0, limit: 80))" } ?? run.jobID.map { "job \($0)" }
        let branch = run.branch.map { "branch \(TerminalSafe.line($0, limit: 80))" }
        let commit = run.sha.map { "commit \(TerminalSafe.line(String($0.prefix(12))))" }
        // A moment in the queue is no news.
        let queued = run.queuedSeconds.flatMap { $0 < 1 ? nil : RunDuration.text($0) }.map { "queued \($0)" }
        let facts = [name, branch, commit, queued].compactMap(\.self)
        return facts.isEmpty ? [] : [ink.dim(facts.joined(separator: ", "))]
    }

    /// Whatever says why it ended like this, apart from the nodes.
    private var explanation: [String] {
        let error = report.error.map { ForeignText.firstLines($0, limit: 10).lines.map(ink.removed) } ?? []
        let successor = report.successor.map { ["Run \($0.runID): \(TerminalSafe.line($0.url, limit: 2000))"] } ?? []
        let says = report.tellingStatusMessage.map { ["dbt Cloud says: \($0.split(separator: "\n").joined(separator: "\n  "))"] } ?? []
        let counts = NodeCounts(report.nodes).byKind
        return error + successor + says + (report.outcome == .success || counts.isEmpty ? [] : ["Nodes: \(counts)."])
    }

    private var artifacts: [String] {
        guard !report.artifacts.isEmpty else { return [] }
        return [ink.bold("Artifacts")]
            + report.artifacts.map { artifact in
                let path = TerminalSafe.line(artifact.path, limit: 300)
                if let file = artifact.file { return "  \(path) → \(TerminalSafe.line(file, limit: 1000))" }
                let reason = artifact.problem.map { ": \(TerminalSafe.line($0, limit: 500))" } ?? ""
                return ink.changed("  \(path) could not be had\(reason)")
            }
    }

    private var link: [String] {
        report.run.map { [TerminalSafe.line($0.url, limit: 2000)] } ?? []
    }
}
