import DataDiff
import Relational
import SQL

/// Which sample rows there are to fetch; a statement for none is spared.
struct SampleNeeds: Sendable {
    let exclusive: [Bool]
    let duplicate: [Bool]
    let nullKey: [Bool]
    let different: Bool

    init(_ counts: RowComparison.Counts, limit: Int) {
        exclusive = counts.keys.map { limit > 0 && $0.distincts > counts.commonKeys }
        duplicate = counts.keys.map { limit > 0 && $0.dupes > 0 }
        nullKey = counts.keys.map { limit > 0 && $0.nulls > 0 }
        different = limit > 0 && counts.values.differentRows > 0
    }
}

/// Fetches the sample rows of a diff, all kinds at once.
struct SampleFetch: Sendable {
    let plan: DiffPlan
    let statements: SideStatements
    let counts: RowComparison.Counts

    private var duplicates: Bool { counts.hasDuplicates }

    /// One statement to run.
    private enum Kind: Sendable {
        case exclusive(DiffPlan.Side), duplicate(DiffPlan.Side), nullKey(DiffPlan.Side)
        case different
    }

    /// What a statement brought.
    private struct Answer: Sendable {
        var whole: [RowSamples.Row] = []
        var different: [RowSamples.DifferentRow] = []
    }

    func rows(_ needs: SampleNeeds) async throws(DiffFailure) -> RowSamples {
        let kinds: [Kind] = [
            .exclusive(.a), .exclusive(.b), .duplicate(.a), .duplicate(.b), .nullKey(.a), .nullKey(.b), .different,
        ]
        let answers = try await concurrently(kinds) { (kind: Kind) async throws(DiffFailure) -> Answer in
            try await answer(kind, needs)
        }
        var samples = RowSamples()
        (samples.exclusiveA, samples.exclusiveB) = (answers[0].whole, answers[1].whole)
        (samples.duplicateA, samples.duplicateB) = (answers[2].whole, answers[3].whole)
        (samples.nullKeyA, samples.nullKeyB) = (answers[4].whole, answers[5].whole)
        samples.different = answers[6].different
        return samples
    }

    private func answer(_ kind: Kind, _ needs: SampleNeeds) async throws(DiffFailure) -> Answer {
        switch kind {
        case .exclusive(let side):
            Answer(whole: try await sideRows(needs.exclusive, side, exclusiveRows(side), "exclusive"))
        case .duplicate(let side): Answer(whole: try await sideRows(needs.duplicate, side, plan.duplicateRows(side), "duplicate"))
        case .nullKey(let side): Answer(whole: try await sideRows(needs.nullKey, side, plan.nullKeyRows(side), "null-key"))
        case .different: Answer(different: try await differentRows(needs.different))
        }
    }

    private func sideRows(
        _ needed: [Bool], _ side: DiffPlan.Side, _ select: Select, _ kind: String
    ) async throws(DiffFailure) -> [RowSamples.Row] {
        guard needed[side == .a ? 0 : 1] else { return [] }
        let rows = try await statements.rows(select, "fetching \(kind) rows of \(statements.label(side))")
        return rows.map { plan.sampleRow(side, $0) }
    }

    /// There is a row to show in each of the classes.
    private func exclusiveRows(_ side: DiffPlan.Side) -> Select {
        let classes = counts.exclusiveClasses?[side == .a ? 0 : 1].prefix(plan.request.sampleRowLimit)
        return plan.exclusiveRows(side, duplicates: duplicates, classes: classes.map(Array.init))
    }

    /// The slices of a row are put together by its place: every slice has the same rows in the same order.
    private func differentRows(_ needed: Bool) async throws(DiffFailure) -> [RowSamples.DifferentRow] {
        guard needed else { return [] }
        if let examples = counts.values.examples { return examples }
        let query = counts.differences
        // There is a differing row in each of these classes.
        let classes = (counts.values.differingClasses?.prefix(plan.request.sampleRowLimit)).map(Array.init)
        var samples: [RowSamples.DifferentRow] = []
        for (place, slice) in plan.slices(of: query.columns).enumerated() {
            let rows = try await statements.rows(
                plan.differentRows(slice, query, classes: classes),
                "fetching differing rows of \(statements.labels)")
            let part = rows.map { plan.differentRow(slice, $0) }
            guard place > 0 else {
                samples = part
                continue
            }
            guard part.map(\.key) == samples.map(\.key) else { throw .tablesChanged(statements.labels) }
            for index in samples.indices { samples[index].columns.merge(part[index].columns) { first, _ in first } }
        }
        return samples
    }
}
