import DataDiff

/// The overview: schema, keys and values in numbers and bars.
struct OverviewView {
    /// One statement with its bar.
    struct Measure {
        var name: String
        var text: String
        /// `ok`, `changed`, `removed`, `added`, `failed` or `quiet`.
        var tone: String
        var bar: BarView?
    }

    /// A block of statements.
    struct Block {
        var title: String
        var badge: BadgeView
        /// Absent where the block stands on that page itself.
        var href: String?
        var linkText: String
        var measures: [Measure]
        var lists: [NameList]
        var changes: [SchemaComparison.TypeChange]
        var hasChanges: Bool
        var hints: [String]
    }

    /// Names with a mark before each.
    struct NameList {
        var title: String
        var mark: String
        var tone: String
        var names: [String]
        var more: String?
    }

    var blocks: [Block]
    var columns: ColumnTableView?
    var rows: ChangedRowsView?
    var rowsPath: String
    var chart: TimeChartView?
    var kept: [Kept]
    var hasKept: Bool

    /// A table or file that holds all rows of a kind.
    struct Kept {
        var name: String
        var kind: String
        var rows: String
    }

    init(_ page: DiffPage, _ result: DiffResult) {
        blocks = [SchemaBlock.make(page, result), KeyBlock.make(page, result), ValueBlock.make(page, result)]
        let table = ColumnTableView(page, result, limit: 15)
        columns = result.values == nil ? nil : table
        rowsPath = Route.diff(page.id, .values)
        let preview = ChangedRowsView(page, result, limit: 5)
        rows = preview.hasRows ? preview : nil
        chart = result.timeline.flatMap(TimeChartView.init)
        let places =
            (result.materialized ?? []).map { ($0.table, $0.kind, $0.rows) } + (result.exported ?? []).map { ($0.file, $0.kind, $0.rows) }
        kept = places.map { Kept(name: $0, kind: $1.phrase, rows: FigureText.count($2)) }
        hasKept = !kept.isEmpty
    }
}

extension DataDiff.RowKind {
    /// What the rows are, in a table's cell.
    fileprivate var phrase: String {
        switch self {
        case .different: "rows that differ"
        case .onlyA: "rows only in a"
        case .onlyB: "rows only in b"
        case .duplicatesA: "duplicate keys of a"
        case .duplicatesB: "duplicate keys of b"
        case .nullKeysA: "NULL keys of a"
        case .nullKeysB: "NULL keys of b"
        }
    }
}

/// Columns and their types.
enum SchemaBlock {
    static func make(_ page: DiffPage, _ result: DiffResult) -> OverviewView.Block {
        guard let schema = result.schema else {
            return .init(title: "Schema", tab: .columns, page: page, badge: .waiting, measures: [])
        }
        let (a, b) = schema.columnCounts.sides
        let badge =
            schema.isDifferent
            ? BadgeView(icon: "≠", word: "Differs", tone: "changed") : BadgeView(icon: "✓", word: "Same", tone: "ok")
        var block = OverviewView.Block(
            title: "Schema", tab: .columns, page: page, badge: badge,
            measures: [
                .init(name: "Columns", text: counts(a, b), tone: "quiet"),
                partners("a", a, schema.columnsMismatched.sides.a),
                partners("b", b, schema.columnsMismatched.sides.b),
                .init(name: "Order", text: order(schema.columnReorders), tone: schema.columnReorders > 0 ? "quiet" : "ok"),
            ]
        )
        block.lists = [
            list("Removed", "−", "removed", result.removedColumns), list("Added", "+", "added", result.addedColumns),
        ].compactMap(\.self)
        block.changes = Array(schema.columnTypeChanges.prefix(12))
        block.hasChanges = !block.changes.isEmpty
        block.hints = schema.renameHints.prefix(6).map {
            "\($0.a) may have been renamed to \($0.b): \(FigureText.percent($0.match)) of the common rows hold the same value."
        }
        return block
    }

    private static func partners(_ side: String, _ count: Int, _ mismatched: Int) -> OverviewView.Measure {
        if mismatched == 0 { return .init(name: "In \(side)", text: "each has a partner of the same type", tone: "ok") }
        let matched = max(count - mismatched, 0)
        let text = "\(FigureText.count(matched)) of \(FigureText.count(count, "column")) of \(side) have a partner of the same type"
        let bar = count > 0 ? BarView(percentage: 100 * Double(matched) / Double(count), label: text) : nil
        return .init(name: "In \(side)", text: text, tone: "changed", bar: bar)
    }

    private static func counts(_ a: Int, _ b: Int) -> String {
        a == b ? "\(FigureText.count(a)) on both sides" : "\(FigureText.count(a)) in a, \(FigureText.count(b)) in b"
    }

    private static func order(_ moved: Int) -> String {
        moved == 0 ? "the same" : "\(FigureText.count(moved, "column")) moved (does not count as a difference)"
    }

    private static func list(_ title: String, _ mark: String, _ tone: String, _ names: [String]) -> OverviewView.NameList? {
        guard !names.isEmpty else { return nil }
        let (shown, more) = Phrase.cut(names, after: 12)
        return .init(title: title, mark: mark, tone: tone, names: shown, more: more)
    }
}

extension OverviewView.Block {
    init(title: String, tab: DiffTab, page: DiffPage, badge: BadgeView, measures: [OverviewView.Measure]) {
        self.init(
            title: title, badge: badge, href: Route.diff(page.id, tab), linkText: "All \(tab.rawValue)", measures: measures, lists: [],
            changes: [], hasChanges: false, hints: []
        )
    }
}
