/// The type of a column as Arrow describes it, with its nested fields.
package indirect enum ArrowType: Hashable, Sendable {
    case null
    case boolean
    /// `bytes` is 1, 2, 4 or 8.
    case integer(bytes: Int, signed: Bool)
    /// IEEE 754; `bytes` is 2, 4 or 8.
    case float(bytes: Int)
    /// `bytes` is 4, 8, 16 or 32; `scale` may be negative.
    case decimal(precision: Int, scale: Int, bytes: Int)
    case text(Layout)
    case binary(Layout)
    case fixedSizeBinary(bytes: Int)
    case date(DateUnit)
    case time(TimeUnit)
    /// An instant when `zone` is set, else a wall clock.
    case timestamp(TimeUnit, zone: String?)
    case duration(TimeUnit)
    case interval(IntervalUnit)
    case list(Layout, element: ArrowField)
    case fixedSizeList(count: Int, element: ArrowField)
    case structure([ArrowField])
    /// `entries` is a structure of a key and a value.
    case map(entries: ArrowField)
    /// `codes[i]` marks rows whose value is in `members[i]`.
    case union(dense: Bool, codes: [Int8], members: [ArrowField])
    /// Values stored once in a dictionary and named by number.
    case dictionary(indexBytes: Int, signed: Bool, values: ArrowField)
    /// Equal neighbours stored once; `endBytes` is the width of the run ends.
    case runEndEncoded(endBytes: Int, values: ArrowField)

    /// How values of varying length are laid out.
    package enum Layout: Hashable, Sendable {
        /// 32-bit offsets into one buffer.
        case small
        /// 64-bit offsets into one buffer.
        case large
        /// Views (text, binary) or 32-bit offsets and sizes (lists).
        case view
        /// 64-bit offsets and sizes (lists only).
        case largeView
    }

    /// What a date counts since 1970-01-01.
    package enum DateUnit: Hashable, Sendable {
        case day, millisecond
    }

    /// What a time, timestamp or duration counts.
    package enum TimeUnit: Int64, Hashable, Sendable {
        case second = 1
        case millisecond = 1_000
        case microsecond = 1_000_000
        case nanosecond = 1_000_000_000

        /// How many of these make a second.
        package var perSecond: Int64 { rawValue }
        /// How many nanoseconds one of these is.
        package var nanoseconds: Int64 { 1_000_000_000 / rawValue }
    }

    /// What an interval holds.
    package enum IntervalUnit: Hashable, Sendable {
        case months, daysAndMilliseconds, monthsDaysAndNanoseconds
    }
}

extension ArrowType: CustomStringConvertible {
    /// A short name for messages, for example `decimal(18,2)`.
    package var description: String {
        switch self {
        case .null: "null"
        case .boolean: "boolean"
        case .integer(let bytes, let signed): "\(signed ? "" : "u")int\(bytes * 8)"
        case .float(let bytes): "float\(bytes * 8)"
        case .decimal(let precision, let scale, _): "decimal(\(precision),\(scale))"
        case .text: "text"
        case .binary: "binary"
        case .fixedSizeBinary(let bytes): "binary(\(bytes))"
        case .date: "date"
        case .time(let unit): "time(\(unit))"
        case .timestamp(let unit, let zone): zone.map { "timestamp(\(unit), \($0))" } ?? "timestamp(\(unit))"
        case .duration(let unit): "duration(\(unit))"
        case .interval: "interval"
        case .list(_, let element): "list<\(element.type)>"
        case .fixedSizeList(let count, let element): "list<\(element.type)>[\(count)]"
        case .structure(let fields): "struct<\(fields.map { "\($0.name): \($0.type)" }.joined(separator: ", "))>"
        case .map(let entries): "map<\(entries.type)>"
        case .union(_, _, let members): "union<\(members.map { "\($0.name): \($0.type)" }.joined(separator: ", "))>"
        case .dictionary(_, _, let values): "dictionary<\(values.type)>"
        case .runEndEncoded(_, let values): "runs<\(values.type)>"
        }
    }
}
