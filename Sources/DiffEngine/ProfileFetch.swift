import DataDiff
import Relational
import SQL

extension DiffResult {
    /// With the profiles of the columns, where the request asks for them: both sides at once, two statements each.
    func profiled(_ plan: DiffPlan, _ statements: SideStatements, _ meter: Meter) async throws(DiffFailure) -> DiffResult {
        guard plan.request.profile, let pks else { return self }
        meter.step(.profiles)
        let profiles = ProfilePlan(plan, keys: pks)
        var columns: [ColumnProfile] = []
        for slice in profiles.slices {
            let rows = try await answers(statements) { profiles.statistics($0, slice) }
            var reading = try ProfileReading(profiles, slice, statistics: rows)
            let bins = reading.bins
            try reading.add(histograms: try await answers(statements) { profiles.histogram($0, bins) })
            columns += reading.profiles
        }
        var result = self
        result.profiles = ColumnProfiles(columns: columns)
        return result
    }

    private func answers(
        _ statements: SideStatements, _ select: @escaping @Sendable (DiffPlan.Side) -> Select?
    ) async throws(DiffFailure) -> [[Value]?] {
        try await both { side throws(DiffFailure) -> [Value]? in
            guard let select = select(side) else { return nil }
            return try await statements.row(select, "profiling the columns of \(statements.label(side))")
        }
    }
}
