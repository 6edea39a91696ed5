import DataDiff

/// Writes the comment of a review in GitHub's and GitLab's Markdown: names and counts, never a value of a row.
///
/// The parts come in the order people need them. When all of it does not fit, the details go first, then rows from the end of the
/// table, and a link says where the rest is.
package struct CommentRenderer: Sendable {
    private let report: ReviewReport
    private let verdict: ReviewVerdict

    /// Hosts refuse more than 65,536 characters (GitHub); bytes are counted, which is never less, and room is left for a marker.
    package static let defaultLimit = 65_000

    package init(_ report: ReviewReport) {
        self.report = report
        verdict = ReviewVerdict(report)
    }

    /// The whole comment, at most `limit` bytes of UTF-8.
    package func markdown(limit: Int = defaultLimit) -> String {
        var page = CutText(limit: limit, closing: cutNotice)
        page.append(heading)
        page.append(problems)
        page.append(failures)
        page.append(table)
        page.append(removedModels)
        page.append(exposures)
        page.append(notes)
        page.append(details)
        page.append(footer)
        return page.text
    }

    private var cutNotice: String {
        "\n\n_The rest did not fit here: \(MarkdownText.link("all models and details", report.url))._\n"
    }

    private var heading: [String] {
        let name = report.configuration.map { " \(MarkdownText.code($0))" } ?? ""
        return ["### \(sign) Plumbline\(name): \(MarkdownText.plain(verdict.sentence))\n\n", subtitle]
    }

    private var sign: String {
        switch verdict.kind {
        case .error: "❌"
        case .running: "⏳"
        case .badKeys, .different: "⚠️"
        case .undecided: "❔"
        case .identical, .nothing: "✅"
        }
    }

    private var subtitle: String {
        var parts: [String] = []
        if let sha = report.base.sha { parts.append("base `\(sha.prefix(12))`" + baseDistance) }
        if let sha = report.headSHA { parts.append("head `\(sha.prefix(12))`") }
        if report.url != nil { parts.append(MarkdownText.link("details", report.url)) }
        return parts.isEmpty ? "" : parts.joined(separator: " · ") + "\n\n"
    }

    private var baseDistance: String {
        var facts: [String] = []
        if let behind = report.base.commitsBehind, behind > 0 {
            facts.append("\(NumberText.count(behind, "commit")) behind the merge base")
        }
        if let age = report.base.ageSeconds { facts.append("built \(NumberText.duration(seconds: age)) ago") }
        return facts.isEmpty ? "" : " (\(facts.joined(separator: ", ")))"
    }

    private var problems: [String] {
        report.problems.map { "> ❌ \(MarkdownText.plain($0))\n\n" }
    }

    /// Models whose diff could not be done, apart from those that differ.
    private var failures: [String] {
        let failed = report.models.compactMap { model -> String? in
            guard case .finished(let result) = model.outcome, let error = result.error else { return nil }
            let hint = error.hint.map { "; \(MarkdownText.plain($0))" } ?? ""
            return "- \(MarkdownText.link(MarkdownText.code(model.model.name), model.url)): \(MarkdownText.plain(error.message))\(hint)\n"
        }
        return failed.isEmpty ? [] : ["**Could not be compared:**\n\n"] + failed + ["\n"]
    }

    private var table: [String] {
        guard !report.models.isEmpty else { return [] }
        let head = """
            | model | verdict | rows | keys | columns that differ | schema |
            |---|---|---|---|---|---|

            """
        return [head] + report.models.map { ModelRow($0).markdown } + ["\n"]
    }

    private var removedModels: [String] {
        guard !report.removed.isEmpty else { return [] }
        let names = report.removed.map { MarkdownText.code($0.name) }.joined(separator: ", ")
        return ["**Removed:** \(names)\n\n"]
    }

    private var exposures: [String] {
        guard !report.exposures.isEmpty else { return [] }
        let lines = report.exposures.map { exposure in
            let owner = exposure.owner.map { ", owner \(MarkdownText.plain($0))" } ?? ""
            let via = exposure.via.isEmpty ? "" : " reads " + exposure.via.map(MarkdownText.code).joined(separator: ", ")
            return
                "- \(MarkdownText.link(MarkdownText.code(exposure.name), exposure.url)) (\(MarkdownText.plain(exposure.type))\(owner))\(via)\n"
        }
        return ["**Affected exposures:**\n\n"] + lines + ["\n"]
    }

    private var notes: [String] {
        report.notes.map { "> \(MarkdownText.plain($0))\n\n" }
    }

    private var details: [String] {
        report.models.compactMap { ModelDetail($0)?.markdown }
    }

    private var footer: [String] {
        ["<sub>Counts only; rows are in the app. Keys are compared exactly; values where a key occurs once on both sides.</sub>\n"]
    }
}
