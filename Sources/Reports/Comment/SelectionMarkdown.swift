package import DbtArtifacts

/// A selection as Markdown.
package struct SelectionMarkdown: Sendable {
    private let report: SelectionReport

    package init(_ report: SelectionReport) {
        self.report = report
    }

    /// Lists of names under headings; empty ones are left out.
    package var text: String {
        let modified = report.modified.map { node in
            let reasons = node.change == .added ? "new" : node.reasons.map(\.rawValue).joined(separator: ", ")
            return "\(MarkdownText.code(node.name)) \(MarkdownText.plain(node.resourceType.rawValue)): \(MarkdownText.plain(reasons))"
        }
        let removed = report.removed.map { "\(MarkdownText.code($0.name)): \(MarkdownText.plain($0.change))" }
        let downstream = report.downstream.map { "\(MarkdownText.code($0.name)): \(NumberText.count($0.distance, "step")) downstream" }
        let exposures = report.exposures.map { MarkdownText.link(MarkdownText.code($0.name), $0.url) }
        let parts = [
            list("Modified", modified), list("Removed", removed), list("Downstream", downstream), list("Exposures", exposures),
        ]
        let text = parts.joined()
        return text.isEmpty ? "Nothing is modified.\n" : text
    }

    private func list(_ title: String, _ items: [String]) -> String {
        items.isEmpty ? "" : "**\(title)** (\(items.count))\n\n" + items.map { "- \($0)\n" }.joined() + "\n"
    }
}
