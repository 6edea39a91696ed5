/// The share of matching cells of two tables.
///
/// Formula of Datafold's "Match Score": all cells of both sides, less twice the differing values, less the shared columns of exclusive
/// rows, less the cells of exclusive columns, over all cells; never below 0.
package struct MatchScore: Hashable, Sendable {
    package var rows: [Int]
    package var columns: [Int]
    package var sharedColumns: Int
    package var exclusiveRows: Int
    package var exclusiveColumns: [Int]
    package var differentValues: Double

    package init(
        rows: [Int], columns: [Int], sharedColumns: Int, exclusiveRows: Int, exclusiveColumns: [Int], differentValues: Double
    ) {
        self.rows = rows
        self.columns = columns
        self.sharedColumns = sharedColumns
        self.exclusiveRows = exclusiveRows
        self.exclusiveColumns = exclusiveColumns
        self.differentValues = differentValues
    }

    /// A fraction from 0 to 1, not rounded; nil when there is no cell.
    package var fraction: Double? {
        let total = Double(rows[0]) * Double(columns[0]) + Double(rows[1]) * Double(columns[1])
        guard total > 0 else { return nil }
        let mismatched =
            2 * differentValues + Double(exclusiveRows) * Double(sharedColumns)
            + Double(exclusiveColumns[0]) * Double(rows[0]) + Double(exclusiveColumns[1]) * Double(rows[1])
        return min(1, max(0, total - mismatched) / total)
    }
}
