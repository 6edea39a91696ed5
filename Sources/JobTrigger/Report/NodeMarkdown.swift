import Reports

/// The nodes of a run as Markdown: a table, and what dbt said of the failed ones.
struct NodeMarkdown {
    /// Rows and messages beyond these numbers nobody reads; they are counted.
    private static let attentionRows = 300
    private static let slowestRows = 20
    private static let messages = 50
    /// So many failures are shown without a click.
    private static let openMessages = 3
    private let failed: [JobRunReport.Result]
    private let warned: [JobRunReport.Result]
    /// The slowest first.
    private let passed: [JobRunReport.Result]

    init(_ nodes: [JobRunReport.Result]) {
        failed = nodes.filter { $0.kind == .failed }
        warned = nodes.filter { $0.kind == .warned }
        let durations = nodes.filter { $0.kind == .passed }.map { ($0, RunDuration.sane($0.seconds) ?? 0) }
        passed = durations.sorted { ($1.1, $0.0.name) < ($0.1, $1.0.name) }.map(\.0)
    }

    /// Failed nodes, then warned ones, then the slowest of the others, and how many are not shown.
    func addTable(to page: inout SizedMarkdown) {
        let attention = failed + warned
        let shown = attention.prefix(Self.attentionRows) + passed.prefix(Self.slowestRows)
        if !shown.isEmpty {
            page.frame("| status | node | type | duration | file |\n|---|---|---|---|---|\n")
            let count = page.addPrefix(shown.map(row))
            page.frame("\n" + rest(after: Array(shown.prefix(count))))
        }
    }

    /// What dbt said of failed nodes, and then of warned ones.
    func addMessages(to page: inout SizedMarkdown) {
        let shown = (failed + warned).prefix(Self.messages)
        let blocks = shown.enumerated().map { index, node in
            let message = ForeignText.firstLines(node.reason, limit: NodeText.messageLines)
            let lines = message.lines + (message.more > 0 ? ["… and \(message.more) more lines"] : [])
            let title = "\(JobRunMarkdown.line(node.name)) (\(JobRunMarkdown.line(node.typeAndStatus, 60)))"
            return MarkdownBlock.details(
                title, MarkdownBlock.fence(lines), isOpen: node.kind == .failed && failed.count <= Self.openMessages)
        }
        let left = failed.count + warned.count - page.addPrefix(blocks)
        if left > 0 { page.frame("_… and \(NumberText.count(left, "more message"))_\n\n") }
    }

    private func rest(after shown: [JobRunReport.Result]) -> String {
        let counts = [(failed, JobRunReport.Result.Kind.failed), (warned, .warned), (passed, .passed)].compactMap { nodes, kind in
            let left = nodes.count - shown.count { $0.kind == kind }
            return left > 0 ? "\(left) more \(kind.rawValue)" : nil
        }
        return counts.isEmpty ? "" : "_… and \(counts.joined(separator: ", "))_\n\n"
    }

    private func row(_ node: JobRunReport.Result) -> String {
        let sign = node.kind == .failed ? "❌" : node.kind == .warned ? "⚠️" : "✅"
        let cells = [
            "\(sign) \(MarkdownText.plain(JobRunMarkdown.line(node.status, 40)))",
            MarkdownText.cell(JobRunMarkdown.line(node.name)),
            MarkdownText.plain(JobRunMarkdown.line(NodeCounts.words(node.resourceType), 40)),
            RunDuration.text(node.seconds) ?? "",
            node.path.map { MarkdownText.cell(JobRunMarkdown.line($0, 300)) } ?? "",
        ]
        return "| \(cells.joined(separator: " | ")) |\n"
    }
}
