package import Relational

/// Counts by stretch of the calendar, as the statements answer them, on their way into a timeline; pure.
package struct TimelineCounts: Sendable {
    /// What is counted.
    package enum Series: Hashable, Sendable {
        case exclusiveA, exclusiveB, different, rowsA, rowsB

        fileprivate var path: WritableKeyPath<DiffTimeline.Bucket, Int> {
            switch self {
            case .exclusiveA: \.exclusiveA
            case .exclusiveB: \.exclusiveB
            case .different: \.different
            case .rowsA: \.rowsA
            case .rowsB: \.rowsB
            }
        }
    }

    /// Stretches that people can take in at once.
    package static let bucketLimit = 60

    /// The unit that the statements group by, at most a year.
    package let unit: CalendarUnit
    private var buckets: [Int64: DiffTimeline.Bucket] = [:]
    private var undated: DiffTimeline.Bucket?

    /// Chooses the finest unit of which both ends are few enough apart.
    package init(_ span: TimeBounds) {
        let units: [CalendarUnit] = [.day, .week, .month]
        unit = units.first { Self.count($0, from: span.earliest.days, to: span.latest.days) != nil } ?? .year
    }

    /// Takes in the rows of a statement: the first day of a stretch or NULL, and a count.
    ///
    /// - Throws: `DiffFailure` when a row is not of that form.
    package mutating func add(_ rows: [[Value]], to series: Series) throws(DiffFailure) {
        for row in rows {
            if row.count == 2, row[0] == .null {
                undated = undated ?? DiffTimeline.Bucket(start: nil)
                undated?[keyPath: series.path] += try readCounts([row[1]], expected: 1)[0]
            } else {
                let numbers = try readCounts(row, expected: 2)
                buckets[Int64(numbers[0]), default: DiffTimeline.Bucket(start: nil)][keyPath: series.path] += numbers[1]
            }
        }
    }

    /// The timeline; years become decades and longer where there are too many.
    package func timeline(column: String) -> DiffTimeline {
        let longer: [CalendarUnit] = unit == .year ? [.year, .decade, .century, .millennium] : [unit]
        let unit = longer.first { unit in Set(buckets.keys.map(unit.start)).count <= Self.bucketLimit } ?? longer[longer.count - 1]
        var merged: [Int64: DiffTimeline.Bucket] = [:]
        for (day, bucket) in buckets { merged[unit.start(of: day), default: DiffTimeline.Bucket(start: nil)].add(bucket) }
        if let first = merged.keys.min(), let last = merged.keys.max(), Self.count(unit, from: first, to: last) != nil {
            for day in sequence(first: first, next: { unit.next(after: $0) }).prefix(while: { $0 <= last }) where merged[day] == nil {
                merged[day] = DiffTimeline.Bucket(start: nil)
            }
        }
        let dated = merged.sorted { $0.key < $1.key }.map { day, bucket in
            var bucket = bucket
            bucket.start = CivilDate(days: day).text
            return bucket
        }
        return DiffTimeline(column: column, unit: unit, buckets: dated + [undated].compactMap(\.self))
    }

    /// How many stretches there are from one day to another; nil when they are more than the limit.
    private static func count(_ unit: CalendarUnit, from first: Int64, to last: Int64) -> Int? {
        let stretches = sequence(first: unit.start(of: first), next: { unit.next(after: $0) })
        let count = stretches.prefix(bucketLimit + 1).prefix { $0 <= last }.count
        return count <= bucketLimit ? count : nil
    }
}

extension DiffTimeline.Bucket {
    fileprivate mutating func add(_ other: Self) {
        exclusiveA += other.exclusiveA
        exclusiveB += other.exclusiveB
        different += other.different
        rowsA += other.rowsA
        rowsB += other.rowsB
    }
}
