import DataDiff

/// The sample rows of a diff for a terminal.
struct DiffTextRows {
    /// Columns beyond this many do not fit beside each other.
    private static let shownColumns = 8
    private let result: DiffResult
    private let ink: Ink
    private let shown: Int

    init(_ result: DiffResult, ink: Ink, shown: Int) {
        self.result = result
        self.ink = ink
        self.shown = shown
    }

    var lines: [String] {
        let rows = result.rows
        let groups = [
            different(rows.different),
            whole("Only in a", rows.exclusiveA, result.pks?.exclusives[0] ?? 0, ink.removed),
            whole("Only in b", rows.exclusiveB, result.pks?.exclusives[1] ?? 0, ink.added),
            whole("Duplicate keys in a", rows.duplicateA, result.pks?.dupes[0] ?? 0, ink.changed),
            whole("Duplicate keys in b", rows.duplicateB, result.pks?.dupes[1] ?? 0, ink.changed),
            whole("Null keys in a", rows.nullKeyA, result.pks?.nulls[0] ?? 0, ink.changed),
            whole("Null keys in b", rows.nullKeyB, result.pks?.nulls[1] ?? 0, ink.changed),
        ]
        return Array(groups.filter { !$0.isEmpty }.joined(separator: [""]))
    }

    private func different(_ rows: [RowSamples.DifferentRow]) -> [String] {
        guard shown > 0, !rows.isEmpty else { return [] }
        var table = TextTable([.left, .left, .left, .left])
        for row in rows.prefix(shown) {
            let key = result.primaryKey.columns.map { row.key[$0].map(Self.text) ?? "" }.joined(separator: ", ")
            for (index, name) in row.columns.keys.sorted().enumerated() {
                guard let pair = row.columns[name] else { continue }
                table.add([
                    .init(index == 0 ? key : "", ink: ink.bold), .init(name), .init(Self.text(pair.a), ink: ink.removed),
                    .init(Self.text(pair.b), ink: ink.added),
                ])
            }
        }
        return [title("Different rows", shown: min(shown, rows.count), of: result.values?.rowsWithDifferences ?? rows.count)] + table.lines
    }

    private func whole(_ name: String, _ rows: [RowSamples.Row], _ total: Int, _ tint: @escaping (String) -> String) -> [String] {
        guard shown > 0, !rows.isEmpty else { return [] }
        let order = result.primaryKey.columns + result.sides.flatMap(\.columns).map(\.name)
        var names: [String] = []
        for name in order where rows[0][name] != nil && !names.contains(name) { names.append(name) }
        let columns = Array(names.prefix(Self.shownColumns))
        var table = TextTable(Array(repeating: .left, count: columns.count))
        table.add(columns, ink: ink.dim)
        for row in rows.prefix(shown) { table.add(columns.map { .init(row[$0].map(Self.text) ?? "", ink: tint) }) }
        let more = names.count > columns.count ? [ink.dim("  and \(NumberText.count(names.count - columns.count, "more column"))")] : []
        return [title(name, shown: min(shown, rows.count), of: total)] + table.lines + more
    }

    private func title(_ name: String, shown: Int, of total: Int) -> String {
        ink.bold(name) + ink.dim("  \(shown) of \(total)")
    }

    private static func text(_ value: CellValue) -> String {
        TerminalSafe.line(value.text, limit: 32)
    }
}
