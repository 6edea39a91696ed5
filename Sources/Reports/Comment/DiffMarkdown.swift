package import DataDiff

/// One diff as a Markdown page: what `plumbline diff --format markdown` prints.
///
/// Counts only.
package struct DiffMarkdown: Sendable {
    private let result: DiffResult

    package init(_ result: DiffResult) {
        self.result = result
    }

    /// The page, with the same table and detail that the comment has.
    package var text: String {
        let name = result.sides.last?.table ?? ""
        let model = ModelReport(
            model: ModelName(uniqueID: name, name: name, resourceType: "model"), origin: .modified(reasons: []), outcome: .finished(result),
            relationA: result.sides.first?.table, relationB: name)
        let head = "### \(result.verdict.sign) \(MarkdownText.code(result.sides.first?.table ?? "")) → \(MarkdownText.code(name)): "
        return head + MarkdownText.plain(result.words) + "\n\n" + MarkdownText.plain(result.sentence) + "\n\n"
            + (ModelDetail(model)?.markdown ?? rules)
    }

    /// Where there is no detail, it still is to be told what was compared how.
    private var rules: String {
        let lines = [result.sampleScope() ?? result.exemption(), result.equality?.sentence(MarkdownText.code)].compactMap(\.self)
        return (lines + result.timeSentences(name: MarkdownText.code)).map { "\($0)\n\n" }.joined()
    }
}
