package import Reports

/// The texts of `Reports`.
package struct RenderedTexts: ReviewTexts {
    package init() {}

    package func comment(_ report: ReviewReport, limit: Int) -> String { CommentRenderer(report).markdown(limit: limit) }

    package func statusLine(_ report: ReviewReport) -> String { ReviewVerdict(report).sentence }
}
