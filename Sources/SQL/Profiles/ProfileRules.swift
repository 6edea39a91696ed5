package import Relational

/// What a dialect says to calculate profiles; arguments and results are SQL.
package struct ProfileRules: Sendable {
    /// Rows times columns up to which everything is calculated over all rows.
    ///
    /// Beyond, what needs the values sorted or grouped is calculated on a sample of so many.
    package var exactCells: Int
    /// Whether `NOT MATERIALIZED` is known, and reading a table's single columns again is cheaper than keeping all of them.
    package let readsTablesAnew: Bool
    package let statistic: @Sendable (_ statistic: ProfileStatistic, _ value: String, _ type: ColumnType) -> String
    package let quantiles: @Sendable (_ fractions: String, _ value: String, _ type: ColumnType, _ filter: String) -> String
    /// A list of texts.
    package let list: @Sendable (_ elements: String) -> String
    /// A list of the numbers as texts.
    package let counts: @Sendable (_ elements: String) -> String
    /// Counts the rows for which a condition holds; may be NULL over no row.
    package let countIf: @Sendable (_ condition: String) -> String
    /// The list that all rows of a subquery make together; `columns` are its columns.
    package let rows: @Sendable (_ columns: String, _ subquery: String) -> String
    package let finite: @Sendable (_ value: String, _ type: ColumnType) -> String
    /// A bound in a form that compares exactly with the type's values.
    package let bound: @Sendable (_ bound: ProfileBound, _ type: ColumnType) -> String
    /// A number from 0 to 1048575 that equal keys share.
    package let keyHash: @Sendable (_ columns: String) -> String

    package init(
        exactCells: Int,
        readsTablesAnew: Bool = false,
        statistic: @escaping @Sendable (ProfileStatistic, String, ColumnType) -> String,
        quantiles: @escaping @Sendable (String, String, ColumnType, String) -> String,
        list: @escaping @Sendable (String) -> String,
        counts: @escaping @Sendable (String) -> String,
        countIf: @escaping @Sendable (String) -> String,
        rows: @escaping @Sendable (String, String) -> String,
        finite: @escaping @Sendable (String, ColumnType) -> String,
        bound: @escaping @Sendable (ProfileBound, ColumnType) -> String,
        keyHash: @escaping @Sendable (String) -> String
    ) {
        self.exactCells = exactCells
        self.readsTablesAnew = readsTablesAnew
        self.statistic = statistic
        self.quantiles = quantiles
        self.list = list
        self.counts = counts
        self.countIf = countIf
        self.rows = rows
        self.finite = finite
        self.bound = bound
        self.keyHash = keyHash
    }
}
