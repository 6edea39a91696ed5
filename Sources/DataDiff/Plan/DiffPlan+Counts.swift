package import SQL

// Statements that count. Each yields one row; the result types in `Result/` say what its columns are.
extension DiffPlan {
    /// `total_rows`: rows of the side after its filters.
    package func rowCount(_ side: Side) -> Select {
        Select(with: [rows(of: side)], [.expression(.count(), as: "total_rows")], from: .common(rowsName(side)))
    }

    /// `total_rows`, `nulls`, `dupes`, `distincts` of one side's key, in one pass that groups by the key.
    package func keyStatistics(_ side: Side) -> Select {
        let keyColumns = pairing.keys.indices.map { Expression.column("k\($0)", of: named("keys")) }
        let read = CommonTable(
            named("keys"),
            Select(
                pairing.keys.enumerated().map { .expression(normalised($1, side), as: "k\($0)") }, from: .common(rowsName(side)))
        )
        let grouped = CommonTable(
            named("grouped"),
            Select(
                pairing.keys.indices.map { .expression(keyColumns[$0], as: "k\($0)") } + [.expression(.count(), as: "copies")],
                from: .common(named("keys")),
                groupBy: keyColumns
            )
        )
        let copies = Expression.column("copies")
        let isKey = Expression.all(pairing.keys.indices.map { .isNotNull(.column("k\($0)")) })
        return Select(
            with: [rows(of: side), read, grouped],
            [
                .expression(.sum(copies), as: "total_rows"),
                .expression(.sum(copies, where: .not(isKey)), as: "nulls"),
                .expression(.sum(copies, where: .all([isKey, .comparison(copies, .greater, .integer(1))])), as: "dupes"),
                .expression(.count(where: isKey), as: "distincts"),
            ],
            from: .common(named("grouped"))
        )
    }

    /// Distinct non-null keys that both sides have, as `common`; needed only when a side has duplicates.
    package func commonKeys() -> Select {
        let distinct = Side.allCases.map { side in
            CommonTable(
                named("\(side.rawValue)_keys"),
                Select(
                    pairing.keys.indices.map { .expression(key($0, of: side), as: "k\($0)") },
                    from: .common(alias(side)), groupBy: keys(of: side)))
        }
        let match = pairing.keys.indices.map {
            Expression.comparison(.column("k\($0)", of: named("a_keys")), .equal, .column("k\($0)", of: named("b_keys")))
        }
        return Select(
            with: [rows(of: .a), rows(of: .b), keyed(.a), keyed(.b)] + distinct,
            [.expression(.count(), as: "common")],
            from: .common(named("a_keys")),
            joins: [Join(.common(named("b_keys")), on: .all(match))]
        )
    }

    /// `rows`, `different_rows`, then one count of differing values per compared column, then per rename candidate the rows at
    /// which either holds a value, those of them at which the values agree, and whether there are several among the values that do.
    ///
    /// - Parameter duplicates: whether either side has duplicate keys, which then are left out on both sides.
    package func values(duplicates: Bool) -> Select {
        // A table needs at least one column.
        let isBare = pairing.values.isEmpty && renameCandidates.isEmpty
        // The comparisons stand in a table of their own, so that none is written, and none is computed, twice.
        let compared = CommonTable(
            named("compared"),
            Select(
                pairing.values.indices.map { .expression(differs($0), as: "d\($0)") }
                    + renameCandidates.indices.flatMap { comparison(ofCandidate: $0) }
                    + (isBare ? [.expression(.integer(1), as: "one")] : []),
                from: .common(alias(.a)),
                joins: [Join(.common(alias(.b)), on: sameKey)],
                where: duplicates ? hasUniqueKey : nil,
                limit: joinedColumnsFit ? nil : .max
            )
        )
        let counted = pairing.values.indices.map { Expression.column("d\($0)") }
        let counts = counted.enumerated().map { SelectColumn.expression(.count(where: $1), as: "c\($0)") }
        let hints = renameCandidates.indices.flatMap { index -> [SelectColumn] in
            [
                .expression(.count(where: .column("f\(index)")), as: "filled\(index)"),
                .expression(.count(where: .column("s\(index)")), as: "same\(index)"),
                .expression(.varies(.column("t\(index)")), as: "varies\(index)"),
            ]
        }
        return Select(
            with: joinedTables(values: true, candidates: true, duplicates: duplicates) + [compared],
            [.expression(.count(), as: "rows"), .expression(.count(where: .any(counted)), as: "different_rows")] + counts + hints,
            from: .common(named("compared"))
        )
    }

    /// Whether both sides' values fit into one row of the engine's.
    ///
    /// They meet in one when the engine counts right on the join. A limit that never bites keeps it from that, which costs PostgreSQL its
    /// parallel plan.
    private var joinedColumnsFit: Bool {
        dialect.columnLimit.map { 2 * (pairing.keys.count + pairing.values.count + renameCandidates.count) <= $0 } ?? true
    }

    /// Whether either column of a rename candidate holds a value, whether both hold the same, and which, in some order.
    private func comparison(ofCandidate index: Int) -> [SelectColumn] {
        let rule = renameCandidates[index].rule
        let (a, b) = (candidate(index, of: .a), candidate(index, of: .b))
        func holds(_ value: Expression) -> Expression {
            rule.equality.contains(.nullEqualsEmpty) ? .isDistinct(value, .text("")) : .isNotNull(value)
        }
        let isFilled = Expression.any([holds(a), holds(b)])
        let agrees = Expression.all([isFilled, .not(.differs(a, b, unless: rule.closeness))])
        return [
            .expression(isFilled, as: "f\(index)"), .expression(agrees, as: "s\(index)"),
            .expression(.when(agrees, then: .normalised(.normalised(a, .text), .binaryText)), as: "t\(index)"),
        ]
    }

    func differs(_ index: Int) -> Expression {
        .differs(value(index, of: .a), value(index, of: .b), unless: pairing.values[index].rule.closeness)
    }

    /// Keys of the joined row occur once on either side.
    var hasUniqueKey: Expression { .all([.not(isIn(duplicatesName(.a), .a)), .not(isIn(duplicatesName(.b), .b))]) }

    func joinedTables(
        values: Bool, candidates: Bool = false, duplicates: Bool, extra: (Side) -> [SelectColumn] = { _ in [] }
    ) -> [CommonTable] {
        Side.allCases.map { rows(of: $0) }
            + Side.allCases.map { keyed($0, values: values, candidates: candidates, extra: extra($0)) }
            + (duplicates ? Side.allCases.map { duplicateKeys(of: $0) } : [])
    }
}
