import DataDiff
import Relational
import SQL

extension DiffResult {
    /// With the profiles of the columns, where the request asks for them: both sides at once, two statements each.
    ///
    /// - Throws: `DiffFailure` once the diff is cancelled; a profile that fails is a note in the result, as the counts do not need it.
    func profiled(_ plan: DiffPlan, _ statements: SideStatements, _ meter: Meter) async throws(DiffFailure) -> DiffResult {
        guard plan.request.profile, let pks else { return self }
        meter.step(.profiles)
        let profiles = ProfilePlan(plan, keys: pks)
        return try await profiled([profiles, profiles], statements)
    }

    /// - Parameter plans: side a's and side b's, of the same columns.
    /// - Throws: `DiffFailure` once the diff is cancelled; a profile that fails is a note in the result.
    func profiled(_ plans: [ProfilePlan], _ statements: SideStatements) async throws(DiffFailure) -> DiffResult {
        var found = ColumnProfiles(columns: [])
        do throws(DiffFailure) {
            for slice in plans[0].slices { found.columns += try await columns(plans, slice, statements) }
        } catch {
            if Task.isCancelled { throw error }
            found.error = error
        }
        var result = self
        result.profiles = found
        return result
    }

    private func columns(
        _ plans: [ProfilePlan], _ slice: Range<Int>, _ statements: SideStatements
    ) async throws(DiffFailure) -> [ColumnProfile] {
        let rows = try await answers(statements) { plans[$0 == .a ? 0 : 1].statistics($0, slice) }
        var reading = try ProfileReading(plans, slice, statistics: rows)
        let bins = reading.bins
        try reading.add(histograms: try await answers(statements) { plans[$0 == .a ? 0 : 1].histogram($0, bins) })
        return reading.profiles
    }

    private func answers(
        _ statements: SideStatements, _ select: @escaping @Sendable (DiffPlan.Side) -> Select?
    ) async throws(DiffFailure) -> [[Value]?] {
        try await both { side throws(DiffFailure) -> [Value]? in
            guard let select = select(side) else { return nil }
            return try await statements.row(
                select, "profiling the columns of \(statements.label(side)) (side \(side.rawValue))", on: side)
        }
    }
}
