import DataDiff

/// The profiles of a diff's columns for a terminal: per column a small table, a row for each side, and the shape of the values.
struct DiffTextProfiles {
    /// Columns beyond this many are counted; the JSON has them all.
    private static let shownColumns = 60
    private let profiles: [ColumnProfile]
    private let error: DiffFailure?
    private let ink: Ink
    private let width: Int

    init(_ profiles: ColumnProfiles?, ink: Ink, width: Int) {
        self.profiles = profiles?.columns ?? []
        error = profiles?.error
        self.ink = ink
        self.width = width
    }

    var lines: [String] {
        guard !profiles.isEmpty else { return failure.isEmpty ? [] : [ink.bold("Profiles")] + failure }
        let blocks = profiles.prefix(Self.shownColumns).map { DiffTextProfile($0, ink: ink, width: width).lines }
        let more = profiles.count - blocks.count
        let isEstimated = profiles.contains { !(($0.a?.estimated ?? []) + ($0.b?.estimated ?? [])).isEmpty }
        let notes =
            (isEstimated ? ["  ≈ estimated: the table is large"] : [])
            + (more > 0 ? ["  and \(NumberText.count(more, "more column")); --format json has all"] : [])
        return [ink.bold("Profiles")] + Array(blocks.joined(separator: [""])) + (notes.isEmpty ? [] : [""] + notes.map(ink.dim))
            + (failure.isEmpty ? [] : [""] + failure)
    }

    /// The diff itself is complete without them.
    private var failure: [String] {
        guard let error else { return [] }
        let more = [error.detail, error.hint].compactMap(\.self).map { "  " + TerminalSafe.line($0, limit: 500) }
        return ["  " + ink.removed("failed") + "  " + TerminalSafe.line(error.message, limit: 500)] + more.map { "  " + $0 }
    }
}

/// One column's profile.
private struct DiffTextProfile {
    private let profile: ColumnProfile
    private let ink: Ink
    private let width: Int

    init(_ profile: ColumnProfile, ink: Ink, width: Int) {
        self.profile = profile
        self.ink = ink
        self.width = width
    }

    private var sides: [(name: String, side: ColumnProfile.Side)] {
        [("a", profile.a), ("b", profile.b)].compactMap { name, side in side.map { (name, $0) } }
    }

    var lines: [String] { [heading] + table + top }

    private var heading: String {
        let types = sides.map { TerminalSafe.line($0.side.type, limit: 40) }
        let type = types.count == 2 && types[0] != types[1] ? "\(types[0]) → \(types[1])" : types.first ?? ""
        let place = profile.a == nil ? ink.added("  only in b") : profile.b == nil ? ink.removed("  only in a") : ""
        return "  \(ink.bold(TerminalSafe.line(profile.columnName)))  \(ink.dim(type))\(place)"
    }

    /// The widest form that fits: all figures beside the shape, all above it, fewer above it, one below the other.
    private var table: [String] {
        let figures = sides.map { ProfileFigures($0.side).all }
        let names = figures.first?.map(\.name) ?? []
        let fewer = names.filter { !["p25", "p75", "mean"].contains($0) }
        let shapes = sides.indices.map(shape)
        let hasShape = !shapes.joined().isEmpty
        let forms = hasShape ? [(names, true), (names, false), (fewer, false)] : [(names, false), (fewer, false)]
        for (shown, isBeside) in forms {
            let lines = across(shown, figures, shapes: isBeside ? shapes : nil)
            guard lines.allSatisfy({ $0.count <= width }) else { continue }
            return colouring { across(shown, figures, shapes: isBeside ? shapes : nil, ink: $0) } + (isBeside ? [] : below(shapes))
        }
        return colouring { down(names, figures, ink: $0) } + below(shapes)
    }

    /// Widths are measured without colours.
    private func colouring(_ lines: (Ink) -> [String]) -> [String] { lines(ink) }

    private func across(
        _ names: [String], _ figures: [[ProfileFigures.Figure]], shapes: [String]?, ink: Ink = Ink(isOn: false)
    ) -> [String] {
        var table = TextTable([.left] + names.map { _ in .right } + (shapes == nil ? [] : [.left]))
        table.add([""] + names, ink: ink.dim)
        for (index, entry) in sides.enumerated() {
            let cells = names.map { name in cell(name, index, figures, ink) }
            let shape = shapes.map { [TextTable.Cell($0[index], ink: { index == 0 ? ink.dim($0) : $0 })] } ?? []
            table.add([TextTable.Cell(entry.name, ink: ink.bold)] + cells + shape)
        }
        return table.lines.map { "  " + $0 }
    }

    private func down(_ names: [String], _ figures: [[ProfileFigures.Figure]], ink: Ink) -> [String] {
        var table = TextTable([.left] + sides.map { _ in .right })
        table.add([""] + sides.map(\.name), ink: ink.dim)
        for name in names { table.add([TextTable.Cell(name, ink: ink.dim)] + sides.indices.map { cell(name, $0, figures, ink) }) }
        return table.lines.map { "  " + $0 }
    }

    /// What differs between the sides stands out.
    private func cell(_ name: String, _ index: Int, _ figures: [[ProfileFigures.Figure]], _ ink: Ink) -> TextTable.Cell {
        let texts = figures.map { side in side.first(where: { $0.name == name })?.text ?? "–" }
        let differs = texts.count == 2 && texts[0] != texts[1]
        return TextTable.Cell(texts[index], ink: { differs ? ink.changed($0) : $0 })
    }

    private func below(_ shapes: [String]) -> [String] {
        sides.indices.filter { !shapes[$0].isEmpty }.map { "    \(ink.bold(sides[$0].name))  \(shapes[$0])" }
    }

    /// Shares of the side's values, so that sides of different size have the same shape when their values are spread alike.
    private func shape(_ index: Int) -> String {
        let counts = [profile.histogram?.a, profile.histogram?.b]
        let own = sides[index].name == "a" ? counts[0] : counts[1]
        guard let own, own.count > 1 else { return "" }
        let largest = counts.compactMap(\.self).flatMap { Self.shares($0) }.max() ?? 0
        return Spark.text(Self.shares(own), largest: largest)
    }

    private static func shares(_ counts: [Int]) -> [Double] {
        let total = Double(counts.reduce(0, +))
        return counts.map { total > 0 ? Double($0) / total : 0 }
    }

    private var top: [String] {
        let texts = sides.map { ProfileFigures($0.side).top(width: width - 10) }
        guard texts.contains(where: { !$0.isEmpty }) else { return [] }
        if Set(texts).count == 1, texts.count == 2 { return ["    " + ink.dim("top   ") + texts[0]] }
        return sides.indices.filter { !texts[$0].isEmpty }.map { "    " + ink.dim("top \(sides[$0].name) ") + texts[$0] }
    }
}

/// A row of blocks whose heights are shares.
enum Spark {
    private static let blocks = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]

    /// Only nothing is a dot; what is there has at least the lowest block.
    static func text(_ shares: [Double], largest: Double) -> String {
        shares.map { share in
            guard share > 0, largest > 0 else { return "·" }
            return blocks[min(blocks.count - 1, max(0, Int((share / largest * Double(blocks.count)).rounded(.up)) - 1))]
        }.joined()
    }
}
