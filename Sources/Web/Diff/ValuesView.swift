import DataDiff

/// The values tab: sample rows that differ.
struct ValuesView {
    /// A column to look at.
    struct ColumnChoice {
        var name: String
        var count: String
        var href: String
        var isCurrent: Bool
    }

    private static let choiceLimit = 12

    var choices: [ColumnChoice]
    var hasChoices: Bool
    var moreChoices: String?
    var morePath: String
    var column: String?
    var clearPath: String
    var columnText: String?
    var rows: ChangedRowsView
    /// Said in place of the table.
    var emptyText: String

    init(_ page: DiffPage, _ result: DiffResult) {
        let differing = result.columnsByDifference
        choices = differing.prefix(Self.choiceLimit).map {
            ColumnChoice(
                name: $0.columnName,
                count: FigureText.count($0.valuesDifferent),
                href: Route.path(Route.diff(page.id, .values), [("column", $0.columnName)]),
                isCurrent: $0.columnName == page.choice.column
            )
        }
        hasChoices = !choices.isEmpty
        moreChoices = differing.count > Self.choiceLimit ? "+\(differing.count - Self.choiceLimit) more columns" : nil
        morePath = Route.diff(page.id, .columns)
        column = page.choice.column
        clearPath = Route.diff(page.id, .values)
        columnText = differing.first { $0.columnName == page.choice.column }.map {
            "\(FigureText.count($0.valuesDifferent, "value")) of \($0.columnName) \($0.valuesDifferent == 1 ? "differs" : "differ")"
                + ($0.valuesDifferentEstimate.map { " in the sample, \($0.figures) of all" } ?? "") + "; "
                + "\(FigureText.percent($0.match)) match."
        }
        rows = ChangedRowsView(page, result)
        emptyText = page.prunedText == nil ? Self.emptyText(result, column: page.choice.column) : Self.prunedText(result)
    }

    private static func prunedText(_ result: DiffResult) -> String {
        (result.values?.rowsWithDifferences ?? 0) > 0 ? "Its sample rows were deleted." : emptyText(result, column: nil)
    }

    private static func emptyText(_ result: DiffResult, column: String?) -> String {
        guard let values = result.values else { return "Without a primary key there are no rows to compare." }
        if let clean = result.cleanSampleText { return Phrase.sentence([clean]) }
        if values.rowsWithDifferences == 0 {
            return values.totalRows == 0 ? "No key is on both sides exactly once, so no row was compared." : "No value differs."
        }
        return column == nil ? "No sample rows were kept." : "No sample row differs in this column."
    }
}
