import DataDiff

/// The profiles tab: what each column holds on either side.
struct ProfilesView {
    private static let pageSize = 25

    var columns: [ProfileView]
    var summary: String
    var note: String?
    /// Why there are none, or not all.
    var trouble: String?
    /// What to do about that.
    var troubleHint: String?
    /// Says how to get profiles where there are none.
    var emptyText: String?
    var pager: PagerView?

    init(_ page: DiffPage, _ result: DiffResult) {
        let profiles = result.profiles?.columns ?? []
        trouble = result.profiles?.error.map { "The profiles could not be made: \($0.message). The counts of this diff are complete." }
        troubleHint = result.profiles?.error?.hint
        let slice = PageSlice(count: profiles.count, page: page.choice.page, size: Self.pageSize)
        let keys = Set(result.primaryKey.columns)
        columns = profiles[slice.range].map { ProfileView($0, isKey: keys.contains($0.columnName)) }
        summary = FigureText.count(profiles.count, "column")
        let isEstimated = profiles.contains { !(($0.a?.estimated ?? []) + ($0.b?.estimated ?? [])).isEmpty }
        note = isEstimated ? "≈ is an estimate from a sample of the rows: the table is large. Counts without it are exact." : nil
        emptyText =
            result.profiles == nil
            ? page.prunedText != nil
                ? "Profiles of this diff, if there were any, were deleted."
                : "No profiles were asked for. The key profile: true of a CI configuration, or --profile on the command line, asks for them."
            : nil
        pager = PagerView(slice) { Route.path(Route.diff(page.id, .profiles), [("page", $0 > 1 ? String($0) : nil)]) }
    }
}

/// One column's profile.
struct ProfileView {
    /// A statistic of both sides.
    struct Figure {
        var name: String
        var a: String
        var b: String
        var isChanged: Bool
    }

    /// A frequent value with its share on both sides.
    struct Value {
        var cell: CellView
        var a: String
        var b: String
        var barA: BarView?
        var barB: BarView?
    }

    var name: String
    var isKey: Bool
    var typeA: String?
    /// Only where it is another.
    var typeB: String?
    var mark: String?
    var tone: String
    var figures: [Figure]
    var histogram: HistogramView?
    var values: [Value]
    var hasValues: Bool

    init(_ profile: ColumnProfile, isKey: Bool) {
        name = profile.columnName
        self.isKey = isKey
        let (a, b) = (profile.a, profile.b)
        typeA = a?.type ?? b?.type
        typeB = a != nil && b != nil && a?.type != b?.type ? b?.type : nil
        (mark, tone) = a == nil ? ("+ added", "added") : b == nil ? ("− removed", "removed") : (nil, "quiet")
        figures = ProfileFigureList.all(a, b)
        histogram = profile.histogram.flatMap { HistogramView($0, profile) }
        values = Self.values(a, b)
        hasValues = !values.isEmpty
    }

    /// Those of a first, then b's own; a value is not known on a side where it is not among the most frequent.
    private static func values(_ a: ColumnProfile.Side?, _ b: ColumnProfile.Side?) -> [Value] {
        let lists = [a, b].map { $0?.topValues ?? [] }
        // Ten values out of many that occur once are no finding.
        guard lists.joined().contains(where: { $0.count > 1 }) else { return [] }
        var order: [CellValue] = []
        for value in lists.joined().map(\.value) where !order.contains(value) { order.append(value) }
        let counts = lists.map { Dictionary($0.map { ($0.value, $0.count) }) { first, _ in first } }
        func share(_ count: Int?, _ side: ColumnProfile.Side?) -> Double { count.map { Double($0) / Double(max(1, side?.rows ?? 1)) } ?? 0 }
        let ranked = order.enumerated().sorted { one, other in
            func largest(_ value: CellValue) -> Double { max(share(counts[0][value], a), share(counts[1][value], b)) }
            return (largest(other.element), one.offset) < (largest(one.element), other.offset)
        }
        return ranked.prefix(10).map { _, value in
            func figure(_ index: Int, _ side: ColumnProfile.Side?) -> (String, BarView?) {
                guard let side else { return ("", nil) }
                guard let count = counts[index][value] else { return (lists[index].count < 10 ? "0" : "–", nil) }
                let mark = side.estimated.contains(.topValues) ? "≈" : ""
                let text = mark + FigureText.count(count)
                return (
                    text, BarView(percentage: 100 * share(count, side), label: "\(FigureText.percent(count, of: side.rows)) of the rows")
                )
            }
            let (ofA, ofB) = (figure(0, a), figure(1, b))
            return Value(cell: CellView(value, limit: 40), a: ofA.0, b: ofB.0, barA: ofA.1, barB: ofB.1)
        }
    }
}

/// The statistics of a column under each other.
enum ProfileFigureList {
    static func all(_ a: ColumnProfile.Side?, _ b: ColumnProfile.Side?) -> [ProfileView.Figure] {
        let rows: [(String, (ColumnProfile.Side) -> String?)] = [
            ("Nulls", { FigureText.count($0.nulls) + share($0.nulls, $0) }),
            ("Distinct", { side in side.distinct.map { mark(.distinct, side) + FigureText.count($0) } }),
            ("Empty", { side in side.emptyTexts.map { FigureText.count($0) + share($0, side) } }),
            ("Length", { length($0) }),
            ("Minimum", { text($0.min) }),
            ("5 %", { quantile($0, \.p05) }), ("25 %", { quantile($0, \.p25) }), ("Median", { quantile($0, \.p50) }),
            ("75 %", { quantile($0, \.p75) }), ("95 %", { quantile($0, \.p95) }),
            ("Maximum", { text($0.max) }),
            ("Mean", { text($0.mean) }),
            ("NaN", { positive($0.nans) }), ("Infinite", { positive($0.infinities) }),
        ]
        return rows.compactMap { name, figure in
            let (ofA, ofB) = (a.flatMap(figure), b.flatMap(figure))
            guard ofA != nil || ofB != nil else { return nil }
            return .init(name: name, a: ofA ?? "–", b: ofB ?? "–", isChanged: a != nil && b != nil && ofA != ofB)
        }
    }

    private static func share(_ part: Int, _ side: ColumnProfile.Side) -> String {
        part > 0 ? " (\(FigureText.percent(part, of: side.rows)))" : ""
    }

    private static func length(_ side: ColumnProfile.Side) -> String? {
        guard let shortest = side.minLength, let longest = side.maxLength else { return nil }
        return shortest == longest ? FigureText.count(shortest) : "\(FigureText.count(shortest)) to \(FigureText.count(longest))"
    }

    private static func quantile(_ side: ColumnProfile.Side, _ part: KeyPath<ColumnProfile.Quantiles, CellValue>) -> String? {
        side.quantiles.flatMap { text($0[keyPath: part]) }.map { mark(.quantiles, side) + $0 }
    }

    private static func positive(_ count: Int?) -> String? { count.flatMap { $0 > 0 ? FigureText.count($0) : nil } }
    private static func mark(_ part: ColumnProfile.Estimate, _ side: ColumnProfile.Side) -> String {
        side.estimated.contains(part) ? "≈" : ""
    }

    private static func text(_ value: CellValue?) -> String? {
        value.map { CellText.visible(CellText($0).text, breaksLines: false) }
    }
}
