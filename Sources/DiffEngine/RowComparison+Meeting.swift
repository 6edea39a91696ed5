import DataDiff
import SQL

// Other keys on the two sides: all rows meet in one statement, which also proves that no key occurs twice.
extension RowComparison {
    /// Of more rows than one in so many, all are compared rather than those that differ looked up.
    private static let fewRows = 8

    /// Nil when keys occur more than once, or the tables are too wide to meet.
    func meet(_ summaries: [KeySummary]) async throws(DiffFailure) -> Counts? {
        guard plan.canMeet else { return nil }
        meter.step(.values)
        let met = try MeetingCounts(
            row: try await statements.row(plan.meeting(), "comparing the rows of \(statements.labels)"), plan: plan)
        guard met.proveUniqueKeys(summaries) else { return nil }
        return Counts(
            keys: summaries.map(\.countsWithoutDuplicates), commonKeys: met.pairs, values: try await valuesOf(met), sample: nil,
            exclusiveClasses: met.exclusiveClasses)
    }

    private func valuesOf(_ met: MeetingCounts) async throws(DiffFailure) -> ValueCounts {
        if let values = met.values { return values }
        let isFew = met.differentRows <= met.pairs / Self.fewRows
        var values = try await values(
            ValueQuery(
                columns: Array(plan.pairing.values.indices), duplicates: false, examples: plan.bestExamples,
                pairing: isFew ? .byKeyWhereRowsDiffer : .byKey))
        guard values.rows == (isFew ? met.differentRows : met.pairs) else { throw .tablesChanged(statements.labels) }
        values.rows = met.pairs
        return values
    }
}

// The same keys at the same places: values are compared without a join.
extension RowComparison {
    /// A join by place takes one thread, which many that join by key overtake.
    private static let mostThreads = 4

    private enum Question {
        case values, keys
    }

    private enum Finding {
        case values(ValueCounts)
        case unique(Bool)
    }

    /// Nil when rows are in another order, keys occur twice, or it would take long to find that out.
    ///
    /// Side b has the same keys equally often, so what holds of a's holds of its too. It is found out at the same time, as the join by
    /// place leaves a thread to spare.
    func valuesByPlace(
        _ columns: [Int], _ known: KnownKeys, _ summaries: [KeySummary]
    ) async throws(DiffFailure) -> ValueCounts? {
        guard plan.mayPairByPlace, known.isSoonProved, summaries.allSatisfy({ $0.nulls == 0 }) else { return nil }
        let order = try readCounts(
            try await statements.row(plan.misplacedKeys(), "comparing the order of \(statements.labels)"), expected: 2)
        guard order[0] == 0, order[1] <= Self.mostThreads else { return nil }
        let query = ValueQuery(columns: columns, duplicates: false, examples: plan.bestExamples, pairing: .byPlace)
        let answers = try await concurrently([Question.values, .keys]) { question throws(DiffFailure) -> Finding in
            switch question {
            case .values: .values(try await values(query))
            case .keys: .unique(try await hasUniqueKeys(.a, known, summaries[0]))
            }
        }
        guard case .values(let values) = answers[0], case .unique(true) = answers[1], values.misplaced == 0 else { return nil }
        return values.rows == summaries[0].keyedRows ? values : nil
    }
}
