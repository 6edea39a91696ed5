package import Relational

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
    /// How many values there are over the rows, NULL apart.
    case countDistinct(Expression)
    /// Sum over rows, of those where the condition holds if there is one; 0 for no row.
    case sum(Expression, where: Expression? = nil)
    /// `row_number()` within rows of equal values, in the order of the second list.
    case rowNumber(partitionBy: [Expression], orderBy: [Expression])
    case exists(Select)
    /// The value where the condition holds, else NULL.
    case when(Expression, then: Expression)
    /// 1 when there are at least two values over the rows, NULL apart, else 0.
    case varies(Expression)
    /// 64 bits; equal values, none of which is NULL, have equal hashes.
    case hash([HashedExpression])
    /// The same of values among which NULL may be.
    case rowHash([HashedExpression])
    /// Checksum over rows of a column whose values are bound to their rows' keys.
    case checksum(HashedExpression, keyHash: Expression)
    /// The lowest bits of an integer, as many as make a number below a power of two.
    case lowBits(Expression, below: Int)
    /// Which numbers, from 0 to below `count`, occur in rows for which the condition holds: text of zeros and ones.
    case numbersSeen(Expression, count: Int, where: Expression)
    /// Some rows for which the condition holds, the first by an order, as a list of structures; only for engines that have it.
    case firstRows([Expression], by: [Expression], limit: Int, where: Expression)
    /// Distinct combinations of integers over the rows; only for engines that have it.
    case distinctIntegers([BoundedInteger<Expression>])
    /// Threads that join rows by their key; only for engines that have joins by place.
    case threadsOfJoinByKey
    case isOneOf(Expression, [Int])
    /// The smallest and the largest value over the rows, NULL apart; NULL for no value.
    case min(Expression), max(Expression)
    /// Whether a date or timestamp is neither NULL nor infinite; NULL for NULL.
    case isFinite(Expression)
    /// A date or a timestamp without zone.
    case moment(Moment, Moment.Precision)
    /// What only the profile of a column needs.
    case profile(ProfileExpression)
    /// What only checksums across two databases need.
    case across(AcrossExpression)
    /// In ORDER BY: the largest first.
    case descending(Expression)

    /// Operators between two values.
    package enum Comparison: String, Hashable, Sendable {
        case equal = "="
        case greater = ">"
        case less = "<"
        case atLeast = ">="
        case atMost = "<="
    }
}

/// A value to be hashed, and what it is.
package struct HashedExpression: Hashable, Sendable {
    package let value: Expression
    package let form: HashForm

    package init(_ value: Expression, _ form: HashForm) {
        self.value = value
        self.form = form
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
    /// A date or an instant as a number, exact however far away it is.
    case timeCount(TimeCount)
    /// The day of an instant without zone.
    case date
    /// A finite date as days since 1970-01-01, of the first day of its day, week (from Monday), month or year.
    case dayNumber(startOf: CalendarUnit)
    /// Of an instant without zone, since midnight.
    case microsecondOfDay
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
    /// Every value inside an array, a structure or a map by steps of its own.
    case nested(Nested<[Normalisation]>)
    /// An array or structure as JSON, whose values are text that an engine writes for them; structures are arrays in the order of their fields.
    case nestedText(Nested<ColumnType>)
    /// A nested value as the text of JSON.
    case jsonText
    /// A structure that holds JSON, by the content of all that is in it.
    case structureContent(Nested<ColumnType>)
    /// Months, days and microseconds of an interval as text that every engine writes alike.
    case intervalParts
    /// A date or instant that is finite and before the year 294247, where the first engine's range ends; NULL for others.
    case ordinaryInstant
    /// The text of a date or instant that is infinite or later than those; NULL for others.
    case extremeInstant
}
