package import DataDiff

/// A diff's result for a terminal: the verdict first, then tables.
package struct DiffText: Sendable {
    private let result: DiffResult
    private let ink: Ink
    /// Sample rows shown per kind; the rest is counted.
    private let shownRows: Int
    private let width: Int

    /// - Parameter width: characters that a line has room for; only profiles mind it.
    package init(_ result: DiffResult, ink: Ink, shownRows: Int = 5, width: Int = 120) {
        self.result = result
        self.ink = ink
        self.shownRows = shownRows
        self.width = width
    }

    /// The whole text, ending in a line break.
    package var text: String {
        guard result.status == .success else { return failure.joined(separator: "\n") + "\n" }
        let profiles = DiffTextProfiles(result.profiles, ink: ink, width: width).lines
        let parts = [
            headline, counts, schema, columns, timeline, DiffTextRows(result, ink: ink, shown: shownRows).lines, profiles,
            DiffTextKept(result: result, ink: ink).lines, cost,
        ]
        return parts.filter { !$0.isEmpty }.map { $0.joined(separator: "\n") }.joined(separator: "\n\n") + "\n"
    }

    private var failure: [String] {
        let error = result.error
        return [ink.verdict("ERROR", isGood: false, isError: true) + "  " + TerminalSafe.line(error?.message ?? "", limit: 500)]
            + [
                error?.detail.map { "  " + TerminalSafe.line($0, limit: 2000) },
                error?.hint.map { "  " + TerminalSafe.line($0, limit: 2000) },
            ].compactMap(\.self)
    }

    private var headline: [String] {
        let isGood = result.verdict == .identical || result.verdict == .empty
        let score = result.matchScore.map { "  match score \(result.percent($0 * 100))" } ?? ""
        let keyNames = result.primaryKey.columns.map { TerminalSafe.line($0) }.joined(separator: ", ")
        let key = keyNames.isEmpty ? "no key" : "key \(keyNames)" + (result.primaryKey.source.map { " (\($0))" } ?? "")
        return [
            ink.verdict(result.words.uppercased(), isGood: isGood) + ink.bold(score),
            "\(TerminalSafe.line(result.sides[0].table, limit: 200)) → \(TerminalSafe.line(result.sides[1].table, limit: 200))  \(ink.dim(key))",
            result.sentence,
            (result.sampleScope() ?? result.exemption()).map(ink.dim),
            result.equality?.sentence { TerminalSafe.line($0) },
        ].compactMap(\.self) + result.timeSentences(name: { TerminalSafe.line($0) }, showsEnds: true).map(ink.changed)
    }

    private var counts: [String] {
        guard let pks = result.pks else { return [] }
        var table = TextTable([.left, .right, .right, .right])
        table.add(["", "a", "b", "change"], ink: ink.dim)
        func add(_ name: String, _ pair: [Int], change: Bool = true) {
            let difference = pair[1] - pair[0]
            let tint = { (text: String) in difference == 0 ? ink.dim(text) : ink.changed(text) }
            let changeCell = TextTable.Cell(change ? NumberText.change(difference) : "", ink: tint)
            table.add([TextTable.Cell(name), TextTable.Cell("\(pair[0])"), TextTable.Cell("\(pair[1])"), changeCell])
        }
        add("rows", pks.totalRows)
        add("columns", result.schema?.columnCounts ?? [0, 0])
        guard result.verdict != .missingKey else { return table.lines }
        add("distinct keys", pks.distincts)
        add("keys on one side only", pks.exclusives, change: false)
        add("rows with null key", pks.nulls)
        add("rows with duplicate key", pks.dupes)
        return table.lines
    }

    private var schema: [String] {
        guard let schema = result.schema, schema.isDifferent || schema.columnReorders > 0 else { return [] }
        func name(_ text: String) -> String { TerminalSafe.line(text) }
        var lines = [ink.bold("Schema")]
        lines += schema.exclusiveColumns[0].map { ink.removed("  − \(name($0))") }
        lines += schema.exclusiveColumns[1].map { ink.added("  + \(name($0))") }
        lines += schema.columnTypeChanges.map { ink.changed("  ~ \(name($0.columnName))  \(name($0.a)) → \(name($0.b))") }
        lines += schema.renameHints.map {
            "  \(name($0.a)) looks renamed to \(name($0.b)): values match at \(NumberText.percent($0.match)) of common keys"
        }
        if schema.columnReorders > 0 {
            lines.append("  \(NumberText.count(schema.columnReorders, "column")) in another place (does not count)")
        }
        return lines
    }

    private var columns: [String] {
        guard let values = result.values else { return [] }
        let isSampled = result.sampling.sampled
        let title =
            ink.bold("Values")
            + "  \(values.rowsWithDifferences) of \(NumberText.count(values.totalRows, isSampled ? "sampled row" : "row")) differ, "
            + "\(values.columnsWithDifferences) of \(NumberText.count(values.comparedColumns, "compared column"))"
        var table = TextTable([.left, .right, .left, .right, .left])
        for column in result.differingColumns {
            table.add([
                .init(column.columnName), .init(NumberText.percent(column.match)),
                .init(Bar.text(column.match / 100, width: 20), ink: ink.dim), .init("\(column.valuesDifferent) differ", ink: ink.changed),
                .init(column.valuesDifferentEstimate.map { "\($0.text()) of all" } ?? "", ink: ink.dim),
            ])
        }
        let same = values.comparedColumns - values.columnsWithDifferences
        let notCompared = values.notCompared.map { "  \(TerminalSafe.line($0.columnName)) not compared: \($0.reason)" }
        return [title] + table.lines
            + (same > 0 ? [ink.dim("  \(NumberText.count(same, "column")) without a difference\(isSampled ? " in the sample" : "")")] : [])
            + notCompared
    }

    private var timeline: [String] { result.timeline.map { TimelineText($0, ink: ink).lines } ?? [] }

    private var cost: [String] {
        let cost = result.statistics
        return [
            ink.dim(
                "\(NumberText.count(cost.queries, "query", "queries")), \(NumberText.count(cost.rowsFetched, "row")) fetched, "
                    + NumberText.duration(seconds: cost.seconds))
        ]
    }
}
