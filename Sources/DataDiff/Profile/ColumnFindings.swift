import Relational
import SQL

/// What one side's statement told of one column, as texts.
struct ColumnFindings {
    let column: Column
    let kind: ProfileKind
    let rows: Int
    let statistics: [ProfileStatistic: String?]

    /// One of the most frequent values.
    struct Group {
        let text: String
        let rows: Int
        /// How many different values the column has.
        let values: Int
    }

    subscript(_ statistic: ProfileStatistic) -> String? { statistics[statistic] ?? nil }

    /// - Parameters:
    ///   - groups: the most frequent values.
    ///   - factor: by which counts in the sample are multiplied; nil when all rows were counted.
    func side(quantiles: [String?], groups: [Group], factor: Double?) -> ColumnProfile.Side {
        let filled = count(.filled) ?? 0
        var side = ColumnProfile.Side(type: column.type.spelling, rows: rows, nulls: rows - filled)
        switch kind {
        case .number, .moment:
            (side.min, side.max) = (self[.minimum].map(cell), self[.maximum].map(cell))
            side.quantiles = ColumnProfile.Quantiles(quantiles.compactMap { $0.map(cell) })
            if kind == .number { number(&side) }
        case .text: (side.minLength, side.maxLength, side.emptyTexts) = (count(.shortest), count(.longest), count(.empty))
        case .boolean, .countable, .opaque: break
        }
        guard kind.isGrouped else { return side }
        frequencies(&side, groups, filled: filled, factor: factor)
        if factor != nil {
            side.estimated = [.distinct]
            if kind.hasQuantiles { side.estimated.append(.quantiles) }
            if kind.hasTopValues { side.estimated.append(.topValues) }
            if kind.hasQuantiles { side.estimated.append(.histogram) }
        }
        return side
    }

    private func number(_ side: inout ColumnProfile.Side) {
        side.mean = self[.mean].flatMap { text in
            Double(text).map { $0.isFinite ? CellValue(.double($0)) : .text(text) }
        }
        if column.type.typeClass == .integer { return }
        (side.nans, side.infinities) = (count(.nans), count(.infinities))
    }

    private func frequencies(_ side: inout ColumnProfile.Side, _ groups: [Group], filled: Int, factor: Double?) {
        let top = groups.map { group in
            let count = factor.map { Int((Double(group.rows) * $0).rounded()) } ?? group.rows
            return ColumnProfile.TopValue(value: cell(kind == .text ? Self.excerpt(group.text) : group.text), count: count)
        }
        let seen = groups.first?.values ?? 0
        if kind.hasTopValues { side.topValues = top.sorted { ($1.count, $0.value.text) < ($0.count, $1.value.text) } }
        side.distinct = factor == nil ? seen : min(filled, max(seen, count(.distinct) ?? 0))
    }

    private func count(_ statistic: ProfileStatistic) -> Int? { self[statistic].flatMap { Int($0) } }

    private static func excerpt(_ text: String) -> String {
        text.unicodeScalars.count > ProfilePlan.textLimit
            ? String(String.UnicodeScalarView(text.unicodeScalars.prefix(ProfilePlan.textLimit))) + "…" : text
    }

    private func cell(_ text: String) -> CellValue {
        switch column.type.typeClass {
        case .boolean: .boolean(text == "true")
        case .integer: Int64(text).map { CellValue(.integer($0)) } ?? .text(text)
        case .float: Double(text).map { CellValue(.double($0)) } ?? .text(text)
        default: .text(text)
        }
    }
}
