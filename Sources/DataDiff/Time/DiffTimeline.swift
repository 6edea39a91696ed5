package import Relational

/// How rows and their differences lie over time.
package struct DiffTimeline: Hashable, Sendable, Codable {
    /// A stretch of the calendar.
    package struct Bucket: Hashable, Sendable, Codable {
        /// Its first day; nil for rows without a finite time, which come last.
        package var start: String?
        /// Keys that only a side has, by the time of that side's row, the earliest of several.
        package var exclusiveA: Int
        package var exclusiveB: Int
        /// Rows that differ, by side a's time; of the sample, when there is one.
        package var different: Int
        /// That count scaled to all common keys; only when it is one of a sample.
        package var differentEstimate: Int?
        /// All rows, null and duplicate keys too, by their own time.
        package var rowsA: Int
        package var rowsB: Int

        package init(start: String?, exclusiveA: Int = 0, exclusiveB: Int = 0, different: Int = 0, rowsA: Int = 0, rowsB: Int = 0) {
            self.start = start
            self.exclusiveA = exclusiveA
            self.exclusiveB = exclusiveB
            self.different = different
            self.rowsA = rowsA
            self.rowsB = rowsB
        }

        /// Exclusive keys and differing rows, these estimated when they were counted in a sample.
        package var mismatches: Int { exclusiveA + exclusiveB + (differentEstimate ?? different) }
    }

    /// Side a's name.
    package var column: String
    package var unit: CalendarUnit
    /// In the order of time, empty stretches between the first and the last included as long as there are few.
    package var buckets: [Bucket]

    package init(column: String, unit: CalendarUnit, buckets: [Bucket]) {
        self.column = column
        self.unit = unit
        self.buckets = buckets
    }

    /// The unit in a word, for example `week`.
    package var unitWord: String { unit.rawValue }

    /// Whether rows that differ were counted in a sample.
    package var isEstimated: Bool { buckets.contains { $0.differentEstimate != nil } }

    package var mismatches: Int { buckets.reduce(0) { $0 + $1.mismatches } }
}

extension DiffTimeline {
    /// With the rows that differ scaled from a sample to all keys that occur once on both sides; as it is when there was no sample.
    ///
    /// A row was drawn whatever its time, so the counts of a stretch are scaled like those of all.
    package func scaled(_ sampling: SamplingOutcome) -> DiffTimeline {
        guard sampling.sampled, let rows = sampling.sampleRows, let keys = sampling.commonKeys, rows > 0 else { return self }
        var timeline = self
        for index in buckets.indices {
            timeline.buckets[index].differentEstimate = Int((Double(buckets[index].different) * Double(keys) / Double(rows)).rounded())
        }
        return timeline
    }
}

extension DiffTimeline.Bucket {
    private enum CodingKeys: String, CodingKey { case start, exclusiveA, exclusiveB, different, differentEstimate, rowsA, rowsB }

    /// Writes the start also when there is none.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(start, forKey: .start)
        try container.encode(exclusiveA, forKey: .exclusiveA)
        try container.encode(exclusiveB, forKey: .exclusiveB)
        try container.encode(different, forKey: .different)
        try container.encode(differentEstimate, forKey: .differentEstimate)
        try container.encode(rowsA, forKey: .rowsA)
        try container.encode(rowsB, forKey: .rowsB)
    }
}
