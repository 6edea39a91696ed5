/// Rows and keys of each side.
///
/// Two-element arrays are side a, side b.
package struct KeyStatistics: Hashable, Sendable, Codable {
    package var totalRows: [Int]
    /// Rows where any key column is NULL.
    package var nulls: [Int]
    /// Rows whose non-null key occurs more than once on that side, all copies counted.
    package var dupes: [Int]
    /// Distinct non-null keys found on one side only.
    package var exclusives: [Int]
    /// Distinct non-null keys.
    package var distincts: [Int]

    package init(totalRows: [Int], nulls: [Int], dupes: [Int], exclusives: [Int], distincts: [Int]) {
        self.totalRows = totalRows
        self.nulls = nulls
        self.dupes = dupes
        self.exclusives = exclusives
        self.distincts = distincts
    }

    /// Whether either side has null or duplicate keys.
    package var hasBadKeys: Bool { (nulls + dupes).contains { $0 > 0 } }
    /// Whether either side has keys the other lacks.
    package var hasExclusives: Bool { exclusives.contains { $0 > 0 } }
}

/// Value differences at keys that occur exactly once on each side.
///
/// All counts are of the rows compared: of the sample, when there is one.
package struct ValueStatistics: Hashable, Sendable, Codable {
    /// One compared column.
    package struct ColumnStatistics: Hashable, Sendable, Codable {
        /// Side a's name.
        package var columnName: String
        /// Percentage of compared rows with equal values, not rounded; 100 without common rows.
        package var match: Double
        package var valuesDifferent: Int
        /// What that count says about all common keys; only when it is one of a sample.
        package var valuesDifferentEstimate: SampleEstimate?

        package init(columnName: String, rows: Int, valuesDifferent: Int, estimate: SampleEstimate? = nil) {
            self.columnName = columnName
            valuesDifferentEstimate = estimate
            match = rows == 0 ? 100 : 100 * Double(rows - valuesDifferent) / Double(rows)
            self.valuesDifferent = valuesDifferent
        }
    }

    /// A pair of columns that could not be compared.
    package struct NotCompared: Hashable, Sendable, Codable {
        package var columnName: String
        package var reason: String

        package init(columnName: String, reason: String) {
            self.columnName = columnName
            self.reason = reason
        }
    }

    /// Rows compared.
    package var totalRows: Int
    package var rowsWithDifferences: Int
    /// What that count says about all common keys; only when it is one of a sample.
    package var rowsWithDifferencesEstimate: SampleEstimate?
    package var comparedColumns: Int
    package var columnsWithDifferences: Int
    /// Cells compared.
    package var totalValues: Int
    package var valuesWithDifferences: Int
    /// Every compared column in side a's order, also those without differences.
    package var columnsDiffStats: [ColumnStatistics]
    package var notCompared: [NotCompared]

    package init(
        totalRows: Int, rowsWithDifferences: Int, columns: [ColumnStatistics], notCompared: [NotCompared] = [],
        rowsEstimate: SampleEstimate? = nil
    ) {
        self.totalRows = totalRows
        self.rowsWithDifferences = rowsWithDifferences
        rowsWithDifferencesEstimate = rowsEstimate
        comparedColumns = columns.count
        columnsWithDifferences = columns.count { $0.valuesDifferent > 0 }
        totalValues = totalRows * columns.count
        valuesWithDifferences = columns.reduce(0) { $0 + $1.valuesDifferent }
        columnsDiffStats = columns
        self.notCompared = notCompared
    }
}

/// Rows kept as examples, at most the request's limit of each kind.
///
/// Values never leave the app and the terminal.
package struct RowSamples: Hashable, Sendable, Codable {
    /// A row by side a's column names.
    package typealias Row = [String: CellValue]

    /// A key whose row differs, with only the differing columns.
    package struct DifferentRow: Hashable, Sendable, Codable {
        /// The two values of one column.
        package struct Pair: Hashable, Sendable, Codable {
            package var a: CellValue
            package var b: CellValue

            package init(a: CellValue, b: CellValue) {
                self.a = a
                self.b = b
            }
        }

        package var key: Row
        package var columns: [String: Pair]

        package init(key: Row, columns: [String: Pair]) {
            self.key = key
            self.columns = columns
        }
    }

    package var exclusiveA: [Row] = []
    package var exclusiveB: [Row] = []
    package var different: [DifferentRow] = []
    package var duplicateA: [Row] = []
    package var duplicateB: [Row] = []
    package var nullKeyA: [Row] = []
    package var nullKeyB: [Row] = []

    package init() {}
}
