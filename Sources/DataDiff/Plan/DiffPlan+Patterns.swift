import SQL

// Values counted by which columns of a row differ.
extension DiffPlan {
    /// Bits of a pattern; as many as an integer of 64 bits has, but for its sign and one to spare.
    private static let patternBits = 62

    /// Whether rows are grouped by which columns differ, so that each pair of values is compared once.
    func countsByPattern(_ query: ValueQuery) -> Bool {
        dialect.fingerprints.numbersJoined != nil && renameCandidates.isEmpty && query.examples != .included
            && (2...Self.patternBits).contains(query.columns.count)
    }

    /// The same answer as that of the statement which counts by column.
    ///
    /// The pattern is a column to group by, so the engine computes it once for a row, where it would repeat a comparison in each count.
    func valuesByPattern(_ query: ValueQuery) -> Select {
        let (pattern, rows) = (Expression.column("pattern"), Expression.column("rows"))
        let differs = Expression.comparison(pattern, .greater, .integer(0))
        let locates = query.examples == .located
        let compared = CommonTable(
            named("compared"),
            Select(
                [.expression(.flags(query.columns.map { self.differs($0) }), as: "pattern")]
                    + (locates ? [.expression(.column("class", of: alias(.a)), as: "class")] : []),
                from: .common(alias(.a)), joins: [Join(.common(alias(.b)), on: sameKey)], where: query.duplicates ? hasUniqueKey : nil))
        let seen = Expression.numbersSeen(.column("class"), count: Self.keyClasses, where: differs)
        let patterns = CommonTable(
            named("patterns"),
            Select(
                [.expression(pattern, as: "pattern"), .expression(.count(), as: "rows")]
                    + (locates ? [.expression(seen, as: "classes")] : []),
                from: .common(named("compared")), groupBy: [pattern]))
        return Select(
            with: joinedTables(
                columns: query.columns, duplicates: query.duplicates, extra: { locates && $0 == .a ? keyClass(.a) : [] },
                where: { restriction($0, sample: query.sample) }) + [compared, patterns],
            [.expression(.sum(rows), as: "rows"), .expression(.sum(rows, where: differs), as: "different_rows")]
                + query.columns.enumerated().map { .expression(.sum(rows, where: .hasFlag(pattern, $0)), as: "c\($1)") }
                + (locates ? [.expression(.numbersJoined(.column("classes"), count: Self.keyClasses), as: "classes")] : []),
            from: .common(named("patterns"))
        )
    }
}
