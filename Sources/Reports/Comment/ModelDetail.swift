import DataDiff

/// The collapsed part of the comment about one finished diff that has something to tell.
struct ModelDetail {
    private static let namedColumns = 50
    private let report: ModelReport
    private let result: DiffResult

    init?(_ report: ModelReport) {
        guard case .finished(let result) = report.outcome, result.status == .success else { return nil }
        let isNothing = result.verdict == .identical || result.verdict == .empty
        guard !isNothing || result.window?.isNews == true else { return nil }
        self.report = report
        self.result = result
    }

    var markdown: String {
        let why = report.explanation.map { ["- \(MarkdownText.plain($0))"] } ?? []
        let lines = relations + why + keys + sampling + equality + times + schema + kept
        let summary = "\(MarkdownText.html(report.model.name)): \(MarkdownText.html(result.sentence))"
        return "<details><summary>\(summary)</summary>\n\n" + (lines.joined(separator: "\n") + "\n\n") + columnTable + "</details>\n\n"
    }

    private var relations: [String] {
        guard let a = report.relationA, let b = report.relationB else { return [] }
        return ["- \(MarkdownText.code(a)) → \(MarkdownText.code(b))"]
    }

    private var keys: [String] {
        guard let pks = result.pks else { return [] }
        guard result.verdict != .missingKey else { return ["- rows: \(pks.totalRows[0]) → \(pks.totalRows[1])"] }
        let key = result.primaryKey.columns.map(MarkdownText.code).joined(separator: ", ")
        let source = result.primaryKey.source.map { " (from \(MarkdownText.plain($0.replacing("_", with: " "))))" } ?? ""
        return [
            "- key \(key)\(source)",
            "- rows: \(pks.totalRows[0]) → \(pks.totalRows[1]); keys removed \(pks.exclusives[0]), added \(pks.exclusives[1])",
            "- rows with null keys: \(pks.nulls[0]) → \(pks.nulls[1]); with duplicate keys: \(pks.dupes[0]) → \(pks.dupes[1])",
        ]
    }

    /// That a small table was compared whole is what everybody expects.
    private var sampling: [String] {
        let exemption = result.sampling.reason == .sampleNotSmaller ? result.exemption() : nil
        return (result.sampleScope() ?? exemption).map { ["- \($0)"] } ?? []
    }

    private var equality: [String] {
        (result.equality?.sentence(MarkdownText.code)).map { ["- \($0)"] } ?? []
    }

    private var times: [String] { result.timeSentences(name: MarkdownText.code).map { "- \($0)" } }

    private var schema: [String] {
        guard let schema = result.schema, schema.isDifferent else { return [] }
        let hints = schema.renameHints.map {
            "- \(MarkdownText.code($0.a)) looks renamed to \(MarkdownText.code($0.b)): values match at \(NumberText.percent($0.match)) of common keys"
        }
        let types = schema.columnTypeChanges.prefix(Self.namedColumns).map {
            "- \(MarkdownText.code($0.columnName)): \(MarkdownText.code($0.a)) → \(MarkdownText.code($0.b))"
        }
        return list("columns removed", schema.exclusiveColumns[0]) + list("columns added", schema.exclusiveColumns[1]) + hints + types
    }

    /// Files are on the machine that compared, where nobody else finds them.
    private var kept: [String] {
        guard let tables = result.materialized, !tables.isEmpty else { return [] }
        let names = tables.map { "\(MarkdownText.code($0.table)) (\(NumberText.count($0.rows, "row")))" }
        return ["- tables with all rows: " + names.joined(separator: ", ")]
    }

    private func list(_ title: String, _ names: [String]) -> [String] {
        guard !names.isEmpty else { return [] }
        let shown = names.prefix(Self.namedColumns).map(MarkdownText.code).joined(separator: ", ")
        return ["- \(title): \(shown)" + (names.count > Self.namedColumns ? ", and \(names.count - Self.namedColumns) more" : "")]
    }

    private var columnTable: String {
        guard let values = result.values, values.columnsWithDifferences > 0 else { return "" }
        let isSampled = result.sampling.sampled
        let rows = result.differingColumns.prefix(Self.namedColumns).map { column in
            let estimate = isSampled ? " \(column.valuesDifferentEstimate?.text() ?? "") |" : ""
            return
                "| \(MarkdownText.cell(column.columnName)) | \(column.valuesDifferent) |\(estimate) \(NumberText.percent(column.match)) |\n"
        }
        let rest = values.columnsWithDifferences - rows.count
        let more = rest > 0 ? "| and \(NumberText.count(rest, "more column")) | | |\(isSampled ? " |" : "")\n" : ""
        let head =
            isSampled
            ? "| column | differ in the sample | of all rows | match |\n|---|---:|---:|---:|\n"
            : "| column | values that differ | match |\n|---|---:|---:|\n"
        return head + rows.joined() + more + "\n"
    }
}
