/// What the columns of both sides hold, each by itself: no row is matched with another.
///
/// Values never leave the app and the terminal.
package struct ColumnProfiles: Hashable, Sendable, Codable {
    /// In side a's order, then those that side b has alone.
    package var columns: [ColumnProfile]
    /// Why there are none, or none of the further columns; the message says which side's failed.
    package var error: DiffFailure?

    package init(columns: [ColumnProfile], error: DiffFailure? = nil) {
        self.columns = columns
        self.error = error
    }
}

/// What one column holds on either side.
package struct ColumnProfile: Hashable, Sendable, Codable {
    /// Side a's name, as in the rest of the result.
    package var columnName: String
    /// Nil where the side lacks the column.
    package var a: Side?
    package var b: Side?
    /// Nil for columns that are neither numbers nor points in time, and where there is nothing finite to put into bins.
    package var histogram: Histogram?

    package init(columnName: String, a: Side?, b: Side?, histogram: Histogram? = nil) {
        self.columnName = columnName
        self.a = a
        self.b = b
        self.histogram = histogram
    }

    /// One side's statistics; those that the column's type does not have are nil.
    package struct Side: Hashable, Sendable, Codable {
        /// As the engine spells it.
        package var type: String
        /// Rows of the side after its filters.
        package var rows: Int
        package var nulls: Int
        /// Different values, NULL apart.
        package var distinct: Int?
        /// Over all values but NaN.
        package var min: CellValue?
        package var max: CellValue?
        /// Of the finite numbers.
        package var mean: CellValue?
        package var quantiles: Quantiles?
        package var nans: Int?
        package var infinities: Int?
        /// Characters of the shortest and the longest text.
        package var minLength: Int?
        package var maxLength: Int?
        package var emptyTexts: Int?
        /// At most ten, the most frequent first, NULL apart; long text is cut after 1,000 characters.
        package var topValues: [TopValue]?
        /// What is not counted over all rows, but estimated.
        package var estimated: [Estimate] = []

        package init(type: String, rows: Int, nulls: Int) {
            self.type = type
            self.rows = rows
            self.nulls = nulls
        }
    }

    /// Values below or at which that share of the values lies; each occurs in the column.
    package struct Quantiles: Hashable, Sendable, Codable {
        /// The shares, in order.
        package static let fractions = [0.05, 0.25, 0.5, 0.75, 0.95]
        package var p05: CellValue
        package var p25: CellValue
        package var p50: CellValue
        package var p75: CellValue
        package var p95: CellValue
    }

    /// A value and how many rows hold it.
    package struct TopValue: Hashable, Sendable, Codable {
        package var value: CellValue
        package var count: Int

        package init(value: CellValue, count: Int) {
            self.value = value
            self.count = count
        }
    }

    /// A part of a profile that may be an estimate.
    package enum Estimate: String, Hashable, Sendable, Codable, CaseIterable {
        case distinct, quantiles
        case topValues = "top_values"
        case histogram
    }

    /// Finite values counted in bins that both sides share.
    package struct Histogram: Hashable, Sendable, Codable {
        /// From an end to the next, which is the next bin's first; the last bin holds both of its ends.
        ///
        /// Where both ends are the same, the bin holds that value alone.
        package struct Bin: Hashable, Sendable, Codable {
            package var from: CellValue
            package var to: CellValue

            package init(from: CellValue, to: CellValue) {
                self.from = from
                self.to = to
            }
        }

        package var bins: [Bin]
        /// A count for each bin; nil where the side lacks the column, or holds something else in it.
        package var a: [Int]?
        package var b: [Int]?

        package init(bins: [Bin], a: [Int]?, b: [Int]?) {
            self.bins = bins
            self.a = a
            self.b = b
        }
    }
}

extension ColumnProfile.Quantiles {
    /// The values of ``fractions``; nil when there are none.
    package init?(_ values: [CellValue]) {
        guard values.count == Self.fractions.count else { return nil }
        (p05, p25, p50, p75, p95) = (values[0], values[1], values[2], values[3], values[4])
    }
}
