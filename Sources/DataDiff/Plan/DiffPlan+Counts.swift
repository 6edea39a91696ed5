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

    /// Keys that occur once on both sides, as `rows`.
    package func comparableKeys(duplicates: Bool) -> Select {
        Select(
            with: joinedTables(duplicates: duplicates), [.expression(.count(), as: "rows")], from: .common(alias(.a)),
            joins: [Join(.common(alias(.b)), on: sameKey)], where: duplicates ? hasUniqueKey : nil)
    }

    func differs(_ index: Int) -> Expression {
        .differs(value(index, of: .a), value(index, of: .b), unless: pairing.values[index].rule.closeness)
    }

    /// Keys of the joined row occur once on either side.
    var hasUniqueKey: Expression { .all([.not(isIn(duplicatesName(.a), .a)), .not(isIn(duplicatesName(.b), .b))]) }

    func joinedTables(
        columns: [Int] = [], candidates: Bool = false, duplicates: Bool, extra: (Side) -> [SelectColumn] = { _ in [] },
        where restriction: (Side) -> Expression? = { _ in nil }
    ) -> [CommonTable] {
        Side.allCases.map { rows(of: $0) }
            + Side.allCases.map { keyed($0, columns: columns, candidates: candidates, extra: extra($0), where: restriction($0)) }
            + (duplicates ? Side.allCases.map { duplicateKeys(of: $0) } : [])
    }
}
