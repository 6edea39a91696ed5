import Reports

/// The nodes of a run that need attention, for a terminal: failed, then warned.
struct NodeText {
    /// Lines kept of one message.
    static let messageLines = 10
    /// Nodes with their message, and nodes that are named at all; the rest is counted.
    private static let failedLimits = (detailed: 20, named: 200)
    private static let warnedLimits = (detailed: 10, named: 50)
    private let nodes: [JobRunReport.Result]
    private let ink: Ink

    init(_ nodes: [JobRunReport.Result], ink: Ink) {
        self.nodes = nodes
        self.ink = ink
    }

    /// Groups of lines, each with its title.
    var groups: [[String]] {
        [
            group("Failed", .failed, limits: Self.failedLimits) { ink.removed("✗ \($0)") },
            group("Warned", .warned, limits: Self.warnedLimits) { ink.changed("! \($0)") },
        ].filter { !$0.isEmpty }
    }

    private func group(
        _ title: String, _ kind: JobRunReport.Result.Kind, limits: (detailed: Int, named: Int), tint: (String) -> String
    ) -> [String] {
        let all = nodes.filter { $0.kind == kind }
        guard !all.isEmpty else { return [] }
        let detailed = all.prefix(limits.detailed).flatMap { [line($0, tint)] + message($0) }
        let named = all.dropFirst(limits.detailed).prefix(limits.named - limits.detailed).map { line($0, tint) }
        let rest = all.count - min(all.count, limits.named)
        return [ink.bold(title)] + detailed + named + (rest > 0 ? ["  … and \(rest) more \(kind.rawValue)"] : [])
    }

    private func line(_ node: JobRunReport.Result, _ tint: (String) -> String) -> String {
        let type = TerminalSafe.line(node.typeAndStatus)
        let path = node.path.map { "  " + ink.dim(TerminalSafe.line($0, limit: 300)) } ?? ""
        return "  \(tint(TerminalSafe.line(node.name, limit: 250))) (\(type))\(path)"
    }

    private func message(_ node: JobRunReport.Result) -> [String] {
        let message = ForeignText.firstLines(node.reason, limit: Self.messageLines)
        let more = message.more > 0 ? [ink.dim("      … and \(message.more) more lines")] : []
        return message.lines.map { "      \($0)" } + more
    }
}
