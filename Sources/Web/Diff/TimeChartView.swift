import DataDiff
import Reports

/// Differences over time: a bar for each stretch of the calendar, and the same in a table.
struct TimeChartView {
    /// One colour and its meaning.
    struct Key {
        var tone: String
        var text: String
    }

    /// The drawing; absent when there is nothing to draw.
    struct Bars {
        /// Of the drawing, ten to a stretch.
        var width: String
        var label: String
        var stretches: [Stretch]
        var first: String
        /// Absent when there is one stretch only.
        var last: String?
    }

    /// A stretch: its bar, and what it shows in words.
    struct Stretch {
        var text: String
        var x: String
        var parts: [Part]
    }

    /// A part of a bar, from the top down.
    struct Part {
        var tone: String
        var x: String
        var y: String
        var height: String
    }

    /// The numbers of a stretch.
    struct Row {
        var start: String
        var different: String
        var onlyA: String
        var onlyB: String
        var rowsA: String
        var rowsB: String
    }

    var summary: String
    var legend: [Key]
    var bars: Bars?
    var unit: String
    var rows: [Row]

    init?(_ timeline: DiffTimeline) {
        guard !timeline.buckets.isEmpty else { return nil }
        let title = timeline.title { $0 }
        let most = timeline.buckets.max { $0.mismatches < $1.mismatches }
        let highest = most?.mismatches ?? 0
        summary = "\(title): " + (highest == 0 ? "no difference at any time" : "at most \(Self.differences(highest)) (\(Self.start(most)))")
        let keys = [
            Key(tone: "changed", text: "differ"), Key(tone: "removed", text: "only in a"), Key(tone: "added", text: "only in b"),
        ]
        legend = highest == 0 ? [] : keys
        unit = timeline.unitWord.prefix(1).uppercased() + timeline.unitWord.dropFirst()
        rows = timeline.buckets.map(Row.init)
        guard highest > 0 else { return }
        bars = Bars(
            width: String(timeline.buckets.count * 10),
            label:
                "\(title): \(Self.differences(timeline.mismatches)) in all, most of them, \(FigureText.count(highest)), in \(Self.start(most))",
            stretches: timeline.buckets.enumerated().map { Stretch($1, place: $0, highest: highest) },
            first: Self.start(timeline.buckets.first), last: timeline.buckets.count > 1 ? Self.start(timeline.buckets.last) : nil)
    }

    static func differences(_ count: Int) -> String { FigureText.count(count, "difference") }

    static func start(_ bucket: DiffTimeline.Bucket?) -> String { bucket?.start ?? "no time" }
}

extension TimeChartView.Stretch {
    init(_ bucket: DiffTimeline.Bucket, place: Int, highest: Int) {
        let counts = [
            ("changed", bucket.differentEstimate ?? bucket.different, "differ"), ("removed", bucket.exclusiveA, "only in a"),
            ("added", bucket.exclusiveB, "only in b"),
        ]
        .filter { $0.1 > 0 }
        x = String(place * 10)
        text =
            "\(TimeChartView.start(bucket)): "
            + (counts.isEmpty
                ? "no difference"
                : counts.map { "\($0.0 == "changed" ? bucket.sign : "")\(FigureText.count($0.1)) \($0.2)" }.joined(separator: ", "))
        parts = []
        // Even the smallest part is seen, at the cost of the others.
        let heights = counts.map { max(2, 100 * Double($0.1) / Double(highest)) }
        let scale = min(1, 100 / max(heights.reduce(0, +), 1))
        var top = 100.0
        for ((tone, _, _), height) in zip(counts, heights) {
            top -= height * scale
            parts.append(.init(tone: tone, x: x, y: Self.tenths(top), height: Self.tenths(height * scale)))
        }
    }

    private static func tenths(_ number: Double) -> String {
        let tenths = Int((max(number, 0) * 10).rounded())
        return tenths.isMultiple(of: 10) ? "\(tenths / 10)" : "\(tenths / 10).\(tenths % 10)"
    }
}

extension DiffTimeline.Bucket {
    /// Stands before an estimated number.
    fileprivate var sign: String { differentEstimate == nil ? "" : "≈" }
}

extension TimeChartView.Row {
    init(_ bucket: DiffTimeline.Bucket) {
        start = TimeChartView.start(bucket)
        different = bucket.sign + FigureText.count(bucket.differentEstimate ?? bucket.different)
        onlyA = FigureText.count(bucket.exclusiveA)
        onlyB = FigureText.count(bucket.exclusiveB)
        rowsA = FigureText.count(bucket.rowsA)
        rowsB = FigureText.count(bucket.rowsB)
    }
}
