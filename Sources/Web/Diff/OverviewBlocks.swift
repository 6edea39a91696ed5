import DataDiff

/// Rows and keys.
enum KeyBlock {
    static func make(_ page: DiffPage, _ result: DiffResult) -> OverviewView.Block {
        guard let keys = result.pks else {
            return .init(title: "Primary keys", tab: .keys, page: page, badge: .waiting, measures: [])
        }
        let rows = rows(keys)
        guard !result.primaryKey.columns.isEmpty else {
            return .init(title: "Primary keys", tab: .keys, page: page, badge: BadgeView(.missingKey), measures: [rows])
        }
        return .init(
            title: "Primary keys", tab: .keys, page: page, badge: badge(keys),
            measures: [
                rows, soundness("a", keys.totalRows.sides.a, keys.nulls.sides.a, keys.dupes.sides.a),
                soundness("b", keys.totalRows.sides.b, keys.nulls.sides.b, keys.dupes.sides.b),
                missing(keys), added(keys),
            ]
        )
    }

    private static func badge(_ keys: KeyStatistics) -> BadgeView {
        if keys.hasBadKeys { return BadgeView(.badKeys) }
        return keys.hasExclusives
            ? BadgeView(icon: "≠", word: "Differ", tone: "changed") : BadgeView(icon: "✓", word: "Same", tone: "ok")
    }

    private static func rows(_ keys: KeyStatistics) -> OverviewView.Measure {
        let (a, b) = keys.totalRows.sides
        if a == b { return .init(name: "Rows", text: "\(FigureText.count(a)) on both sides", tone: "quiet") }
        let change = [FigureText.signed(b - a), FigureText.change(from: a, to: b)].compactMap(\.self).joined(separator: ", ")
        return .init(name: "Rows", text: "\(FigureText.count(a)) → \(FigureText.count(b)) (\(change))", tone: "quiet")
    }

    private static func soundness(_ side: String, _ rows: Int, _ nulls: Int, _ duplicates: Int) -> OverviewView.Measure {
        guard nulls + duplicates > 0 else {
            return .init(name: "Key in \(side)", text: "unique and never null", tone: "ok")
        }
        let parts = [
            nulls > 0 ? "\(FigureText.count(nulls, "row")) (\(FigureText.percent(nulls, of: rows))) with a null key" : nil,
            duplicates > 0
                ? "\(FigureText.count(duplicates, "row")) (\(FigureText.percent(duplicates, of: rows))) with a duplicate key" : nil,
        ]
        let text = Phrase.list(parts.compactMap(\.self))
        let sound = rows > 0 ? 100 * Double(max(rows - nulls - duplicates, 0)) / Double(rows) : 0
        return .init(name: "Key in \(side)", text: text, tone: "failed", bar: BarView(percentage: sound, label: text, tone: "failed"))
    }

    private static func missing(_ keys: KeyStatistics) -> OverviewView.Measure {
        let (count, _) = keys.exclusives.sides
        let whole = keys.distincts.sides.a
        if count == 0 { return .init(name: "Missing in b", text: "no key of a is missing in b", tone: "ok") }
        let text =
            "\(FigureText.count(count, "key")) (\(FigureText.percent(count, of: whole))) of a \(count == 1 ? "is" : "are") missing in b"
        return .init(name: "Missing in b", text: text, tone: "removed", bar: common(count, whole, text, "removed"))
    }

    private static func added(_ keys: KeyStatistics) -> OverviewView.Measure {
        let (_, count) = keys.exclusives.sides
        let whole = keys.distincts.sides.b
        if count == 0 { return .init(name: "New in b", text: "no key of b is missing in a", tone: "ok") }
        let text =
            "\(FigureText.count(count, "key")) (\(FigureText.percent(count, of: whole))) of b \(count == 1 ? "is" : "are") missing in a"
        return .init(name: "New in b", text: text, tone: "added", bar: common(count, whole, text, "added"))
    }

    private static func common(_ exclusive: Int, _ whole: Int, _ text: String, _ tone: String) -> BarView? {
        whole > 0 ? BarView(percentage: 100 * Double(max(whole - exclusive, 0)) / Double(whole), label: text, tone: tone) : nil
    }
}

/// Values at the keys both sides have once.
enum ValueBlock {
    static func make(_ page: DiffPage, _ result: DiffResult) -> OverviewView.Block {
        guard let values = result.values else {
            var block = OverviewView.Block(
                title: "Values", tab: .values, page: page, badge: BadgeView(icon: "?", word: "Not compared", tone: "quiet"),
                measures: [.init(name: "Values", text: "Without a primary key there are no rows to compare.", tone: "quiet")]
            )
            block.href = nil
            return block
        }
        let isSame = values.valuesWithDifferences == 0 && values.rowsWithDifferences == 0
        let isSampled = result.sampling.sampled
        let badge =
            isSame
            ? BadgeView(icon: "✓", word: isSampled ? "Same in a sample" : "Same", tone: "ok")
            : BadgeView(icon: "≠", word: "Differ", tone: "changed")
        var block = OverviewView.Block(
            title: "Values", tab: .values, page: page, badge: badge,
            measures: [
                measure("Rows", values.rowsWithDifferences, values.totalRows, result.comparedRow, result.estimateText),
                measure("Columns", values.columnsWithDifferences, values.comparedColumns, "compared column"),
                measure("Values", values.valuesWithDifferences, values.totalValues, isSampled ? "sampled value" : "compared value"),
            ]
        )
        block.hints = hints(result, values)
        return block
    }

    /// - Parameter more: what else is to be said of a difference.
    private static func measure(
        _ name: String, _ different: Int, _ whole: Int, _ word: String, _ more: String = ""
    ) -> OverviewView.Measure {
        guard whole > 0 else { return .init(name: name, text: "there was no \(word)", tone: "quiet") }
        if different == 0 { return .init(name: name, text: "all \(FigureText.count(whole, word)) equal", tone: "ok") }
        let verb = different == 1 ? "differs" : "differ"
        let text =
            "\(FigureText.count(different)) of \(FigureText.count(whole, word)) \(verb) (\(FigureText.percent(different, of: whole)))"
            + more
        let equal = 100 * Double(whole - different) / Double(whole)
        return .init(name: name, text: text, tone: "changed", bar: BarView(percentage: equal, label: text))
    }

    private static func hints(_ result: DiffResult, _ values: ValueStatistics) -> [String] {
        var hints: [String] = []
        if result.sampling.sampled, let scope = result.scopeText {
            hints.append(Phrase.sentence([scope, result.cleanSampleText ?? "", "key counts are exact"]))
        }
        if !values.notCompared.isEmpty {
            hints.append("\(FigureText.count(values.notCompared.count, "column")) could not be compared; the columns page says why.")
        }
        return hints
    }
}
