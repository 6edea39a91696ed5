import DataDiff

/// One sample row in full: every column under the other.
struct SampleRowView {
    /// A column with one value.
    struct Field {
        var name: String
        var isKey: Bool
        var value: CellView
    }

    /// A column with both values.
    struct ChangedField {
        var name: String
        var cell: ChangedCellView
    }

    var title: String
    var backPath: String
    var backText: String
    var fields: [Field]
    var hasFields: Bool
    var changes: [ChangedField]
    var hasChanges: Bool
    var previous: String?
    var next: String?

    /// - Returns: nothing when the address asks for no row, or for one that is not kept.
    init?(_ page: DiffPage, _ result: DiffResult) {
        guard let number = page.choice.row, page.tab == .values || page.choice.kind != nil else { return nil }
        let kind = page.tab == .keys ? page.choice.kind : nil
        let count = kind?.rows(of: result.rows).count ?? result.rows.different.count
        guard page.tab == .values || kind != nil, (1...max(count, 1)).contains(number), count > 0 else { return nil }
        backPath = Route.path(Route.diff(page.id, page.tab), [("kind", kind?.rawValue)])
        backText = kind?.words.title ?? "Differing rows"
        title = "Sample row \(FigureText.count(number)) of \(FigureText.count(count))"
        fields = []
        changes = []
        if let kind {
            fields = Self.fields(kind.rows(of: result.rows)[number - 1], result)
        } else {
            let row = result.rows.different[number - 1]
            fields = Self.fields(row.key, result)
            changes = Self.changes(row, result)
        }
        hasFields = !fields.isEmpty
        hasChanges = !changes.isEmpty
        let address = { (row: Int) in
            Route.path(Route.diff(page.id, page.tab), [("kind", kind?.rawValue), ("row", String(row))])
        }
        previous = number > 1 ? address(number - 1) : nil
        next = number < count ? address(number + 1) : nil
    }

    private static func fields(_ row: RowSamples.Row, _ result: DiffResult) -> [Field] {
        ordered(Set(row.keys), result).map { name in
            Field(
                name: name,
                isKey: result.primaryKey.columns.contains(name),
                value: CellView(row[name], limit: CellText.rowLimit, breaksLines: true)
            )
        }
    }

    private static func changes(_ row: RowSamples.DifferentRow, _ result: DiffResult) -> [ChangedField] {
        ordered(Set(row.columns.keys), result).map { name in
            ChangedField(name: name, cell: ChangedCellView(row.columns[name], limit: CellText.rowLimit, breaksLines: true))
        }
    }

    /// The key, then a's order, then what only b has.
    private static func ordered(_ names: Set<String>, _ result: DiffResult) -> [String] {
        var seen: Set<String> = []
        let order = result.primaryKey.columns + result.columnOrder + names.sorted()
        return order.filter { names.contains($0) && seen.insert($0).inserted }
    }
}
