package import Relational

/// The first and the last finite point in time of one side.
package struct TimeBounds: Hashable, Sendable {
    package let earliest: Moment
    package let latest: Moment

    package init(earliest: Moment, latest: Moment) {
        (self.earliest, self.latest) = (earliest, latest)
    }

    /// Reads the row of ``DiffPlan/timeBounds(_:_:)``; nil when the side has no finite time.
    ///
    /// - Throws: `DiffFailure` when the row is not of that form.
    package init?(row: [Value]) throws(DiffFailure) {
        guard row.count != 4 || !row.contains(.null) else { return nil }
        let numbers = try readCounts(row, expected: 4).map(Int64.init)
        self.init(
            earliest: Moment(days: numbers[0], microseconds: numbers[1]), latest: Moment(days: numbers[2], microseconds: numbers[3]))
    }

    /// The time that both cover; nil when there is none.
    package func overlap(_ other: TimeBounds) -> TimeBounds? {
        let (from, to) = (max(earliest, other.earliest), min(latest, other.latest))
        return from <= to ? TimeBounds(earliest: from, latest: to) : nil
    }

    /// The time from the first to the last of both.
    package func union(_ other: TimeBounds) -> TimeBounds {
        TimeBounds(earliest: min(earliest, other.earliest), latest: max(latest, other.latest))
    }

    /// Whether nothing of this lies outside.
    package func isWithin(_ other: TimeBounds) -> Bool { other.earliest <= earliest && latest <= other.latest }
}

/// The rows a diff is confined to, besides those without a finite time.
package struct WindowFilter: Hashable, Sendable {
    package let column: TimeColumn
    package let bounds: TimeBounds

    package init(_ column: TimeColumn, _ bounds: TimeBounds) {
        (self.column, self.bounds) = (column, bounds)
    }
}
