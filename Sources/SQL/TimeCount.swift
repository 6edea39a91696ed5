/// How dates and instants are counted, so that two of them can be compared of which one has no place in the other's type.
package struct TimeCount: Hashable, Sendable {
    /// What is counted; a date is its midnight.
    package enum Source: Hashable, Sendable {
        /// `fineInstant` is one whose type holds nanoseconds.
        case date, instant, fineInstant
    }

    package let source: Source
    /// In nanoseconds since 1970-01-01, else in microseconds.
    package let isFine: Bool

    package init(of source: Source, isFine: Bool) {
        self.source = source
        self.isFine = isFine
    }

    /// What stands for infinity: further away than any date (6 million years are 2e23 nanoseconds), so that no tolerance reaches it.
    static let infinity = "1" + String(repeating: "0", count: 30)
}
