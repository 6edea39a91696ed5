package import SQL

// All rows of both sides meet in one statement: what is on one side only is counted beside the pairs.
extension DiffPlan {
    /// What the statement tells of values.
    package enum MeetingForm: Hashable, Sendable {
        /// It compares them.
        case values
        /// Hashes of rows: at how many keys something may differ.
        case hashes
    }

    /// Hashes where they are cheaper than to carry every value through the join; rename candidates are compared by value.
    package var meetingForm: MeetingForm { prefersChecksums && renameCandidates.isEmpty ? .hashes : .values }

    /// Whether both sides' values fit into one row, which they have to here.
    package var canMeet: Bool {
        guard canSummarise, let limit = dialect.columnLimit else { return canSummarise }
        return meetingForm == .hashes || 2 * (pairing.keys.count + pairing.values.count) + 3 * renameCandidates.count + 8 <= limit
    }

    /// `pairs`, for each side the rows whose key the other lacks (`exclusive_a`, …) and how many hashes of keys these have
    /// (`distinct_a`, …), `different_rows`; in the form of values the counts of ``values(_:)`` per column and candidate; last, if asked
    /// for, the classes of keys in which rows differ and in which either side has rows of its own.
    package func meeting() -> Select {
        let isOnlyOn = Side.allCases.map { Expression.column("only_\($0.rawValue)") }
        let differs = Expression.column("differs")
        let columns = meetingForm == .values ? Array(pairing.values.indices) : []
        return Select(
            with: meetingTables + [met(columns)],
            [.expression(.count(where: .all(isOnlyOn.map { .not($0) })), as: "pairs")]
                + Side.allCases.map { .expression(.count(where: .column("only_\($0.rawValue)")), as: "exclusive_\($0.rawValue)") }
                + Side.allCases.map { side in
                    .expression(
                        .countDistinct(.when(.column("only_\(side.rawValue)"), then: .column("key_\(side.rawValue)"))),
                        as: "distinct_\(side.rawValue)")
                } + [.expression(.count(where: differs), as: "different_rows")]
                + columns.map { .expression(.count(where: columns.count == 1 ? differs : differedLate($0)), as: "c\($0)") }
                + renameCandidates.indices.flatMap(hintCounts)
                + locations,
            from: .common(named("met")))
    }

    private var meetingTables: [CommonTable] {
        func key(_ side: Side) -> [SelectColumn] { [.expression(keyHash(side), as: "key_hash")] }
        guard meetingForm == .hashes else {
            return joinedTables(
                columns: Array(pairing.values.indices), candidates: true, duplicates: false, extra: { key($0) })
        }
        return Side.allCases.map { rows(of: $0) } + Side.allCases.map { hashedRows($0, extra: key($0)) }
    }

    private func met(_ columns: [Int]) -> CommonTable {
        let isHashed = meetingForm == .hashes
        let names = Side.allCases.map { isHashed ? hashedName($0) : alias($0) }
        let isPair = Expression.all(names.map { .isNotNull(.column("k0", of: $0)) })
        let mayDiffer = isHashed ? mayRowsDiffer : .any(columns.map { differs($0) })
        return CommonTable(
            named("met"),
            Select(
                [
                    .expression(.isNull(.column("k0", of: names[1])), as: "only_a"),
                    .expression(.isNull(.column("k0", of: names[0])), as: "only_b"),
                    .expression(.column("key_hash", of: names[0]), as: "key_a"),
                    .expression(.column("key_hash", of: names[1]), as: "key_b"),
                    .expression(.all([isPair, mayDiffer]), as: "differs"),
                ] + (columns.count > 1 ? columns.flatMap { valuesMet($0) } : [])
                    + renameCandidates.indices.flatMap { comparison(ofCandidate: $0, where: isPair) },
                from: .common(names[0]),
                joins: [Join(.common(names[1]), on: isHashed ? sameHashedKey : sameKey, kind: .full)]),
            isComputedOnce: true)
    }

    /// Where there are rows to show, by the classes of their keys.
    private var locations: [SelectColumn] {
        guard bestExamples == .located else { return [] }
        return [("differs", "a"), ("only_a", "a"), ("only_b", "b")].map { condition, side in
            let keyClass = Expression.lowBits(.column("key_\(side)"), below: Self.keyClasses)
            return .expression(.numbersSeen(keyClass, count: Self.keyClasses, where: .column(condition)), as: "classes_\(condition)")
        }
    }
}
