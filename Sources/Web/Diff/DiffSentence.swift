import DataDiff
import Reports

/// What a diff found out, in one plain sentence.
enum DiffSentence {
    /// The sentence for a diff in any state.
    static func text(_ page: DiffPage) -> String {
        switch page.state {
        case .waiting: "The diff waits for its turn."
        case .running: "The two tables are being compared."
        case .cancelled(let reason): reason ?? "The diff was cancelled."
        case .finished(let result): text(result)
        }
    }

    /// What part of time was compared, and why rows may be on one side only.
    static func time(_ result: DiffResult) -> [String] {
        [result.window?.sentence(name: { $0 }, count: { FigureText.count($0) }), result.buildGapSentence(duration: TimeText.duration)]
            .compactMap { $0.map { $0 + "." } }
    }

    private static func text(_ result: DiffResult) -> String {
        switch result.verdict {
        case .error: return "The two tables could not be compared."
        case .missingKey: return "No primary key is known, so rows could not be matched: only rows were counted and columns compared."
        case .empty: return "Both tables are empty."
        case .identical:
            if let clean = result.cleanSampleText { return Phrase.sentence([clean]) }
            let rows = result.pks?.totalRows.sides.b ?? 0
            return Phrase.sentence(["the two tables are identical: \(FigureText.count(rows, "row")), \(columns(result))"])
        case .badKeys: return Phrase.sentence(badKeys(result) + differences(result))
        case .different:
            let clauses = differences(result)
            return clauses.isEmpty ? "The two tables differ." : Phrase.sentence(clauses)
        }
    }

    private static func columns(_ result: DiffResult) -> String {
        FigureText.count(result.schema?.columnCounts.first ?? result.columnOrder.count, "column")
    }

    private static func badKeys(_ result: DiffResult) -> [String] {
        guard let keys = result.pks else { return ["the primary key has null or duplicate values"] }
        return [("a", keys.nulls.sides.a, keys.dupes.sides.a), ("b", keys.nulls.sides.b, keys.dupes.sides.b)]
            .compactMap { side, nulls, duplicates in
                let parts = [
                    nulls > 0 ? FigureText.count(nulls, "row") + " with a null key" : nil,
                    duplicates > 0 ? FigureText.count(duplicates, "row") + " with a duplicate key" : nil,
                ].compactMap(\.self)
                return parts.isEmpty ? nil : "\(Phrase.list(parts)) in \(side)"
            }
    }

    private static func differences(_ result: DiffResult) -> [String] {
        let (removed, added) = result.pks?.exclusives.sides ?? (0, 0)
        var clauses: [String] = []
        if let values = result.values, values.rowsWithDifferences > 0 {
            let compared = FigureText.count(values.totalRows)
            let verb = values.rowsWithDifferences == 1 ? "differs" : "differ"
            clauses.append(
                "\(FigureText.count(values.rowsWithDifferences)) of \(compared) \(result.comparedRow)s \(verb)\(result.estimateText)")
        }
        if let clean = result.cleanSampleText { clauses.append(clean) }
        if removed > 0 { clauses.append("\(FigureText.count(removed, "key")) of a \(removed == 1 ? "is" : "are") missing in b") }
        if added > 0 { clauses.append("\(FigureText.count(added, "key")) \(added == 1 ? "is" : "are") new in b") }
        return clauses + schema(result)
    }

    private static func schema(_ result: DiffResult) -> [String] {
        let types = result.schema?.columnTypeMismatches ?? 0
        let counts = [(result.removedColumns.count, "removed"), (result.addedColumns.count, "added")]
        let exclusive = counts.filter { $0.0 > 0 }.map { number, word in
            "\(FigureText.count(number, "column")) \(number == 1 ? "is" : "are") \(word)"
        }
        return exclusive
            + (types > 0 ? ["\(FigureText.count(types, "column")) \(types == 1 ? "changes its type" : "change their type")"] : [])
    }
}
