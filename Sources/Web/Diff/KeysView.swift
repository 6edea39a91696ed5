import DataDiff

/// The keys tab: rows of one side only, duplicate keys and null keys.
struct KeysView {
    var lead: OverviewView.Block
    var samples: [SampleRowsView]
    var hasSamples: Bool
    var emptyText: String
    var isFiltered: Bool
    var keysPath: String

    init(_ page: DiffPage, _ result: DiffResult) {
        let kind = page.choice.kind
        lead = KeyBlock.make(page, result)
        lead.href = nil
        isFiltered = kind != nil
        keysPath = Route.diff(page.id, .keys)
        let kinds = kind.map { [$0] } ?? DiffChoice.RowKind.allCases
        samples = kinds.compactMap { SampleRowsView(page, result, $0, isPreview: kind == nil) }
        hasSamples = !samples.isEmpty
        emptyText =
            if kind != nil {
                "There are no such rows."
            } else if result.primaryKey.columns.isEmpty {
                "Without a primary key there is nothing to show here."
            } else {
                "Both sides have the same keys, each exactly once and never null."
            }
    }
}

/// Whole sample rows of one kind.
struct SampleRowsView {
    private static let columnLimit = 40
    private static let cellBudget = 600
    private static let previewBudget = 100

    /// One row.
    struct Row {
        var number: String
        var href: String
        var keys: [CellView]
        var cells: [CellView]
    }

    /// A column's heading.
    struct Heading {
        var name: String
        /// Numbers stand at the right, and so does their heading.
        var kind: String
    }

    var anchor: String
    var title: String
    var mark: String
    var tone: String
    var explanation: String
    var keyNames: [String]
    /// How many key columns there are, as a class of the style sheet.
    var keyClass: String
    var headings: [Heading]
    var rows: [Row]
    var hasRows: Bool
    var summary: String
    var columnNote: String?
    var allPath: String?
    var pager: PagerView?

    /// - Returns: nothing when there are no such rows.
    init?(_ page: DiffPage, _ result: DiffResult, _ kind: DiffChoice.RowKind, isPreview: Bool) {
        let all = kind.rows(of: result.rows)
        let total = max(kind.total(in: result.pks), all.count)
        guard total > 0 else { return nil }
        let keys = result.primaryKey.columns
        let columns = Self.columns(all, result, kind)
        let shown = Array(columns.prefix(Self.columnLimit))
        let width = max(shown.count + keys.count, 1)
        let size = isPreview ? max(2, min(10, Self.previewBudget / width)) : max(5, min(50, Self.cellBudget / width))
        let slice = PageSlice(count: all.count, page: isPreview ? 1 : page.choice.page, size: size)
        anchor = kind.rawValue
        (title, mark, tone, explanation) = kind.words
        keyNames = keys
        headings = shown.map { name in
            let isNumber = all[slice.range].contains { CellText($0[name]).kind == .number }
            return Heading(name: name, kind: isNumber ? "number" : "text")
        }
        rows = slice.range.map { index in
            Row(
                number: FigureText.count(index + 1),
                href: Self.path(page.id, kind, row: index + 1),
                keys: keys.map { CellView(all[index][$0]) },
                cells: shown.map { CellView(all[index][$0]) }
            )
        }
        keyClass = KeyColumns.tableClass(rows.map(\.keys))
        hasRows = !rows.isEmpty
        let shownSlice = isPreview ? PageSlice(count: rows.count, page: 1, size: max(rows.count, 1)) : slice
        summary = RowCountText.text(shownSlice, kept: isPreview ? rows.count : all.count, total: total)
        columnNote =
            columns.count > shown.count ? "\(shown.count) of \(columns.count) other columns; a row's own page shows all." : nil
        allPath = isPreview && slice.pages > 1 ? Self.path(page.id, kind) : nil
        pager = isPreview ? nil : PagerView(slice) { Self.path(page.id, kind, number: $0) }
    }

    private static func path(_ id: Int, _ kind: DiffChoice.RowKind, row: Int? = nil, number: Int = 1) -> String {
        Route.path(
            Route.diff(id, .keys),
            [("kind", kind.rawValue), ("row", row.map(String.init)), ("page", number > 1 ? String(number) : nil)]
        )
    }

    /// Every column the rows have but the key's, in a's order; then the side's own.
    private static func columns(_ rows: [RowSamples.Row], _ result: DiffResult, _ kind: DiffChoice.RowKind) -> [String] {
        let keys = Set(result.primaryKey.columns)
        let found = rows.reduce(into: Set<String>()) { $0.formUnion($1.keys) }.subtracting(keys)
        let ordered = (result.columnOrder + (result.sides.last?.columns.map(\.name) ?? [])).filter(found.contains)
        var seen: Set<String> = []
        let known = ordered.filter { seen.insert($0).inserted }
        return known + found.subtracting(seen).sorted()
    }
}

extension DiffChoice.RowKind {
    /// The rows of this kind among the samples.
    func rows(of samples: RowSamples) -> [RowSamples.Row] {
        switch self {
        case .exclusiveA: samples.exclusiveA
        case .exclusiveB: samples.exclusiveB
        case .duplicateA: samples.duplicateA
        case .duplicateB: samples.duplicateB
        case .nullKeyA: samples.nullKeyA
        case .nullKeyB: samples.nullKeyB
        }
    }

    /// How many there are at all.
    func total(in keys: KeyStatistics?) -> Int {
        guard let keys else { return 0 }
        return switch self {
        case .exclusiveA: keys.exclusives.sides.a
        case .exclusiveB: keys.exclusives.sides.b
        case .duplicateA: keys.dupes.sides.a
        case .duplicateB: keys.dupes.sides.b
        case .nullKeyA: keys.nulls.sides.a
        case .nullKeyB: keys.nulls.sides.b
        }
    }

    /// Heading, mark, tone and what such rows mean.
    var words: (title: String, mark: String, tone: String, explanation: String) {
        switch self {
        case .exclusiveA: ("Only in a", "−", "removed", "Keys of a that b does not have.")
        case .exclusiveB: ("Only in b", "+", "added", "Keys of b that a does not have.")
        case .duplicateA: ("Duplicate keys in a", "!", "changed", "Rows of a whose key occurs more than once; all copies.")
        case .duplicateB: ("Duplicate keys in b", "!", "changed", "Rows of b whose key occurs more than once; all copies.")
        case .nullKeyA: ("Null keys in a", "!", "changed", "Rows of a in which a key column is null.")
        case .nullKeyB: ("Null keys in b", "!", "changed", "Rows of b in which a key column is null.")
        }
    }
}
