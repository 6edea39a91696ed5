/// A part of a whole as people write it, `0.001%` or `0.00001`: more than nothing and less than everything.
package struct Share: Hashable, Sendable {
    /// Above 0 and below 1.
    package let fraction: Double

    /// What is expected, for messages.
    ///
    /// - Parameter example: how such a share is usually written, both ways.
    package static func expectation(_ example: String) -> String { "a share such as \(example), above 0 and below 1" }

    /// Reads a plain number as a fraction, and one with a percent sign as a percentage; nil for anything else.
    package init?(_ text: String) {
        guard let match = text.wholeMatch(of: #/\s*([0-9.eE+-]+)\s*(%?)\s*/#), let number = DecimalNumber(String(match.1)) else {
            return nil
        }
        // The exponent keeps 0.001% the very number that 0.00001 is; a division would not.
        guard let value = Double(number.text + (match.2.isEmpty ? "" : "e-2")), value > 0, value < 1 else { return nil }
        fraction = value
    }
}
