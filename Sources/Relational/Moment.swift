/// A point in time without zone, to the microsecond.
package struct Moment: Hashable, Sendable {
    /// How finely points in time are told apart.
    package enum Precision: Hashable, Sendable { case day, microsecond }

    /// Since 1970-01-01.
    package let days: Int64
    /// Since midnight.
    package let microseconds: Int64

    package init(days: Int64, microseconds: Int64 = 0) {
        (self.days, self.microseconds) = (days, microseconds)
    }

    package var date: CivilDate { CivilDate(days: days) }

    /// `18:00:00`, with a fraction only where there is one.
    package var clock: String {
        let seconds = microseconds / 1_000_000
        let parts = [seconds / 3600, seconds / 60 % 60, seconds % 60].map { CivilDate.padded($0, 2) }
        var fraction = CivilDate.padded(microseconds % 1_000_000, 6)
        while fraction.last == "0" { fraction.removeLast() }
        return parts.joined(separator: ":") + (fraction.isEmpty ? "" : ".\(fraction)")
    }

    /// `2024-02-29` or `2024-02-29 18:00:00`.
    package func text(_ precision: Precision) -> String { precision == .day ? date.text : "\(date.text) \(clock)" }
}

extension Moment: Comparable {
    package static func < (left: Moment, right: Moment) -> Bool { (left.days, left.microseconds) < (right.days, right.microseconds) }
}
