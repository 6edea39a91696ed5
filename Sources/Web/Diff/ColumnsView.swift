import DataDiff

/// The columns tab: every column of both sides.
struct ColumnsView {
    var table: ColumnTableView

    init(_ page: DiffPage, _ result: DiffResult) {
        table = ColumnTableView(page, result, limit: nil)
    }
}

/// Columns with their types and how well their values match.
struct ColumnTableView {
    private static let pageSize = 100

    /// One column.
    struct Row {
        var name: String
        /// Rows in which this column differs.
        var href: String?
        var isKey: Bool
        var mark: String?
        var tone: String
        var typeA: String
        var typeB: String
        var isTypeChanged: Bool
        var different: String
        /// What the count in a sample says about all rows.
        var estimate: String?
        var match: BarView?
        var matchText: String
        var note: String?
    }

    /// A way to sort.
    struct Sorting {
        var text: String
        var href: String
        var isCurrent: Bool
    }

    var rows: [Row]
    var sortings: [Sorting]
    var summary: String
    var allPath: String?
    var pager: PagerView?

    /// - Parameter limit: how many columns a preview shows; all of them, in pages, when absent.
    init(_ page: DiffPage, _ result: DiffResult, limit: Int?) {
        let columns = Self.sorted(ColumnRecord.all(of: result), by: page.choice.sort)
        let slice = PageSlice(count: columns.count, page: limit == nil ? page.choice.page : 1, size: limit ?? Self.pageSize)
        rows = columns[slice.range].map { Row($0, page) }
        let tab: DiffTab = limit == nil ? .columns : .overview
        sortings = [(DiffChoice.Sort.match, "Match"), (.name, "Name"), (.position, "Position")].map { sort, text in
            Sorting(text: text, href: Self.path(page.id, tab, sort, 1), isCurrent: sort == page.choice.sort)
        }
        let different = result.values?.columnsWithDifferences ?? 0
        summary =
            "\(FigureText.count(columns.count, "column")), \(FigureText.count(different)) with differing values"
            + (result.sampling.sampled ? " in the sample; ≈ is scaled to all rows" : "")
        allPath = limit != nil && slice.pages > 1 ? Self.path(page.id, .columns, page.choice.sort, 1) : nil
        pager = limit == nil ? PagerView(slice) { Self.path(page.id, .columns, page.choice.sort, $0) } : nil
    }

    private static func path(_ id: Int, _ tab: DiffTab, _ sort: DiffChoice.Sort, _ number: Int) -> String {
        Route.path(
            Route.diff(id, tab), [("sort", sort == .match ? nil : sort.rawValue), ("page", number > 1 ? String(number) : nil)])
    }

    private static func sorted(_ columns: [ColumnRecord], by sort: DiffChoice.Sort) -> [ColumnRecord] {
        switch sort {
        case .position: columns
        case .name: columns.sorted { ($0.name.lowercased(), $0.name) < ($1.name.lowercased(), $1.name) }
        case .match:
            columns.enumerated()
                .sorted { ($0.element.rank, $0.element.match, $0.offset) < ($1.element.rank, $1.element.match, $1.offset) }
                .map(\.element)
        }
    }
}

/// What is known of one column, before it is put into words.
struct ColumnRecord {
    enum Place { case removed, added, paired }

    var name: String
    var place: Place
    var isKey: Bool
    var typeA: String?
    var typeB: String?
    var statistics: ValueStatistics.ColumnStatistics?
    var note: String?

    /// Columns on one side first, then those with differences or a changed type, then the rest.
    var rank: Int {
        if place != .paired { return 0 }
        return (statistics?.valuesDifferent ?? 0) > 0 || typeA != typeB || (note != nil && !isKey) ? 1 : 2
    }

    var match: Double { statistics?.match ?? 100 }

    /// Every column of a, in a's order, then b's own.
    static func all(of result: DiffResult) -> [ColumnRecord] {
        let statistics = Dictionary((result.values?.columnsDiffStats ?? []).map { ($0.columnName, $0) }) { first, _ in first }
        let reasons = Dictionary((result.values?.notCompared ?? []).map { ($0.columnName, $0.reason) }) { first, _ in first }
        let changes = Dictionary((result.schema?.columnTypeChanges ?? []).map { ($0.columnName, $0) }) { first, _ in first }
        let removed = Set(result.removedColumns)
        let added = Set(result.addedColumns)
        let keys = Set(result.primaryKey.columns)
        let ofA = (result.sides.first?.columns ?? []).map { column in
            let isKey = keys.contains(column.name)
            let isCompared = isKey || statistics[column.name] != nil || result.values == nil
            return ColumnRecord(
                name: column.name,
                place: removed.contains(column.name) ? .removed : .paired,
                isKey: isKey,
                typeA: changes[column.name]?.a ?? column.type,
                typeB: removed.contains(column.name) ? nil : changes[column.name]?.b ?? column.type,
                statistics: statistics[column.name],
                note: reasons[column.name] ?? (isCompared || removed.contains(column.name) ? nil : "left out of the comparison")
            )
        }
        let ofB = (result.sides.count > 1 ? result.sides[1].columns : []).filter { added.contains($0.name) }
        return ofA + ofB.map { ColumnRecord(name: $0.name, place: .added, isKey: false, typeA: nil, typeB: $0.type) }
    }
}

extension ColumnTableView.Row {
    fileprivate init(_ column: ColumnRecord, _ page: DiffPage) {
        name = column.name
        isKey = column.isKey
        typeA = column.typeA ?? "–"
        typeB = column.typeB ?? "–"
        isTypeChanged = column.place == .paired && column.typeA != column.typeB
        note = column.note
        let count = column.statistics?.valuesDifferent ?? 0
        href = count > 0 ? Route.path(Route.diff(page.id, .values), [("column", column.name)]) : nil
        different = column.statistics == nil ? "–" : FigureText.count(count)
        estimate = column.statistics?.valuesDifferentEstimate?.figures
        let percentage = column.statistics.map { FigureText.percent($0.match, fixed: true) } ?? "–"
        matchText = percentage
        match = column.statistics.map { BarView(percentage: $0.match, label: "\(percentage) of the values match") }
        (mark, tone) =
            switch column.place {
            case .removed: ("− removed", "removed")
            case .added: ("+ added", "added")
            case .paired: (nil, count > 0 || isTypeChanged ? "changed" : "ok")
            }
    }
}
