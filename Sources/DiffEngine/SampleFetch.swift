import DataDiff
import Relational
import SQL

/// Which sample rows there are to fetch; a statement for none is spared.
struct SampleNeeds {
    let exclusive: [Bool]
    let duplicate: [Bool]
    let nullKey: [Bool]
    let different: Bool

    init(keys: [KeyCounts], commonKeys: Int, values: ValueCounts, limit: Int) {
        exclusive = keys.map { limit > 0 && $0.distincts > commonKeys }
        duplicate = keys.map { limit > 0 && $0.dupes > 0 }
        nullKey = keys.map { limit > 0 && $0.nulls > 0 }
        different = limit > 0 && values.differentRows > 0
    }
}

/// Fetches the sample rows of a diff, all kinds at once.
struct SampleFetch: Sendable {
    let plan: DiffPlan
    let statements: SideStatements
    let duplicates: Bool

    func rows(_ needs: SampleNeeds) async throws(DiffFailure) -> RowSamples {
        let (exclusive, duplicate, nullKey, different) = (needs.exclusive, needs.duplicate, needs.nullKey, needs.different)
        async let exclusives = outcome { () throws(DiffFailure) in
            try await both { side throws(DiffFailure) in
                try await sideRows(exclusive, side, plan.exclusiveRows(side, duplicates: duplicates), "exclusive")
            }
        }
        async let copies = outcome { () throws(DiffFailure) in
            try await both { side throws(DiffFailure) in try await sideRows(duplicate, side, plan.duplicateRows(side), "duplicate") }
        }
        async let nulls = outcome { () throws(DiffFailure) in
            try await both { side throws(DiffFailure) in try await sideRows(nullKey, side, plan.nullKeyRows(side), "null-key") }
        }
        async let differing = outcome { () throws(DiffFailure) in try await differentRows(different) }
        let (exclusiveRows, duplicateRows) = (await exclusives, await copies)
        let (nullRows, changedRows) = (await nulls, await differing)
        var samples = RowSamples()
        (samples.exclusiveA, samples.exclusiveB) = (try exclusiveRows.get()[0], try exclusiveRows.get()[1])
        (samples.duplicateA, samples.duplicateB) = (try duplicateRows.get()[0], try duplicateRows.get()[1])
        (samples.nullKeyA, samples.nullKeyB) = (try nullRows.get()[0], try nullRows.get()[1])
        samples.different = try changedRows.get()
        return samples
    }

    private func sideRows(
        _ needed: [Bool], _ side: DiffPlan.Side, _ select: Select, _ kind: String
    ) async throws(DiffFailure) -> [RowSamples.Row] {
        guard needed[side == .a ? 0 : 1] else { return [] }
        let rows = try await statements.rows(select, "fetching \(kind) rows of \(statements.label(side))")
        return rows.map { plan.sampleRow(side, $0) }
    }

    private func differentRows(_ needed: Bool) async throws(DiffFailure) -> [RowSamples.DifferentRow] {
        guard needed else { return [] }
        let rows = try await statements.rows(
            plan.differentRows(duplicates: duplicates), "fetching differing rows of \(statements.labels)")
        return rows.map { plan.differentRow($0) }
    }
}
