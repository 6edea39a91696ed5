import Relational

extension DiffPlan {
    /// Share of common rows above which a removed and an added column count as one that was renamed.
    private static let renameShare = 0.99

    /// Candidates whose values agree nearly everywhere and are not just NULL; each column is named once, the best match first.
    func renameHints(_ counts: ValueCounts) -> [SchemaComparison.RenameHint] {
        guard counts.rows > 0 else { return [] }
        let likely = zip(renameCandidates, counts.candidates)
            .filter { $1.filled > 0 && Double($1.same) >= Self.renameShare * Double(counts.rows) }
            .sorted { $0.1.same > $1.1.same }
        var hints: [SchemaComparison.RenameHint] = []
        for (pair, count) in likely where !hints.contains(where: { $0.a == pair.a.name || $0.b == pair.b.name }) {
            hints.append(.init(a: pair.a.name, b: pair.b.name, match: 100 * Double(count.same) / Double(counts.rows)))
        }
        return hints
    }
}
