/// A small JSON value as a tree, with the equality that Python gives the values it reads.
///
/// dbt compares configurations in Python: `1`, `1.0` and `true` are equal, the order of keys does not count, the order of a list does, and
/// texts are equal only if every code point is.
indirect enum JSONValue {
    case null
    /// A number or a truth value.
    case number(JSONNumber)
    /// UTF-8 bytes. Swift's `String` would call composed and decomposed letters equal.
    case text([UInt8])
    case array([JSONValue])
    case object([[UInt8]: JSONValue])

    init(_ slice: JSONSlice) {
        switch slice.first {
        case UInt8(ascii: "\""): self = .text(slice.stringBytes)
        case UInt8(ascii: "["): self = .array(slice.elements.map(JSONValue.init))
        case UInt8(ascii: "{"):
            self = .object(Dictionary(slice.members.map { (Array($0.key.utf8), JSONValue($0.value)) }) { $1 })
        case UInt8(ascii: "t"): self = .number(.integer(1))
        case UInt8(ascii: "f"): self = .number(.integer(0))
        case UInt8(ascii: "n"), nil: self = .null
        default: self = .number(JSONNumber(String(decoding: slice.bytes, as: UTF8.self)))
        }
    }

    /// The value without the null members of its objects, at every depth.
    ///
    /// For typed parts of an artifact, where a field that is absent and one that is null say the same.
    var withoutNulls: JSONValue {
        switch self {
        case .array(let elements): .array(elements.map(\.withoutNulls))
        case .object(let members):
            .object(members.compactMapValues { if case .null = $0 { nil } else { $0.withoutNulls } })
        case .null, .number, .text: self
        }
    }
}

extension JSONValue: Equatable {
    static func == (left: JSONValue, right: JSONValue) -> Bool {
        switch (left, right) {
        case (.null, .null): true
        case (.number(let left), .number(let right)): left == right
        case (.text(let left), .text(let right)): left == right
        case (.array(let left), .array(let right)): left == right
        case (.object(let left), .object(let right)): left == right
        default: false
        }
    }
}

/// A number as Python would hold it: an exact integer or a double.
enum JSONNumber {
    case integer(Int64)
    /// An integer beyond 64 bits, as its digits.
    case longInteger(String)
    case double(Double)

    init(_ text: String) {
        if let integer = Int64(text) {
            self = .integer(integer)
        } else if text.utf8.allSatisfy({ $0 == UInt8(ascii: "-") || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) {
            self = .longInteger(text)
        } else {
            self = .double(Double(text) ?? .nan)
        }
    }
}

extension JSONNumber: Equatable {
    static func == (left: JSONNumber, right: JSONNumber) -> Bool {
        switch (left, right) {
        case (.integer(let left), .integer(let right)): left == right
        case (.longInteger(let left), .longInteger(let right)): left == right
        case (.double(let left), .double(let right)): left == right
        case (.integer(let whole), .double(let other)), (.double(let other), .integer(let whole)): Int64(exactly: other) == whole
        default: false
        }
    }
}

extension JSONSlice {
    /// Whether two values are equal in Python's sense; an absent one equals null.
    ///
    /// Equal bytes are equal values; only unequal ones are decoded.
    static func isEqual(_ left: JSONSlice?, _ right: JSONSlice?) -> Bool {
        isEqual(left, right) { JSONValue($0) }
    }

    /// The same for typed parts of an artifact, where an absent member equals a null one at every depth.
    static func isEqualIgnoringNulls(_ left: JSONSlice?, _ right: JSONSlice?) -> Bool {
        isEqual(left, right) { JSONValue($0).withoutNulls }
    }

    private static func isEqual(_ left: JSONSlice?, _ right: JSONSlice?, _ value: (JSONSlice) -> JSONValue) -> Bool {
        switch (left, right) {
        case (nil, nil): true
        case (let one?, nil), (nil, let one?): one.isNull
        case (let left?, let right?): left.hasSameBytes(as: right) || value(left) == value(right)
        }
    }
}
