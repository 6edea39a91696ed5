import DataDiff

/// Where all rows of a diff were written to, for a terminal.
struct DiffTextKept {
    let result: DiffResult
    let ink: Ink

    var lines: [String] {
        section("Tables with all rows", (result.materialized ?? []).map { ($0.table, $0.rows) }, wasAsked: result.materialized != nil)
            + section("Files with all rows", (result.exported ?? []).map { ($0.file, $0.rows) }, wasAsked: result.exported != nil)
    }

    private func section(_ title: String, _ places: [(name: String, rows: Int)], wasAsked: Bool) -> [String] {
        guard wasAsked else { return [] }
        guard !places.isEmpty else { return [ink.bold(title) + "  none: there are no rows to keep"] }
        // Names are to be copied, so none is cut.
        return [ink.bold(title)] + places.map { "  \(TerminalSafe.line($0.name, limit: 4096))  \(NumberText.count($0.rows, "row"))" }
    }
}
