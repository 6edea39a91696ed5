import DataDiff
import Relational
import SQL

/// Counts keys and values: reads each side once, then compares only what may differ.
///
/// `docs/decisions/0014-checksums-of-columns.md` and `0020-plans-chosen-by-what-was-seen.md` tell why in this order.
struct RowComparison: Sendable {
    let plan: DiffPlan
    let statements: SideStatements
    let meter: Meter

    /// What was counted.
    struct Counts: Sendable {
        var keys: [KeyCounts]
        /// Distinct keys on both sides.
        var commonKeys: Int
        var values: ValueCounts
        /// Which of them had their values compared; nil when all had.
        var sample: SamplePlan?
        /// Of each side, classes of keys in each of which the other side lacks one; nil where that is not known.
        var exclusiveClasses: [[Int]]?

        var hasDuplicates: Bool { keys.contains { $0.dupes > 0 } }

        /// What statements about the rows that differ look at: the columns with a difference, at the keys that were compared.
        var differences: ValueQuery {
            ValueQuery(
                columns: values.columns.indices.filter { values.columns[$0] > 0 }, duplicates: hasDuplicates, sample: sample)
        }
    }

    func counts() async throws(DiffFailure) -> Counts {
        guard plan.canSummarise else { return try await compareWithKeyCounts([KnownKeys(), KnownKeys()], summaries: nil) }
        meter.step(.keys)
        let known = try await both { side throws(DiffFailure) in try await knownKeys(of: side) }
        let summaries = try await summaries(known)
        if SamplePlan.isPossible(plan.request.sampling, keys: summaries.map(\.countsWithoutDuplicates)) {
            return try await compareWithKeyCounts(known, summaries: summaries)
        }
        guard summaries[0].hasSameKeys(as: summaries[1]) else {
            if let counts = try await meet(summaries) { return counts }
            return try await compareWithKeyCounts(known, summaries: summaries)
        }
        let columns = plan.columnsToCompare(summaries)
        if columns.isEmpty && plan.renameCandidates.isEmpty {
            guard try await hasUniqueKeys(.a, known[0], summaries[0]) else {
                return try await compareWithKeyCounts(known, summaries: summaries)
            }
            return Counts(summaries, ValueCounts(equalAt: summaries[0].keyedRows, columns: plan.pairing.values.count))
        }
        if let values = try await valuesByPlace(columns, known[0], summaries) { return Counts(summaries, values) }
        let values = try await values(ValueQuery(columns: columns, duplicates: false, examples: plan.bestExamples))
        // The same keys equally often on both sides: as many pairs as rows means that each occurs once.
        guard values.rows == summaries[0].keyedRows else {
            return try await compareWithKeyCounts(known, summaries: summaries)
        }
        return Counts(summaries, values)
    }

    /// What an engine knows of a side's key without reading the table.
    struct KnownKeys: Sendable {
        var bounds: KeyBounds?
        /// The engine itself sees to it that no key occurs twice.
        var isUnique = false

        /// Whether it takes little to find out that no key occurs twice.
        var isSoonProved: Bool { isUnique || bounds?.forCountingByBits != nil }
    }

    private func knownKeys(of side: DiffPlan.Side) async throws(DiffFailure) -> KnownKeys {
        var known = KnownKeys(isUnique: plan.hasUniqueKey(side, declared: try await statements.uniqueKeys(of: side)))
        guard plan.knowsBounds(side) else { return known }
        known.bounds = try KeyBounds(
            row: try await statements.row(plan.keyBounds(side), "reading the bounds of the key of \(statements.label(side))"))
        return known
    }

    /// Checksums of columns tell something only when both sides have the same keys, and a sample does without them.
    private func summaries(_ known: [KnownKeys]) async throws(DiffFailure) -> [KeySummary] {
        let sizes = known.map { $0.bounds?.totalRows }
        let sizesDiffer = !sizes.contains(nil) && sizes[0] != sizes[1]
        let sampling = plan.request.sampling
        let mayBeSampled = sampling.isEnabled && sizes.contains { $0 == nil || $0 ?? 0 >= sampling.threshold }
        let columns = plan.prefersChecksums && !sizesDiffer && !mayBeSampled
        return try await both { side throws(DiffFailure) in
            try KeySummary(
                row: try await statements.row(plan.summary(side, columns: columns), "reading \(statements.label(side))"),
                hasColumns: columns)
        }
    }

    func hasUniqueKeys(
        _ side: DiffPlan.Side, _ known: KnownKeys, _ summary: KeySummary
    ) async throws(DiffFailure) -> Bool {
        if known.isUnique { return true }
        if let bounds = known.bounds?.forCountingByBits { return try await distinctKeys(side, bounds) == summary.keyedRows }
        return try await keyCounts(side).dupes == 0
    }

    private func distinctKeys(_ side: DiffPlan.Side, _ bounds: [KeyBounds.Bound]) async throws(DiffFailure) -> Int {
        let row = try await statements.row(
            plan.distinctKeys(side, bounds: bounds), "counting the keys of \(statements.label(side))")
        return try readCounts(row, expected: 1)[0]
    }

    private func keyCounts(_ side: DiffPlan.Side) async throws(DiffFailure) -> KeyCounts {
        try KeyCounts(row: try await statements.row(plan.keyStatistics(side), "counting the keys of \(statements.label(side))"))
    }

    func values(_ query: ValueQuery) async throws(DiffFailure) -> ValueCounts {
        meter.step(.values)
        return try ValueCounts(
            row: try await statements.row(plan.values(query), "comparing values of \(statements.labels)"), plan: plan, query: query)
    }
}

// Where keys occur more than once, cannot be summarised, or only some are to be looked at: each side's are counted, all columns compared.
extension RowComparison {
    private func compareWithKeyCounts(_ known: [KnownKeys], summaries: [KeySummary]?) async throws(DiffFailure) -> Counts {
        meter.step(.keys)
        let keys = try await both { side throws(DiffFailure) -> KeyCounts in
            let place = side == .a ? 0 : 1
            if let summary = summaries?[place], known[place].isSoonProved, try await hasUniqueKeys(side, known[place], summary) {
                return summary.countsWithoutDuplicates
            }
            return try await keyCounts(side)
        }
        let duplicates = keys.contains { $0.dupes > 0 }
        let sample = try await samplePlan(keys, summaries)
        let values = try await values(
            ValueQuery(
                columns: Array(plan.pairing.values.indices), duplicates: duplicates, examples: duplicates ? .apart : plan.bestExamples,
                sample: sample))
        var commonKeys = sample?.commonKeys ?? values.rows
        if duplicates {
            let row = try await statements.row(plan.commonKeys(), "comparing keys of \(statements.labels)")
            commonKeys = try readCounts(row, expected: 1)[0]
        }
        guard keys.allSatisfy({ commonKeys <= $0.distincts }) else { throw .tablesChanged(statements.labels) }
        return Counts(keys: keys, commonKeys: commonKeys, values: values, sample: sample)
    }

    /// A sample is of the keys that occur once on both sides; they are counted only when there may be one.
    private func samplePlan(_ keys: [KeyCounts], _ summaries: [KeySummary]?) async throws(DiffFailure) -> SamplePlan? {
        let settings = plan.request.sampling
        guard let summaries, SamplePlan.isPossible(settings, keys: keys) else { return nil }
        let duplicates = keys.contains { $0.dupes > 0 }
        if !duplicates && summaries[0].hasSameKeys(as: summaries[1]) {
            return SamplePlan(settings, keys: keys, commonKeys: keys[0].distincts)
        }
        let row = try await statements.row(
            plan.comparableKeys(duplicates: duplicates), "counting the common keys of \(statements.labels)")
        return SamplePlan(settings, keys: keys, commonKeys: try readCounts(row, expected: 1)[0])
    }
}

extension RowComparison.Counts {
    /// The same keys on both sides, each once.
    fileprivate init(_ summaries: [KeySummary], _ values: ValueCounts) {
        self.init(keys: summaries.map(\.countsWithoutDuplicates), commonKeys: summaries[0].keyedRows, values: values)
    }
}
