package import SQL

// Statements that count. Each yields one row; the result types in `Result/` say what its columns are.
extension DiffPlan {
    /// `total_rows`: rows of the side after its filters.
    package func rowCount(_ side: Side) -> Select {
        Select(with: [rows(of: side)], [.expression(.count(), as: "total_rows")], from: .common("rows_\(side.rawValue)"))
    }

    /// `total_rows`, `nulls`, `dupes`, `distincts` of one side's key, in one pass that groups by the key.
    package func keyStatistics(_ side: Side) -> Select {
        let keyColumns = pairing.keys.indices.map { Expression.column("k\($0)", of: "keys") }
        let read = CommonTable(
            "keys",
            Select(
                pairing.keys.enumerated().map { .expression(normalised($1, side), as: "k\($0)") }, from: .common("rows_\(side.rawValue)"))
        )
        let grouped = CommonTable(
            "grouped",
            Select(
                pairing.keys.indices.map { .expression(keyColumns[$0], as: "k\($0)") } + [.expression(.count(), as: "copies")],
                from: .common("keys"),
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
            from: .common("grouped")
        )
    }

    /// Distinct non-null keys that both sides have, as `common`; needed only when a side has duplicates.
    package func commonKeys() -> Select {
        let distinct = Side.allCases.map { side in
            CommonTable(
                "\(side.rawValue)_keys",
                Select(
                    pairing.keys.indices.map { .expression(key($0, of: side), as: "k\($0)") },
                    from: .common(side.rawValue), groupBy: keys(of: side)))
        }
        let match = pairing.keys.indices.map {
            Expression.comparison(.column("k\($0)", of: "a_keys"), .equal, .column("k\($0)", of: "b_keys"))
        }
        return Select(
            with: [rows(of: .a), rows(of: .b), keyed(.a), keyed(.b)] + distinct,
            [.expression(.count(), as: "common")],
            from: .common("a_keys"),
            joins: [Join(.common("b_keys"), on: .all(match))]
        )
    }

    /// `rows`, `different_rows`, then one count of differing values per compared column, then per rename candidate the rows at
    /// which both hold the same value and the rows at which that value is not NULL.
    ///
    /// - Parameter duplicates: whether either side has duplicate keys, which then are left out on both sides.
    package func values(duplicates: Bool) -> Select {
        let differences = pairing.values.indices.map { differs($0) }
        let counts = differences.enumerated().map { SelectColumn.expression(.count(where: $1), as: "c\($0)") }
        let hints = renameCandidates.indices.flatMap { index -> [SelectColumn] in
            let same = Expression.not(.isDistinct(candidate(index, of: .a), candidate(index, of: .b)))
            return [
                .expression(.count(where: same), as: "same\(index)"),
                .expression(.count(where: .all([same, .isNotNull(candidate(index, of: .a))])), as: "filled\(index)"),
            ]
        }
        return Select(
            with: joinedTables(values: true, candidates: true, duplicates: duplicates),
            [.expression(.count(), as: "rows"), .expression(.count(where: .any(differences)), as: "different_rows")] + counts + hints,
            from: .common("a"),
            joins: [Join(.common("b"), on: sameKey)],
            where: duplicates ? hasUniqueKey : nil
        )
    }

    func differs(_ index: Int) -> Expression { .isDistinct(value(index, of: .a), value(index, of: .b)) }

    /// Keys of the joined row occur once on either side.
    var hasUniqueKey: Expression { .all([.not(isIn("a_dup", .a)), .not(isIn("b_dup", .b))]) }

    func joinedTables(
        values: Bool, candidates: Bool = false, duplicates: Bool, extra: (Side) -> [SelectColumn] = { _ in [] }
    ) -> [CommonTable] {
        Side.allCases.map { rows(of: $0) }
            + Side.allCases.map { keyed($0, values: values, candidates: candidates, extra: extra($0)) }
            + (duplicates ? Side.allCases.map { duplicateKeys(of: $0) } : [])
    }
}
