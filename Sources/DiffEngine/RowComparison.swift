import DataDiff
import Relational
import SQL

/// Counts keys and values: reads each side once, then compares only what may differ.
///
/// `docs/decisions/0014-checksums-of-columns.md` tells why in this order.
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

        var hasDuplicates: Bool { keys.contains { $0.dupes > 0 } }

        /// What statements about the rows that differ look at: the columns with a difference, at the keys that were compared.
        var differences: ValueQuery {
            ValueQuery(
                columns: values.columns.indices.filter { values.columns[$0] > 0 }, duplicates: hasDuplicates, sample: sample)
        }
    }

    func counts() async throws(DiffFailure) -> Counts {
        guard plan.canSummarise else { return try await compareWithKeyCounts(bounds: [nil, nil], summaries: nil) }
        meter.step(.keys)
        let bounds = try await both { side throws(DiffFailure) in try await keyBounds(side) }
        let summaries = try await summaries(bounds)
        let mayBeSampled = SamplePlan.isPossible(plan.request.sampling, keys: summaries.map(\.countsWithoutDuplicates))
        guard summaries[0].hasSameKeys(as: summaries[1]) && !mayBeSampled else {
            return try await compareWithKeyCounts(bounds: bounds, summaries: summaries)
        }
        let columns = plan.columnsToCompare(summaries)
        if columns.isEmpty && plan.renameCandidates.isEmpty {
            guard try await hasUniqueKeys(.a, bounds[0], summaries[0]) else {
                return try await compareWithKeyCounts(bounds: bounds, summaries: summaries)
            }
            return Counts(summaries, ValueCounts(equalAt: summaries[0].keyedRows, columns: plan.pairing.values.count))
        }
        let values = try await values(ValueQuery(columns: columns, duplicates: false, examples: plan.bestExamples))
        // The same keys equally often on both sides: as many pairs as rows means that each occurs once.
        guard values.rows == summaries[0].keyedRows else {
            return try await compareWithKeyCounts(bounds: bounds, summaries: summaries)
        }
        return Counts(summaries, values)
    }

    /// An engine knows these of a table without reading it.
    private func keyBounds(_ side: DiffPlan.Side) async throws(DiffFailure) -> KeyBounds? {
        guard plan.knowsBounds(side) else { return nil }
        return try KeyBounds(
            row: try await statements.row(plan.keyBounds(side), "reading the bounds of the key of \(statements.label(side))"))
    }

    /// Checksums of columns tell something only when both sides have the same keys, and a sample does without them.
    private func summaries(_ bounds: [KeyBounds?]) async throws(DiffFailure) -> [KeySummary] {
        let sizes = bounds.map { $0?.totalRows }
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

    private func hasUniqueKeys(
        _ side: DiffPlan.Side, _ bounds: KeyBounds?, _ summary: KeySummary
    ) async throws(DiffFailure) -> Bool {
        if let bounds = bounds?.forCountingByBits { return try await distinctKeys(side, bounds) == summary.keyedRows }
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

    private func values(_ query: ValueQuery) async throws(DiffFailure) -> ValueCounts {
        meter.step(.values)
        return try ValueCounts(
            row: try await statements.row(plan.values(query), "comparing values of \(statements.labels)"), plan: plan, query: query)
    }
}

// Where keys differ, or cannot be summarised, each side's are counted, and all columns compared.
extension RowComparison {
    private func compareWithKeyCounts(bounds: [KeyBounds?], summaries: [KeySummary]?) async throws(DiffFailure) -> Counts {
        meter.step(.keys)
        let keys = try await both { side throws(DiffFailure) -> KeyCounts in
            let place = side == .a ? 0 : 1
            if let summary = summaries?[place], bounds[place]?.forCountingByBits != nil,
                try await hasUniqueKeys(side, bounds[place], summary)
            {
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
