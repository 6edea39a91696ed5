package import Relational

/// What the profile of a column is made of, as a value; texts unless said otherwise.
package indirect enum ProfileExpression: Hashable, Sendable {
    /// A statistic over the rows, of values in their compared form.
    case statistic(ProfileStatistic, of: Expression, ColumnType)
    /// Values at those fractions of the rows, as a list of texts: of the rows where the condition holds if there is one.
    ///
    /// Values that occur, never something between two of them; NULL and NaN take no part.
    case quantiles([Double], of: Expression, ColumnType, where: Expression?)
    /// A list of texts.
    case list([Expression])
    /// All columns of all rows of some statements with the same columns as one list of texts, row by row.
    ///
    /// One list for many statements, as an engine plans one union far sooner than as many subqueries.
    case rows([Select])
    /// A count, as a text.
    case text(Expression)
    /// The value as text, cut after so many characters.
    case excerpt(Expression, limit: Int)
    /// How many rows the statement has before its limit, in each of them.
    case rowsBeforeLimit
    /// The value where it is neither NaN nor infinite, else NULL.
    case finite(Expression, ColumnType)
    /// A list of counts, as texts.
    case counts([Expression])
    /// How many values are not NULL.
    case filled(Expression)
    /// How many values are below a bound; NULL or 0 over no row.
    case countBelow(Expression, ProfileBound, ColumnType)
    /// Whether a row belongs to a sample of about that share: by its key, the same on both sides, or by chance where there is none.
    case isSampled(key: [Expression], share: Double)
}

/// Something counted or found over all values of a column.
package enum ProfileStatistic: String, Hashable, Sendable {
    /// Values that are not NULL.
    case filled
    /// Different values, nearly; NULL where the engine cannot tell.
    case distinct
    /// Over all but NaN.
    case minimum, maximum
    /// Of the finite numbers.
    case mean
    case nans, infinities
    /// The smallest and the largest finite one: a number, days or microseconds since 1970.
    case lowest, highest
    /// Characters of the shortest and the longest text.
    case shortest, longest
    /// Empty texts.
    case empty
}

/// What values are compared with to put them into bins.
package enum ProfileBound: Hashable, Sendable {
    /// Decimal digits, that fit the column's type.
    case number(String)
    /// Since 1970-01-01.
    case days(Int64)
    /// Since 1970-01-01T00:00:00 UTC.
    case microseconds(Int64)
}
