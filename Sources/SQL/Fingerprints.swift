/// How one engine hashes values: what decides cheaply that things are equal, and never what differs.
///
/// Hashes have 64 bits and are compared within one engine, in statements of one diff, only.
package struct Fingerprints: Sendable {
    /// A hash of several values, none of which is NULL; equal values have equal hashes.
    package let hash: @Sendable (_ values: [Hashed]) -> String
    /// A hash of the values of a row, NULL among them; values that have changed places do not have it.
    package let row: @Sendable (_ values: [Hashed]) -> String
    /// An aggregate over rows: a checksum of a column's values, each bound to its row's key.
    ///
    /// Rows count in any order. A value at a key that occurs once cannot be undone by other rows: neither by the same value elsewhere nor
    /// by values that have changed places.
    package let column: @Sendable (_ value: Hashed, _ keyHash: String) -> String
    /// Compared columns from which on checksums of every column, and a join of only those that differ, are cheaper than a join of all.
    package let columnsWorthwhile: Int
    /// An aggregate that tells which numbers, from 0 to below `count`, occur where a condition holds: text of `count` zeros and ones.
    package let numbersSeen: @Sendable (_ number: String, _ count: Int, _ condition: String) -> String
    /// An aggregate that gives some rows for which a condition holds, the first by an order; nil where the engine has none.
    package let firstRows: (@Sendable (_ row: [String], _ order: [String], _ limit: Int, _ condition: String) -> String)?
    /// An aggregate that counts the distinct combinations of integers within bounds; nil where the engine has none.
    package let distinctIntegers: (@Sendable (_ values: [BoundedInteger<String>]) -> String)?
    /// How many threads join rows by their key, where the engine can also join them by their places, which takes one thread; nil where it
    /// cannot.
    package let threadsOfJoinByKey: String?

    package init(
        hash: @escaping @Sendable ([Hashed]) -> String,
        row: @escaping @Sendable ([Hashed]) -> String,
        column: @escaping @Sendable (Hashed, String) -> String,
        columnsWorthwhile: Int,
        numbersSeen: @escaping @Sendable (String, Int, String) -> String,
        firstRows: (@Sendable ([String], [String], Int, String) -> String)? = nil,
        distinctIntegers: (@Sendable ([BoundedInteger<String>]) -> String)? = nil,
        threadsOfJoinByKey: String? = nil
    ) {
        self.hash = hash
        self.row = row
        self.column = column
        self.columnsWorthwhile = columnsWorthwhile
        self.numbersSeen = numbersSeen
        self.firstRows = firstRows
        self.distinctIntegers = distinctIntegers
        self.threadsOfJoinByKey = threadsOfJoinByKey
    }

    /// A value's SQL and what it is.
    package struct Hashed: Sendable {
        package let sql: String
        package let form: HashForm
    }
}

/// What a value is that is hashed, once it is in the form that both sides share.
package enum HashForm: Hashable, Sendable {
    /// At most 64 bits.
    case integer
    /// Any other exact number; `isWide` when it may need more than 64 bits.
    case number(isWide: Bool)
    case double, text, timestamp, uuid
    /// Boolean, date, time, bytes, or a name that the engine counts.
    case plain
    /// Anything else: an engine's hash may give values the same number that are not equal, or equal values two.
    case unsafe
}

/// An integer and the bounds that it is known to keep to.
package struct BoundedInteger<Content> {
    package let value: Content
    package let lowest: Int64
    package let highest: Int64

    package init(value: Content, lowest: Int64, highest: Int64) {
        self.value = value
        self.lowest = lowest
        self.highest = highest
    }

    /// How many values fit between the bounds; nil when that is beyond 64 bits.
    package var span: Int64? {
        let (difference, isTooWide) = highest.subtractingReportingOverflow(lowest)
        return isTooWide || difference == .max ? nil : difference + 1
    }
}

extension BoundedInteger: Equatable where Content: Equatable {}
extension BoundedInteger: Hashable where Content: Hashable {}
extension BoundedInteger: Sendable where Content: Sendable {}
