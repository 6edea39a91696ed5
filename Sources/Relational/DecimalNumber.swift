/// A decimal number that is not negative, exact to the last digit: `0.01`, `250`, `1e-6`.
///
/// At most 38 digits stand before the point and 38 behind it, as many as the decimals of most warehouses hold.
package struct DecimalNumber: Hashable, Sendable {
    /// All digits, without point and leading zeros; empty for zero.
    package let digits: String
    /// How many of the digits stand behind the point; the last of them is no zero.
    package let scale: Int

    private static let limit = 38

    /// Reads digits with an optional point and exponent; nil for anything else and for what has too many digits.
    package init?(_ text: String) {
        guard let match = text.wholeMatch(of: #/\+?([0-9]*)(?:\.([0-9]*))?(?:[eE]([+-]?[0-9]{1,3}))?/#) else { return nil }
        let (whole, fraction) = (match.1, match.2 ?? "")
        guard !(whole + fraction).isEmpty, let exponent = Int(match.3 ?? "0") else { return nil }
        self.init(digits: String(whole + fraction), scale: fraction.count - exponent)
        guard integerDigits <= Self.limit, scale <= Self.limit else { return nil }
    }

    /// A whole number.
    package init(_ number: UInt) {
        self.init(digits: String(number), scale: 0)
    }

    private init(digits: String, scale: Int) {
        var rest = digits.drop { $0 == "0" }
        var places = scale
        while places > 0, rest.last == "0" {
            rest.removeLast()
            places -= 1
        }
        self.digits = rest.isEmpty ? "" : rest + String(repeating: "0", count: max(0, -places))
        self.scale = rest.isEmpty ? 0 : max(0, places)
    }

    /// Digits before the point; 0 below one.
    package var integerDigits: Int { max(0, digits.count - scale) }

    /// Plain digits, never with an exponent.
    package var text: String {
        let padded = String(repeating: "0", count: max(0, scale + 1 - digits.count)) + digits
        return scale == 0 ? padded : padded.dropLast(scale) + "." + padded.suffix(scale)
    }

    /// Without what stands further behind the point than `places`.
    package func truncated(toScale places: Int) -> DecimalNumber {
        scale <= places ? self : DecimalNumber(digits: String(digits.dropLast(scale - places)), scale: places)
    }

    /// The number times ten to the power of `power`, as digits of an integer; what is left behind the point is dropped.
    package func units(_ power: Int) -> String {
        let kept = truncated(toScale: power)
        return kept.digits.isEmpty ? "0" : kept.digits + String(repeating: "0", count: power - kept.scale)
    }

    /// What stands behind the point.
    package var fraction: DecimalNumber { DecimalNumber(digits: String(digits.suffix(scale)), scale: scale) }

    /// What stands before the point, as far as it tells 0, 1 and more apart: 2 stands for all that is larger.
    package var wholeUpToTwo: Int { integerDigits > 1 ? 2 : min(2, Int(text.prefix { $0 != "." }) ?? 0) }
}

extension DecimalNumber: Codable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let number = DecimalNumber(try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "no decimal number")
        }
        self = number
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }
}
