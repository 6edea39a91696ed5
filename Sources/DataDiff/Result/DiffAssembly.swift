package import Relational

/// Puts the warehouse's answers together into a result; pure.
package struct DiffAssembly: Sendable {
    package let plan: DiffPlan
    package let sides: [DiffSide]

    package init(plan: DiffPlan, sides: [DiffSide]) {
        self.plan = plan
        self.sides = sides
    }

    /// The result without a key: row counts and schema.
    package func withoutKey(totalRows: [Int]) -> DiffResult {
        let pks = KeyStatistics(totalRows: totalRows, nulls: [0, 0], dupes: [0, 0], exclusives: [0, 0], distincts: [0, 0])
        return result(.missingKey, score: nil, schema: plan.pairing.schemaComparison, pks: pks, values: nil)
    }

    /// The result with a key.
    ///
    /// - Parameters:
    ///   - commonKeys: distinct keys on both sides.
    ///   - counts: of the sample, when there is one.
    ///   - sample: how the compared keys were chosen; nil when all were compared.
    package func result(
        keys: [KeyCounts], commonKeys: Int, values counts: ValueCounts, rows: RowSamples, sample: SamplePlan? = nil
    ) -> DiffResult {
        let pks = KeyStatistics(
            totalRows: keys.map(\.totalRows), nulls: keys.map(\.nulls), dupes: keys.map(\.dupes),
            exclusives: keys.map { $0.distincts - commonKeys }, distincts: keys.map(\.distincts))
        let values = values(counts, sample)
        var schema = plan.pairing.schemaComparison
        schema.renameHints = plan.renameHints(counts)
        let verdict = Self.verdict(schema: schema, pks: pks, values: values)
        var result = result(verdict, score: score(pks, values, sample), schema: schema, pks: pks, values: values, rows: rows)
        result.sampling = outcome(keys, counts, sample)
        return result
    }

    private func values(_ counts: ValueCounts, _ sample: SamplePlan?) -> ValueStatistics {
        let confidence = plan.request.sampling.confidence
        func estimate(_ value: Int) -> SampleEstimate? {
            sample.map { SampleEstimate(value: value, sampleRows: counts.rows, commonKeys: $0.commonKeys, confidence: confidence) }
        }
        let columns = zip(plan.pairing.values, counts.columns).map { pair, different in
            ValueStatistics.ColumnStatistics(
                columnName: pair.name, rows: counts.rows, valuesDifferent: different, estimate: estimate(different))
        }
        return ValueStatistics(
            totalRows: counts.rows, rowsWithDifferences: counts.differentRows, columns: columns, notCompared: plan.pairing.notCompared,
            rowsEstimate: estimate(counts.differentRows))
    }

    private func outcome(_ keys: [KeyCounts], _ counts: ValueCounts, _ sample: SamplePlan?) -> SamplingOutcome {
        let settings = plan.request.sampling
        guard let sample else {
            return SamplingOutcome(
                reason: SamplePlan.exemption(settings, keys: keys, commonKeys: counts.rows) ?? (plan.canSummarise ? .off : .keyNotHashed),
                settings: settings)
        }
        return SamplingOutcome(sampled: true, sampleRows: counts.rows, commonKeys: sample.commonKeys, settings: settings)
    }

    /// The first verdict that holds, errors and missing keys apart.
    static func verdict(schema: SchemaComparison, pks: KeyStatistics, values: ValueStatistics) -> Verdict {
        if pks.totalRows.allSatisfy({ $0 == 0 }) { return .empty }
        if pks.hasBadKeys { return .badKeys }
        return schema.isDifferent || pks.hasExclusives || values.rowsWithDifferences > 0 ? .different : .identical
    }

    /// A sample's differing values count for all rows that it stands for.
    private func score(_ pks: KeyStatistics, _ values: ValueStatistics, _ sample: SamplePlan?) -> Double? {
        let pairing = plan.pairing
        let scale = sample.map { values.totalRows == 0 ? 0 : Double($0.commonKeys) / Double(values.totalRows) } ?? 1
        return MatchScore(
            rows: pks.totalRows,
            columns: [pairing.consideredA.count, pairing.consideredB.count],
            sharedColumns: pairing.consideredA.count - pairing.exclusiveA.count,
            exclusiveRows: pks.exclusives[0] + pks.exclusives[1],
            exclusiveColumns: [pairing.exclusiveA.count, pairing.exclusiveB.count],
            differentValues: Double(values.valuesWithDifferences) * scale
        ).fraction
    }

    private func result(
        _ verdict: Verdict, score: Double?, schema: SchemaComparison, pks: KeyStatistics, values: ValueStatistics?,
        rows: RowSamples = RowSamples()
    ) -> DiffResult {
        DiffResult(
            status: .success,
            verdict: verdict,
            matchScore: score,
            sides: sides,
            primaryKey: PrimaryKeyChoice(columns: plan.pairing.keys.map(\.name), source: plan.request.key.source),
            schema: schema,
            pks: pks,
            values: values,
            sampling: SamplingOutcome(settings: plan.request.sampling),
            equality: AppliedEquality(plan.request.equality, pairs: values == nil ? [] : plan.pairing.values),
            rows: rows
        )
    }
}

extension DiffResult {
    /// A diff that could not be done.
    package static func failed(
        _ failure: DiffFailure, request: DiffRequest, database: String, columns: [[Column]] = [[], []]
    ) -> DiffResult {
        DiffResult(
            status: .failed,
            verdict: .error,
            sides: zip([request.a, request.b], columns).map { DiffSide(database: database, dataset: $0, columns: $1) },
            primaryKey: PrimaryKeyChoice(columns: request.key.columns, source: request.key.source),
            sampling: SamplingOutcome(settings: request.sampling),
            equality: AppliedEquality(request.equality),
            error: failure
        )
    }
}

extension DiffSide {
    /// A side as it was described by the warehouse.
    package init(database: String, dataset: Dataset, columns: [Column]) {
        self.init(
            database: database, table: dataset.label, columns: columns.map { .init(name: $0.name, type: $0.type.spelling) })
    }
}
