/// One value of a row, as far as people and JSON are concerned.
///
/// `null` is SQL's.
package indirect enum Value: Hashable, Sendable {
    case null
    case boolean(Bool)
    case integer(Int64)
    /// Only for values beyond `Int64.max`.
    case unsigned(UInt64)
    /// Decimal digits with sign and point as the engine gave them; exact.
    case decimal(String)
    case double(Double)
    case text(String)
    case binary([UInt8])
    /// Days since 1970-01-01.
    case date(days: Int64)
    /// Nanoseconds since midnight.
    case time(nanoseconds: Int64)
    /// Nanoseconds since 1970-01-01T00:00:00 (UTC when `zone` is set).
    case timestamp(seconds: Int64, nanoseconds: Int32, zone: String?)
    case interval(months: Int32, days: Int32, nanoseconds: Int64)
    case list([Value])
    /// Fields in the type's order.
    case structure([Field])
    case map([Entry])

    /// A named value inside a structure.
    package struct Field: Hashable, Sendable {
        package var name: String
        package var value: Value
        package init(name: String, value: Value) {
            self.name = name
            self.value = value
        }
    }

    /// A pair inside a map.
    package struct Entry: Hashable, Sendable {
        package var key: Value
        package var value: Value
        package init(key: Value, value: Value) {
            self.key = key
            self.value = value
        }
    }
}
