import DataDiff
import Foundation

/// One side's statistics in a few characters each, for a terminal.
struct ProfileFigures {
    /// A figure with its name.
    struct Figure {
        let name: String
        let text: String
    }

    /// Values beyond this many are left out.
    private static let shownValues = 5
    private static let valueWidth = 24
    private let side: ColumnProfile.Side

    init(_ side: ColumnProfile.Side) {
        self.side = side
    }

    /// Those that the type has, in the order of the table.
    var all: [Figure] {
        let quantiles = side.quantiles
        let isOrdered = side.topValues != nil && side.minLength == nil && side.emptyTexts == nil && !isBoolean
        let ordered: [(String, String)] =
            isOrdered
            ? [
                ("min", Self.text(side.min)), ("p25", estimate(.quantiles, Self.text(quantiles?.p25))),
                ("p50", estimate(.quantiles, Self.text(quantiles?.p50))), ("p75", estimate(.quantiles, Self.text(quantiles?.p75))),
                ("max", Self.text(side.max)),
            ] : []
        let rest: [(String, Int?)] = [("NaN", side.nans), ("infinite", side.infinities)]
        let counts = rest.compactMap { name, count in count.flatMap { $0 > 0 ? (name, "\($0)") : nil } }
        let text: [(String, String)] =
            side.emptyTexts.map { [("empty", "\($0)"), ("length", length)] } ?? []
        let distinct = side.distinct.map { [("distinct", estimate(.distinct, "\($0)"))] } ?? []
        let mean = side.mean.map { [("mean", Self.text($0))] } ?? []
        return ([("nulls", "\(side.nulls)")] + distinct + text + ordered + mean + counts).map { Figure(name: $0, text: $1) }
    }

    private var isBoolean: Bool {
        side.topValues?.contains { if case .boolean = $0.value { true } else { false } } == true
            || ["BOOLEAN", "boolean"].contains(side.type)
    }

    private var length: String {
        guard let shortest = side.minLength, let longest = side.maxLength else { return "–" }
        return shortest == longest ? "\(shortest)" : "\(shortest)–\(longest)"
    }

    private func estimate(_ part: ColumnProfile.Estimate, _ text: String) -> String {
        side.estimated.contains(part) && text != "–" ? "≈\(text)" : text
    }

    /// The most frequent values with their shares, as many as fit; only those that a percent of the rows or more hold.
    func top(width: Int) -> String {
        let values = (side.topValues ?? []).filter { $0.count > 1 && 100 * $0.count >= side.rows }
        var text = ""
        for value in values.prefix(Self.shownValues) {
            let next = "\(Self.shown(value.value)) (\(estimate(.topValues, NumberText.share(value.count, of: side.rows))))"
            let longer = text.isEmpty ? next : "\(text), \(next)"
            if longer.count > width { return text.isEmpty ? next : text + ", …" }
            text = longer
        }
        return values.count > Self.shownValues ? text + ", …" : text
    }

    private static func shown(_ value: CellValue) -> String {
        if case .text("") = value { return "''" }
        return TerminalSafe.line(text(value), limit: valueWidth)
    }

    /// Doubles in seven digits: a table is for comparing, the JSON has them all.
    private static func text(_ value: CellValue?) -> String {
        guard let value else { return "–" }
        guard case .number(let number) = value else { return value.text }
        return number == number.rounded() && abs(number) < 1e15 ? value.text : String(format: "%.7g", number)
    }
}
