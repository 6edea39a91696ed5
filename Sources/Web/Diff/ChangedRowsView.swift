import DataDiff

/// Sample rows whose values differ: the key, then the differing columns with both values in one cell.
struct ChangedRowsView {
    /// Differing columns a page shows at most; the page of one row shows all.
    private static let columnLimit = 40
    /// Cells a page shows at most, so that pages stay small.
    private static let cellBudget = 300

    /// One row.
    struct Row {
        var number: String
        var href: String
        var keys: [CellView]
        var cells: [ChangedCellView]
    }

    /// A column's heading.
    struct Heading {
        var name: String
        var href: String
        /// Numbers stand at the right, and so does their heading.
        var kind: String
    }

    var keyNames: [String]
    /// How many key columns there are, as a class of the style sheet.
    var keyClass: String
    var headings: [Heading]
    var rows: [Row]
    var hasRows: Bool
    var summary: String
    var columnNote: String?
    var pager: PagerView?

    /// - Parameter limit: how many rows a preview shows; all of them, in pages, when absent.
    init(_ page: DiffPage, _ result: DiffResult, limit: Int? = nil) {
        let column = limit == nil ? page.choice.column : nil
        let kept = result.rows.different.enumerated().filter { column.map($0.element.columns.keys.contains) ?? true }
        let names = Self.columns(kept.map(\.element), result, first: column)
        let shownNames = Array(names.prefix(Self.columnLimit))
        let size = limit ?? max(5, min(25, Self.cellBudget / max(shownNames.count + result.primaryKey.columns.count, 1)))
        let slice = PageSlice(count: kept.count, page: limit == nil ? page.choice.page : 1, size: size)
        keyNames = result.primaryKey.columns
        headings = shownNames.map { name in
            let isNumber = kept[slice.range].contains { CellText($0.element.columns[name]?.a).kind == .number }
            return Heading(
                name: name, href: Route.path(Route.diff(page.id, .values), [("column", name)]), kind: isNumber ? "number" : "text")
        }
        rows = kept[slice.range].map { index, row in
            Row(
                number: FigureText.count(index + 1),
                href: Route.path(Route.diff(page.id, .values), [("row", String(index + 1))]),
                keys: result.primaryKey.columns.map { CellView(row.key[$0]) },
                cells: shownNames.map { ChangedCellView(row.columns[$0]) }
            )
        }
        keyClass = KeyColumns.tableClass(rows.map(\.keys))
        hasRows = !rows.isEmpty
        let total = column == nil ? result.values?.rowsWithDifferences ?? kept.count : Self.differences(in: column, result)
        summary = RowCountText.text(slice, kept: kept.count, total: total)
        columnNote =
            names.count > shownNames.count
            ? "\(FigureText.count(shownNames.count)) of \(FigureText.count(names.count)) differing columns; a row's own page shows all."
            : nil
        pager = limit == nil ? PagerView(slice) { Self.path(page.id, column, $0) } : nil
    }

    private static func path(_ id: Int, _ column: String?, _ number: Int) -> String {
        Route.path(Route.diff(id, .values), [("column", column), ("page", number > 1 ? String(number) : nil)])
    }

    private static func differences(in column: String?, _ result: DiffResult) -> Int {
        result.values?.columnsDiffStats.first { $0.columnName == column }?.valuesDifferent ?? 0
    }

    /// Columns that differ in any of the rows: the one asked for, then the most differing.
    private static func columns(_ rows: [RowSamples.DifferentRow], _ result: DiffResult, first: String?) -> [String] {
        let found = rows.reduce(into: Set<String>()) { $0.formUnion($1.columns.keys) }
        let known = result.columnsByDifference.map(\.columnName).filter(found.contains)
        let names = known + found.subtracting(known).sorted()
        return names.filter { $0 == first } + names.filter { $0 != first }
    }
}

/// Both values of one column in one cell.
struct ChangedCellView {
    var isChanged: Bool
    var a: TextChange.Side
    var b: TextChange.Side
    var kindA: String
    var kindB: String

    init(_ pair: RowSamples.DifferentRow.Pair?, limit: Int = CellText.tableLimit, breaksLines: Bool = false) {
        isChanged = pair != nil
        let (first, second) = (CellText(pair?.a), CellText(pair?.b))
        kindA = Self.kind(first)
        kindB = Self.kind(second)
        let (textA, textB) = (Self.shown(first, breaksLines), Self.shown(second, breaksLines))
        let isText = first.kind == .text && second.kind == .text && !first.text.isEmpty && !second.text.isEmpty
        let change = TextChange(textA, textB, limit: limit)
        a = isText ? change.a : Self.whole(textA, limit)
        b = isText ? change.b : Self.whole(textB, limit)
    }

    private static func kind(_ cell: CellText) -> String {
        cell.kind == .text && cell.text.isEmpty ? "blank" : cell.kind.rawValue
    }

    private static func shown(_ cell: CellText, _ breaksLines: Bool) -> String {
        if kind(cell) == "blank" { return "empty text" }
        return CellText.visible(String(cell.text.prefix(CellText.rowLimit)), breaksLines: breaksLines)
    }

    private static func whole(_ text: String, _ limit: Int) -> TextChange.Side {
        .init(start: "", middle: Phrase.cut(text, to: limit), end: "")
    }
}

/// How many rows are shown out of how many.
enum RowCountText {
    /// `Showing 100 of 1,952 rows` and its variants.
    static func text(_ slice: PageSlice, kept: Int, total: Int) -> String {
        let total = max(total, kept)
        if kept == 0 { return total == 0 ? "No rows" : "No sample of \(FigureText.count(total, "row")) was kept" }
        let shown = slice.range.count
        if shown == total { return "All \(FigureText.count(total, "row"))" }
        let all = "\(FigureText.count(total, "row"))"
        guard slice.pages > 1 else { return "Showing \(FigureText.count(shown)) of \(all)" }
        let range = "Showing \(FigureText.count(slice.range.lowerBound + 1))–\(FigureText.count(slice.range.upperBound)) of \(all)"
        return kept == total ? range : range + "; \(FigureText.count(kept)) are kept as samples"
    }
}

/// Key columns stay in view while the rest of a table scrolls.
enum KeyColumns {
    /// The longest key value for which a narrow column is enough.
    private static let narrowLength = 12

    /// The style sheet knows the places of up to three key columns; of more, only the first stays.
    static func tableClass(_ keys: [[CellView]]) -> String {
        let count = keys.first?.count ?? 0
        let isWide = keys.contains { $0.contains { $0.text.count > narrowLength } }
        return ((1...3).contains(count) ? "keys-\(count)" : "keys-n") + (isWide ? " wide-keys" : "")
    }
}
