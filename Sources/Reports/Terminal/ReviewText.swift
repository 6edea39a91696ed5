import DataDiff

/// A whole review for a terminal: the verdict, then a table of models.
package struct ReviewText: Sendable {
    private let report: ReviewReport
    private let ink: Ink

    package init(_ report: ReviewReport, ink: Ink) {
        self.report = report
        self.ink = ink
    }

    /// The whole text, ending in a line break.
    package var text: String {
        let verdict = ReviewVerdict(report)
        let isGood = verdict.kind == .identical || verdict.kind == .nothing
        let headline = [ink.verdict(verdict.sentence, isGood: isGood, isError: verdict.kind == .error)]
        let parts = [
            headline, problems, models, samples, times, kept, failures, removed, exposures,
            report.notes.map { ink.dim(TerminalSafe.line($0, limit: 500)) },
        ]
        return parts.filter { !$0.isEmpty }.map { $0.joined(separator: "\n") }.joined(separator: "\n\n") + "\n"
    }

    private var problems: [String] { report.problems.map { ink.removed(TerminalSafe.line($0, limit: 500)) } }

    private var models: [String] {
        guard !report.models.isEmpty else { return [] }
        var table = TextTable([.left, .left, .left, .right, .left])
        table.add(["model", "why", "verdict", "rows", "what differs"], ink: ink.dim)
        for model in report.models { table.add(cells(model)) }
        return table.lines
    }

    private func cells(_ model: ModelReport) -> [TextTable.Cell] {
        let name = TextTable.Cell(model.model.name, ink: ink.bold)
        switch model.outcome {
        case .waiting, .running: return [name, .init(why(model.origin)), .init("waiting"), .init(""), .init("")]
        case .notDiffed(let reason):
            return [
                name, .init(why(model.origin)), .init(model.origin == .added ? "new" : "not compared"), .init(""),
                .init(reason, ink: ink.dim),
            ]
        case .finished(let result):
            let isGood = result.verdict == .identical || result.verdict == .empty
            return [
                name, .init(why(model.origin), ink: ink.dim),
                .init(result.words, ink: { ink.verdict($0, isGood: isGood, isError: result.verdict == .error) }),
                .init(rows(result)), .init(differences(result)),
            ]
        }
    }

    private func why(_ origin: ModelReport.Origin) -> String {
        switch origin {
        case .added: "new"
        case .modified(let reasons): reasons.joined(separator: ", ")
        case .downstream(let sources, _): "downstream of " + sources.joined(separator: ", ")
        }
    }

    private func rows(_ result: DiffResult) -> String {
        guard let rows = result.pks?.totalRows else { return "" }
        return rows[0] == rows[1] ? "\(rows[0])" : "\(rows[0]) → \(rows[1])"
    }

    private func differences(_ result: DiffResult) -> String {
        var facts: [String] = []
        if let pks = result.pks, pks.hasExclusives { facts.append("keys −\(pks.exclusives[0]) +\(pks.exclusives[1])") }
        facts += result.schema?.facts ?? []
        facts += result.differingColumns.prefix(3).map {
            "\($0.columnName) \(result.share($0))"
        }
        if result.cleanSample() != nil { facts.append("nothing in the sample") }
        return facts.joined(separator: ", ")
    }

    /// What the samples say, in sentences that fit into no cell.
    private var samples: [String] {
        report.models.compactMap { model in
            guard case .finished(let result) = model.outcome, let text = result.cleanSample() ?? result.sampleScope() else { return nil }
            return "\(TerminalSafe.line(model.model.name)): \(text)"
        }
    }

    /// What part of time was compared, and why rows may be on one side only.
    private var times: [String] {
        report.models.flatMap { model -> [String] in
            guard case .finished(let result) = model.outcome else { return [] }
            return result.timeSentences { TerminalSafe.line($0) }.map { ink.dim("\(TerminalSafe.line(model.model.name)): \($0)") }
        }
    }

    /// Where all rows are, below the name of the model they are of.
    private var kept: [String] {
        report.models.flatMap { model -> [String] in
            guard case .finished(let result) = model.outcome else { return [] }
            let places = (result.materialized ?? []).map { ($0.table, $0.rows) } + (result.exported ?? []).map { ($0.file, $0.rows) }
            guard !places.isEmpty else { return [] }
            return ["All rows of \(TerminalSafe.line(model.model.name))"]
                + places.map { "  \(TerminalSafe.line($0.0, limit: 4096))  \(NumberText.count($0.1, "row"))" }
        }
    }

    private var failures: [String] {
        report.models.flatMap { model -> [String] in
            guard case .finished(let result) = model.outcome, let error = result.error else { return [] }
            let more = [error.detail, error.hint].compactMap(\.self).map { "  " + TerminalSafe.line($0, limit: 500) }
            return ["\(ink.removed("error")) \(TerminalSafe.line(model.model.name)): \(TerminalSafe.line(error.message, limit: 500))"]
                + more
        }
    }

    private var removed: [String] {
        report.removed.isEmpty ? [] : ["Removed: " + report.removed.map { TerminalSafe.line($0.name) }.joined(separator: ", ")]
    }

    private var exposures: [String] {
        guard !report.exposures.isEmpty else { return [] }
        return [
            "Affected exposures: "
                + report.exposures.map { "\(TerminalSafe.line($0.name)) (\(TerminalSafe.line($0.type)))" }.joined(separator: ", ")
        ]
    }
}
