import Reports

/// One remark that a CI system shows beside its log, perhaps at a file.
struct Annotation: Hashable {
    enum Level: String {
        case error, warning, notice
    }

    /// GitHub shows so many errors and so many warnings of a step, and Azure keeps so many of a task.
    ///
    /// <https://github.com/actions/toolkit/blob/main/docs/problem-matchers.md#limitations>,
    /// `_maxIssueCount` in <https://github.com/microsoft/azure-pipelines-agent/blob/master/src/Agent.Worker/ExecutionContext.cs>.
    static let limit = 10

    let level: Level
    let file: String?
    let title: String
    /// Perhaps of several lines.
    let message: String

    /// The remarks of a report: its failed nodes, its warned ones, or else the run itself when it did not end well.
    ///
    /// At most ``limit`` of each level; the last of a level then says how many more there are.
    static func all(of report: JobRunReport) -> [Annotation] {
        let nodes = report.nodes
        let failed = capped(nodes.filter { $0.kind == .failed }, .error, "failed")
        let warned = capped(nodes.filter { $0.kind == .warned }, .warning, "warned")
        guard let run = ofRun(report), report.outcome != .failed || failed.isEmpty else { return failed + warned }
        // The run's own remark must not be the eleventh.
        let errors = run.level == .error ? capped(nodes.filter { $0.kind == .failed }, .error, "failed", limit: limit - 1) : failed
        let warnings = run.level == .warning ? capped(nodes.filter { $0.kind == .warned }, .warning, "warned", limit: limit - 1) : warned
        return [run] + errors + warnings
    }

    private static func capped(_ nodes: [JobRunReport.Result], _ level: Level, _ verb: String, limit: Int = limit) -> [Annotation] {
        guard nodes.count > limit else { return nodes.map { ofNode($0, level, verb) } }
        let left = nodes.count - (limit - 1)
        let last = Annotation(
            level: level, file: nil, title: "\(left) more nodes \(verb)",
            message: "\(left) more nodes \(verb); the log of this step names them.")
        return nodes.prefix(limit - 1).map { ofNode($0, level, verb) } + [last]
    }

    private static func ofNode(_ node: JobRunReport.Result, _ level: Level, _ verb: String) -> Annotation {
        let message = ForeignText.firstLines(node.reason, limit: NodeText.messageLines)
        let more = message.more > 0 ? ["… and \(message.more) more lines"] : []
        let name = TerminalSafe.line(node.name, limit: 200)
        return Annotation(
            level: level, file: node.path.map { TerminalSafe.line($0, limit: 1000) },
            title: "\(name) (\(TerminalSafe.line(NodeCounts.words(node.resourceType)))) \(verb)",
            message: (message.lines + more).joined(separator: "\n"))
    }

    private static func ofRun(_ report: JobRunReport) -> Annotation? {
        guard let level = level(of: report.outcome) else { return nil }
        let words = JobRunHeadline(report)
        let successor = report.successor.map { "Run \($0.runID): \(TerminalSafe.line($0.url, limit: 2000))" }
        let error = report.error.map { ForeignText.firstLines($0, limit: NodeText.messageLines).lines.joined(separator: "\n") }
        let url = report.run.map { TerminalSafe.line($0.url, limit: 2000) }
        let lines = [words.text, error, report.tellingStatusMessage, successor, url, endOfLog(report)]
        let title = report.run.map { "dbt Cloud run \($0.id)" } ?? "dbt Cloud"
        return Annotation(level: level, file: nil, title: title, message: lines.compactMap(\.self).joined(separator: "\n"))
    }

    /// Without a failed node (a project that does not parse) only the log says why.
    private static func endOfLog(_ report: JobRunReport) -> String? {
        guard let step = report.failedStep else { return nil }
        let lines = ForeignText.log(step.logTail).filter { !$0.isEmpty }.suffix(NodeText.messageLines)
        return lines.isEmpty ? nil : lines.joined(separator: "\n")
    }

    private static func level(of outcome: JobRunOutcome) -> Level? {
        switch outcome {
        case .started, .success: nil
        case .failed, .timedOut, .trouble: .error
        case .cancelled: .warning
        case .superseded: .notice
        }
    }
}
