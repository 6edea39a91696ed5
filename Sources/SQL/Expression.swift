/// An SQL expression as a value; a renderer makes its text for one dialect.
package indirect enum Expression: Hashable, Sendable {
    /// A column by its raw name, optionally of a named source.
    case column(String, of: String? = nil)
    case integer(Int)
    case text(String)
    /// SQL the user wrote (a filter), rendered as it is between parentheses.
    case raw(String)
    /// The value brought into a form that two columns of different types share.
    case normalised(Expression, Normalisation)
    /// `left op right`.
    case comparison(Expression, Comparison, Expression)
    case isNull(Expression)
    case isNotNull(Expression)
    /// True when the two differ, NULL being equal to NULL.
    case isDistinct(Expression, Expression)
    /// As `isDistinct`, but false for values that are close by one of the rules.
    case differs(Expression, Expression, unless: [Closeness])
    case not(Expression)
    /// True when empty.
    case all([Expression])
    /// False when empty.
    case any([Expression])
    /// `count(*)`, of the rows where the condition holds if there is one.
    case count(where: Expression? = nil)
    /// Sum over rows, of those where the condition holds if there is one; 0 for no row.
    case sum(Expression, where: Expression? = nil)
    /// `row_number()` within rows of equal values, in the order of the second list.
    case rowNumber(partitionBy: [Expression], orderBy: [Expression])
    case exists(Select)
    /// The value where the condition holds, else NULL.
    case when(Expression, then: Expression)
    /// 1 when there are at least two values over the rows, NULL apart, else 0.
    case varies(Expression)

    /// Operators between two values.
    package enum Comparison: String, Hashable, Sendable {
        case equal = "="
        case greater = ">"
    }
}

/// How a value is rewritten so that both sides of a comparison speak the same type.
package indirect enum Normalisation: Hashable, Sendable {
    /// IEEE double.
    case double
    /// IEEE double nearest to an exact number without bounds: infinity or zero beyond what a double holds.
    case nearestDouble
    /// Exact number with 38 digits, `scale` of them behind the point.
    case decimal(scale: Int)
    /// The widest integer type.
    case wideInteger
    /// Decimal digits without trailing zeros, so that 1 and 1.00 are the same text.
    case digits
    /// Instant without zone, in UTC.
    case timestamp
    /// The engine's cast to text.
    case text
    /// Text by its code points, whatever collation the column has.
    case binaryText
    /// JSON by content: spaces and the order of object keys do not count.
    case jsonContent
    /// Text in lower case, as the engine's `lower()` has it.
    case lowercase
    /// Empty text for NULL.
    case emptyForNull
    /// An array's elements in an order of their own, at each of so many levels.
    case sortedElements(levels: Int)
    /// Every element of an array so.
    case elements(Normalisation)
}
