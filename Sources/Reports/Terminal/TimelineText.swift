import DataDiff

/// Differences over time for a terminal: one line for each stretch of the calendar, with a bar.
struct TimelineText {
    private static let width = 24
    private let timeline: DiffTimeline
    private let ink: Ink

    init(_ timeline: DiffTimeline, ink: Ink) {
        self.timeline = timeline
        self.ink = ink
    }

    var lines: [String] {
        guard !timeline.buckets.isEmpty else { return [] }
        let title = ink.bold("Over time") + "  \(timeline.title { TerminalSafe.line($0) })"
        guard let highest = timeline.buckets.map(\.mismatches).max(), highest > 0 else {
            return [title + ink.dim(", no difference in any of \(timeline.buckets.count)")]
        }
        var table = TextTable([.left, .left, .left, .right])
        for bucket in timeline.buckets {
            let bar = Bar.text(Double(bucket.mismatches) / Double(highest), width: Self.width)
            let rows = bucket.rowsA == bucket.rowsB ? "\(bucket.rowsA)" : "\(bucket.rowsA) → \(bucket.rowsB)"
            table.add([
                .init(bucket.start ?? "no time"), .init(bar, ink: ink.changed), .init(words(bucket)), .init("of \(rows)", ink: ink.dim),
            ])
        }
        return [title] + table.lines
    }

    private func words(_ bucket: DiffTimeline.Bucket) -> String {
        let parts = [
            bucket.different > 0 ? (bucket.differentEstimate.map { "≈\($0)" } ?? "\(bucket.different)") + " differ" : nil,
            bucket.exclusiveA > 0 ? "−\(bucket.exclusiveA)" : nil,
            bucket.exclusiveB > 0 ? "+\(bucket.exclusiveB)" : nil,
        ]
        return parts.compactMap(\.self).joined(separator: ", ")
    }
}
