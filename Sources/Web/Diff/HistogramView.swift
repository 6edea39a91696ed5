import DataDiff

/// Paired bars, one pair for each bin; heights are shares of the side's values, so that sides of different size can be compared.
struct HistogramView {
    /// One bar in a drawing 100 high; lengths as SVG wants them.
    struct Bar {
        var x: String
        var y: String
        var width: String
        var height: String
        /// `a` or `b`.
        var side: String
        var title: String
    }

    private static let binWidth = 20
    var bars: [Bar]
    var viewBox: String
    var label: String
    var first: String
    var last: String

    /// Nil where all values are the same: a single bar says nothing.
    init?(_ histogram: ColumnProfile.Histogram, _ profile: ColumnProfile) {
        guard histogram.bins.count > 1, let from = histogram.bins.first?.from, let to = histogram.bins.last?.to else { return nil }
        let sides = [("a", histogram.a, profile.a), ("b", histogram.b, profile.b)].compactMap { name, counts, side in
            counts.map { (name: name, counts: $0, isEstimated: side?.estimated.contains(.histogram) == true) }
        }
        let largest = sides.flatMap { Self.shares($0.counts) }.max() ?? 0
        guard largest > 0 else { return nil }
        (first, last) = (CellView(from, limit: 32).text, CellView(to, limit: 32).text)
        viewBox = "0 0 \(histogram.bins.count * Self.binWidth) 100"
        label = "Distribution of \(profile.columnName) from \(first) to \(last)"
        let each = (Self.binWidth - 4) / max(1, sides.count)
        bars = sides.enumerated().flatMap { place, side in
            zip(histogram.bins, zip(side.counts, Self.shares(side.counts))).enumerated().compactMap { index, entry -> Bar? in
                let (bin, (count, share)) = entry
                guard count > 0 else { return nil }
                // The smallest count can still be seen.
                let height = max(2, Int((share / largest * 100).rounded()))
                let mark = side.isEstimated ? "≈" : ""
                return Bar(
                    x: String(index * Self.binWidth + 2 + place * each), y: String(100 - height), width: String(each),
                    height: String(height),
                    side: side.name,
                    title: "\(side.name): \(mark)\(FigureText.count(count)) (\(FigureText.percent(100 * share))), \(Self.words(bin))")
            }
        }
    }

    private static func words(_ bin: ColumnProfile.Histogram.Bin) -> String {
        let (from, to) = (CellView(bin.from, limit: 32).text, CellView(bin.to, limit: 32).text)
        return from == to ? from : "\(from) to \(to)"
    }

    private static func shares(_ counts: [Int]) -> [Double] {
        let total = Double(counts.reduce(0, +))
        return counts.map { total > 0 ? Double($0) / total : 0 }
    }
}
