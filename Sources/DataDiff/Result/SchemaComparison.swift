/// How the columns of two sides differ.
///
/// Two-element arrays are side a, side b.
package struct SchemaComparison: Hashable, Sendable, Codable {
    /// A pair of columns whose types differ, as each engine spells them.
    package struct TypeChange: Hashable, Sendable, Codable {
        package var columnName: String
        package var a: String
        package var b: String

        package init(columnName: String, a: String, b: String) {
            self.columnName = columnName
            self.a = a
            self.b = b
        }
    }

    /// A removed and an added column whose values agree so often that the column was probably renamed, by the rules of equality.
    ///
    /// Only where they hold several values, and not NULL nearly everywhere.
    package struct RenameHint: Hashable, Sendable, Codable {
        package var a: String
        package var b: String
        /// Percentage of common keys at which both hold the same value.
        package var match: Double

        package init(a: String, b: String, match: Double) {
            self.a = a
            self.b = b
            self.match = match
        }
    }

    /// Columns considered, after include and exclude, keys included.
    package var columnCounts: [Int]
    /// Exclusive columns of the side plus type differences.
    package var columnsMismatched: [Int]
    package var columnTypeMismatches: Int
    package var columnTypeDiffers: [String]
    package var columnTypeChanges: [TypeChange]
    /// Paired columns that must move: pairs minus the longest increasing run.
    package var columnReorders: Int
    /// Removed columns, added columns.
    package var exclusiveColumns: [[String]]
    package var renameHints: [RenameHint]

    package init(
        columnCounts: [Int],
        columnTypeChanges: [TypeChange],
        columnReorders: Int,
        exclusiveColumns: [[String]],
        renameHints: [RenameHint] = []
    ) {
        self.columnCounts = columnCounts
        columnsMismatched = exclusiveColumns.map { $0.count + columnTypeChanges.count }
        columnTypeMismatches = columnTypeChanges.count
        columnTypeDiffers = columnTypeChanges.map(\.columnName)
        self.columnTypeChanges = columnTypeChanges
        self.columnReorders = columnReorders
        self.exclusiveColumns = exclusiveColumns
        self.renameHints = renameHints
    }

    /// Whether columns or types differ; order does not count.
    package var isDifferent: Bool { columnTypeMismatches > 0 || exclusiveColumns.contains { !$0.isEmpty } }
}
