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
        return head + MarkdownText.plain(result.verdict.words) + "\n\n" + MarkdownText.plain(result.sentence) + "\n\n"
            + (ModelDetail(model)?.markdown ?? equality)
    }

    /// Where there is no detail, the rules still are to be told.
    private var equality: String {
        (result.equality?.sentence(MarkdownText.code)).map { "\($0)\n\n" } ?? ""
    }
}
