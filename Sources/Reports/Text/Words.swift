package import DataDiff

extension Verdict {
    /// The verdict in one or two words, as it stands in tables.
    package var words: String {
        switch self {
        case .error: "error"
        case .missingKey: "no key"
        case .empty: "both empty"
        case .badKeys: "bad keys"
        case .different: "differs"
        case .identical: "same"
        }
    }

    /// A sign beside the words, never instead of them.
    package var sign: String {
        switch self {
        case .error: "❌"
        case .missingKey: "❔"
        case .empty, .identical: "✅"
        case .badKeys, .different: "⚠️"
        }
    }
}

extension DiffResult {
    /// The verdict in a few words, as it stands in tables.
    package var words: String { verdict == .identical && sampling.sampled ? "same in a sample" : verdict.words }

    /// The columns that differ, the most differing first.
    package var differingColumns: [ValueStatistics.ColumnStatistics] {
        (values?.columnsDiffStats ?? []).filter { $0.valuesDifferent > 0 }.sorted { $0.valuesDifferent > $1.valuesDifferent }
    }

    /// The result in one sentence of counts.
    package var sentence: String {
        if let error { return error.message }
        guard verdict != .empty else { return "both sides have no rows" }
        var facts: [String] = []
        if let pks {
            if verdict == .missingKey { facts.append("no primary key is known, so only row counts and columns were compared") }
            if pks.exclusives[0] > 0 { facts.append("\(NumberText.count(pks.exclusives[0], "key")) removed") }
            if pks.exclusives[1] > 0 { facts.append("\(NumberText.count(pks.exclusives[1], "key")) added") }
            if let nulls = pks.nulls.max(), nulls > 0 { facts.append("rows with null keys: \(pks.nulls[0]) → \(pks.nulls[1])") }
            if let dupes = pks.dupes.max(), dupes > 0 { facts.append("rows with duplicate keys: \(pks.dupes[0]) → \(pks.dupes[1])") }
        }
        if let values, values.rowsWithDifferences > 0 {
            let row = sampling.sampled ? "sampled row" : "row"
            facts.append(
                "\(values.rowsWithDifferences) of \(NumberText.count(values.totalRows, row)) differ in "
                    + NumberText.count(values.columnsWithDifferences, "column") + estimateOfAll)
        }
        if let clean = cleanSample() { facts.append(clean) }
        if let schema { facts += schema.facts }
        return facts.isEmpty ? "nothing differs" : facts.joined(separator: "; ")
    }
}

extension SchemaComparison {
    /// What changed in the columns, in counts.
    package var facts: [String] {
        var facts: [String] = []
        if !exclusiveColumns[0].isEmpty { facts.append("\(NumberText.count(exclusiveColumns[0].count, "column")) removed") }
        if !exclusiveColumns[1].isEmpty { facts.append("\(NumberText.count(exclusiveColumns[1].count, "column")) added") }
        if columnTypeMismatches > 0 { facts.append("\(NumberText.count(columnTypeMismatches, "column type")) changed") }
        return facts
    }
}
