import Relational

extension DiffPlan {
    /// Share of the values above which a removed and an added column count as one that was renamed.
    private static let renameShare = 0.99
    /// Share of common rows at which there must be a value: that two columns are both NULL proves nothing.
    private static let filledShare = 0.05

    /// Candidates whose values agree nearly everywhere and are more than one; each column is named once, the best match first.
    func renameHints(_ counts: ValueCounts) -> [SchemaComparison.RenameHint] {
        let rows = Double(counts.rows)
        func share(_ count: ValueCounts.Candidate) -> Double { Double(count.same) / Double(count.filled) }
        let likely = zip(renameCandidates, counts.candidates).enumerated()
            .map { (place: $0, pair: $1.0, count: $1.1) }
            .filter { $0.count.varies && Double($0.count.filled) >= Self.filledShare * rows && share($0.count) > Self.renameShare }
            .sorted { ($1.count.same, share($1.count), $0.place) < ($0.count.same, share($0.count), $1.place) }
        var hints: [SchemaComparison.RenameHint] = []
        for (_, pair, count) in likely where !hints.contains(where: { $0.a == pair.a.name || $0.b == pair.b.name }) {
            hints.append(.init(a: pair.a.name, b: pair.b.name, match: 100 * (rows - Double(count.filled - count.same)) / rows))
        }
        return hints
    }
}
