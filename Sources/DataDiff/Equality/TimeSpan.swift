/// A length of time such as `500ms`, `1s`, `2m`, `1h` or `1d`; a day is 24 hours.
package struct TimeSpan: Hashable, Sendable {
    package let nanoseconds: Int64
    /// As it was written.
    package let text: String

    private static let units: [String: Int64] = [
        "ns": 1, "us": 1000, "ms": 1_000_000, "s": 1_000_000_000, "m": 60_000_000_000, "h": 3_600_000_000_000, "d": 86_400_000_000_000,
    ]

    /// Reads a whole number and its unit; nil for anything else and for what is longer than 292 years.
    package init?(_ text: String) {
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        guard let count = Int64(digits), let unit = Self.units[String(text.dropFirst(digits.count))] else { return nil }
        let (nanoseconds, isTooLong) = count.multipliedReportingOverflow(by: unit)
        guard !isTooLong else { return nil }
        self.nanoseconds = nanoseconds
        self.text = text
    }
}
