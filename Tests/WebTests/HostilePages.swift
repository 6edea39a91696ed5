import DataDiff
import Reports
import SourceControl
import Web

/// Pages with names and values that try to break out of the markup, and with very many of them.
extension SamplePages {
    static let hostileNames = [
        "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "' onmouseover='alert(1)", "{{heading}} {{{frame}}}",
        "\u{202e}gnp.exe", "שלום עולם", "👩‍👩‍👧‍👦 family", "quote\"\u{301}onfocus=alert(1) x=\"", "<\u{338}b>", "a&amp;b", "nul\u{0}l",
        String(repeating: "very_long_name_", count: 20),
    ]

    static func hostileDiff() -> DiffResult {
        var result = different(rows: 12)
        let names = hostileNames
        result.sides = [
            DiffSide(database: names[0], table: names[1], columns: (["order_id"] + names).map { .init(name: $0, type: names[0]) }),
            DiffSide(database: names[3], table: names[11], columns: (["order_id"] + names).map { .init(name: $0, type: names[2]) }),
        ]
        result.primaryKey = PrimaryKeyChoice(columns: ["order_id"], source: names[0])
        result.schema = SchemaComparison(
            columnCounts: [13, 13], columnTypeChanges: names.map { .init(columnName: $0, a: $0, b: names[1]) }, columnReorders: 0,
            exclusiveColumns: [names, names], renameHints: [.init(a: names[0], b: names[1], match: 99)])
        result.values = ValueStatistics(
            totalRows: 12, rowsWithDifferences: 12, columns: names.map { .init(columnName: $0, rows: 12, valuesDifferent: 12) },
            notCompared: [.init(columnName: names[4], reason: names[0])])
        result.rows.different = names.indices.map { index in
            let pairs = names.enumerated().map { ($0.element, pair(names[($0.offset + index) % names.count], names[index])) }
            return .init(key: ["order_id": .text(names[index])], columns: Dictionary(pairs) { first, _ in first })
        }
        result.rows.exclusiveA = names.map { ["order_id": .text($0), names[0]: .text($0)] }
        return result
    }

    private static func pair(_ a: String, _ b: String) -> RowSamples.DifferentRow.Pair { .init(a: .text(a), b: .text(b)) }

    static func hostileRun() -> RunPage {
        var page = run()
        page.changeRequest.title = hostileNames[11]
        page.changeRequest.author = hostileNames[0]
        page.changeRequest.headBranch = hostileNames[1]
        page.changeRequest.url = "javascript:alert(1)"
        page.stateDetail = hostileNames[3]
        page.report.problems = hostileNames
        page.report.notes = hostileNames
        page.report.models = hostileNames.flatMap { name in
            [
                model(name, .modified(reasons: [name]), .finished(hostileDiff()), id: 1),
                model(name, .downstream(of: [name, name, name], distance: 1), .finished(failed()), id: 1),
                model(name, .added, .notDiffed(name)), model(name, .modified(reasons: []), .notDiffed(name)),
            ]
        }
        page.report.removed = hostileNames.map { ModelName(uniqueID: $0, name: $0, resourceType: $0) }
        page.report.exposures = hostileNames.map { AffectedExposure(name: $0, type: $0, owner: $0, url: "java\nscript:" + $0, via: [$0]) }
        page.timeline = hostileNames.map {
            TimelineStep(title: $0, state: .done, detail: $0, link: PageLink(text: $0, url: "data:text/html,x"))
        }
        return page
    }

    static func hostileList() -> RunListPage {
        var page = list()
        page.repositories = hostileNames
        page.filter = RunFilter(repository: hostileNames[0], text: hostileNames[1])
        page.runs = hostileNames.enumerated().map {
            summary($0.offset, .succeeded, RunCounts(kind: .different, different: 1), title: $0.element)
        }
        for index in page.runs.indices {
            page.runs[index].changeRequest.author = hostileNames[index]
            page.runs[index].changeRequest.headBranch = hostileNames[index]
            page.runs[index].changeRequest.headSHA = hostileNames[index]
            page.runs[index].configuration = hostileNames[index]
        }
        return page
    }

    /// 120 columns, all of them different, and a key of two columns.
    static func wide() -> DiffResult {
        var result = different()
        let names = (1...120).map { "measure_\($0)_of_the_long_form" }
        let columns = ["account_uuid", "line"] + names
        let side = DiffSide(database: "warehouse", table: "prod.wide", columns: columns.map { .init(name: $0, type: "DOUBLE") })
        result.sides = [side, side]
        result.primaryKey = PrimaryKeyChoice(columns: ["account_uuid", "line"], source: "tag")
        result.schema = SchemaComparison(columnCounts: [122, 122], columnTypeChanges: [], columnReorders: 0, exclusiveColumns: [[], []])
        result.values = ValueStatistics(
            totalRows: 98_800, rowsWithDifferences: 98_000,
            columns: names.enumerated().map { .init(columnName: $0.element, rows: 98_800, valuesDifferent: 98_000 - $0.offset) })
        result.rows.different = (0..<100).map { row in
            let pairs = names.map { ($0, RowSamples.DifferentRow.Pair(a: .number(Double(row) * 1.5), b: .number(Double(row) * 1.25 + 1))) }
            return .init(key: wideKey(row), columns: Dictionary(pairs) { first, _ in first })
        }
        result.rows.exclusiveA = (0..<100).map { row in
            Dictionary(names.map { ($0, CellValue.text(String(repeating: "x", count: 500))) }) { first, _ in first }.merging(wideKey(row)) {
                $1
            }
        }
        return result
    }

    private static func wideKey(_ row: Int) -> RowSamples.Row {
        ["account_uuid": .text("7c9e6679-7425-40de-944b-e07fc1f9\(1_000 + row)"), "line": .integer(Int64(row))]
    }

    static func bigRun() -> RunPage {
        var page = run()
        page.report.models = (0..<400).map { index in
            model(
                "fct_some_rather_long_model_name_\(index)",
                index < 80 ? .modified(reasons: ["body"]) : .downstream(of: ["model.shop.orders"], distance: 2),
                .finished(index.isMultiple(of: 5) ? different(rows: 0) : identical()), id: index)
        }
        return page
    }
}
