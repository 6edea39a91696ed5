package import Reports

/// The texts of `Reports`.
package struct RenderedTexts: ReviewTexts {
    package init() {}

    package func comment(_ report: ReviewReport, limit: Int) -> String { CommentRenderer(report).markdown(limit: limit) }

    /// With what went wrong, as far as it fits; without anything compared that is all there is to say.
    package func statusLine(_ report: ReviewReport) -> String {
        let verdict = ReviewVerdict(report)
        guard let problem = report.problems.first else { return verdict.sentence }
        return verdict.compared + verdict.failed > 0 ? "\(verdict.sentence) \(problem)" : problem
    }
}
