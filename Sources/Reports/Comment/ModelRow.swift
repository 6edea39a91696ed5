import DataDiff

/// One model's row in the comment's table.
struct ModelRow {
    /// Names beyond this many are counted, so that a row stays a row.
    private static let namedColumns = 4
    private let report: ModelReport

    init(_ report: ModelReport) {
        self.report = report
    }

    var markdown: String {
        "| " + cells.joined(separator: " | ") + " |\n"
    }

    private var cells: [String] {
        switch report.outcome {
        case .waiting: [name, "⏳ waiting", "", "", "", ""]
        case .running: [name, "⏳ comparing", "", "", "", ""]
        case .notDiffed(let reason):
            [name, report.origin == .added ? "🆕 new" : "⏸ not compared", "", "", MarkdownText.plain(reason), ""]
        case .finished(let result): [name, "\(result.verdict.sign) \(result.words)"] + ResultCells(result).all
        }
    }

    private var name: String {
        let link = MarkdownText.link(MarkdownText.cell(report.model.name), report.url)
        let kind = report.model.resourceType == "model" ? "" : " \(MarkdownText.plain(report.model.resourceType))"
        let alias = report.alias.map { " as \(MarkdownText.cell($0))" } ?? ""
        return link + kind + alias + "<br>" + "<sub>\(why)</sub>"
    }

    private var why: String {
        switch report.origin {
        case .added: "new"
        case .modified(let reasons): "modified: " + (report.cause.map { [$0] } ?? reasons).map(MarkdownText.plain).joined(separator: ", ")
        case .downstream(let sources, _): "downstream of " + Self.cut(sources).joined(separator: ", ")
        }
    }

    static func cut(_ names: [String]) -> [String] {
        let shown = names.prefix(namedColumns).map(MarkdownText.cell)
        return names.count > namedColumns ? shown + ["+\(names.count - namedColumns)"] : shown
    }
}

/// The cells of a finished diff: rows, keys, columns, schema.
private struct ResultCells {
    private static let namedRenames = 2
    let result: DiffResult

    init(_ result: DiffResult) {
        self.result = result
    }

    var all: [String] {
        guard result.status == .success else { return ["", "", "see above", ""] }
        return [rows, keys, columns, schema]
    }

    private var rows: String {
        guard let rows = result.pks?.totalRows else { return "" }
        let text = rows[0] == rows[1] ? "\(rows[0])" : "\(rows[0]) → \(rows[1]) (\(NumberText.change(rows[1] - rows[0])))"
        return text + window
    }

    /// The detail below the table says more.
    private var window: String {
        guard let window = result.window, window.isNews else { return "" }
        let left = "left out by time: \(window.leftOut[0]) → \(window.leftOut[1])"
        return "<br><sub>\(window.reason == .overlap ? left : "no window")</sub>"
    }

    private var keys: String {
        guard let pks = result.pks, result.verdict != .missingKey else { return "no key" }
        var facts: [String] = []
        if pks.exclusives[0] > 0 { facts.append("−\(pks.exclusives[0])") }
        if pks.exclusives[1] > 0 { facts.append("+\(pks.exclusives[1])") }
        if pks.nulls != [0, 0] { facts.append("null \(pks.nulls[0]) → \(pks.nulls[1])") }
        if pks.dupes != [0, 0] { facts.append("duplicate \(pks.dupes[0]) → \(pks.dupes[1])") }
        return facts.isEmpty ? "same" : facts.joined(separator: ", ")
    }

    private var columns: String {
        guard let values = result.values else { return "not compared" }
        guard values.columnsWithDifferences > 0 else {
            return "none of \(values.comparedColumns)" + (result.cleanSample().map { "<br><sub>\($0)</sub>" } ?? "")
        }
        let named = result.differingColumns.prefix(4).map { column in
            "\(MarkdownText.cell(column.columnName)) \(result.share(column))"
        }
        let rest = result.differingColumns.count - named.count
        let scope = result.sampleScope().map { "<br><sub>\($0)</sub>" } ?? ""
        return (named + (rest > 0 ? ["+\(rest)"] : [])).joined(separator: ", ") + scope
    }

    private var schema: String {
        guard let schema = result.schema, schema.isDifferent else { return "same" }
        let renamed = schema.renameHints.prefix(Self.namedRenames)
        let removed = schema.exclusiveColumns[0].filter { name in !renamed.contains { $0.a == name } }
        let added = schema.exclusiveColumns[1].filter { name in !renamed.contains { $0.b == name } }
        var facts = renamed.map { "\(MarkdownText.cell($0.a)) → \(MarkdownText.cell($0.b)) (renamed?)" }
        if !removed.isEmpty { facts.append("−" + ModelRow.cut(removed).joined(separator: " −")) }
        if !added.isEmpty { facts.append("+" + ModelRow.cut(added).joined(separator: " +")) }
        if schema.columnTypeMismatches > 0 { facts.append("type of " + ModelRow.cut(schema.columnTypeDiffers).joined(separator: ", ")) }
        return facts.joined(separator: "<br>")
    }
}
