import SQL

// Rows brought down to one hash, for tables too wide to be carried through a join.
extension DiffPlan {
    /// The common table with the side's keys and hashes of rows.
    func hashedName(_ side: Side) -> String { named("hashed_\(side.rawValue)") }

    /// Places of the compared columns that no hash stands for.
    private var unhashed: [Int] { pairing.values.indices.filter { !checksummed.contains($0) } }

    /// `row`, the hash of all compared columns that have one.
    private func rowHash(_ side: Side) -> SelectColumn {
        .expression(
            .rowHash(
                checksummed.map { HashedExpression(normalised(pairing.values[$0], side), pairing.values[$0].hashForm(dialect.types)) }),
            as: "row")
    }

    /// The side's keys, the hash of its rows, and the values that have none.
    func hashedRows(_ side: Side, extra: [SelectColumn] = []) -> CommonTable {
        let table = keyed(side, columns: unhashed, extra: [rowHash(side)] + extra)
        return CommonTable(hashedName(side), table.select)
    }

    /// Whether rows with the same key may hold different values.
    var mayRowsDiffer: Expression {
        func column(_ name: String, _ side: Side) -> Expression { .column(name, of: hashedName(side)) }
        return .any(
            [.isDistinct(column("row", .a), column("row", .b))]
                + unhashed.map { .differs(column("v\($0)", .a), column("v\($0)", .b), unless: pairing.values[$0].rule.closeness) })
    }

    var sameHashedKey: Expression {
        .all(
            pairing.keys.indices.map {
                .comparison(.column("k\($0)", of: hashedName(.a)), .equal, .column("k\($0)", of: hashedName(.b)))
            })
    }

    /// `suspects`: keys on both sides whose rows may differ, and what it is made of.
    var suspectTables: [CommonTable] {
        Side.allCases.map { hashedRows($0) } + [
            CommonTable(
                named("suspects"),
                Select(
                    pairing.keys.indices.map { .expression(.column("k\($0)", of: hashedName(.a)), as: "k\($0)") },
                    from: .common(hashedName(.a)), joins: [Join(.common(hashedName(.b)), on: sameHashedKey)], where: mayRowsDiffer))
        ]
    }

    /// Whether a row of the side, as it is, has one of these keys.
    func isSuspect(_ side: Side) -> Expression {
        let matches = pairing.keys.enumerated().map {
            Expression.comparison(.column("k\($0)", of: named("suspects")), .equal, normalised($1, side))
        }
        return .exists(Select([.expression(.integer(1), as: "found")], from: .common(named("suspects")), where: .all(matches)))
    }
}
