package import Relational
package import SQL

// Statements that fetch sample rows. Raw columns are named `c0`, `c1`, … in the order of `columns(of:)`.
extension DiffPlan {
    /// Columns of the side's sample rows, in the side's order, each with the name it has in the result (side a's where paired).
    package func columns(of side: Side) -> [(column: Column, name: String)] {
        guard side == .b else { return pairing.consideredA.map { ($0, $0.name) } }
        let names = Dictionary(
            (pairing.keys + pairing.values).map { ($0.b.name, $0.name) }, uniquingKeysWith: { first, _ in first })
        return pairing.consideredB.map { ($0, names[$0.name] ?? $0.name) }
    }

    /// Rows whose key the other side lacks, one per key, in key order.
    package func exclusiveRows(_ side: Side, duplicates: Bool) -> Select {
        let absent = Expression.not(isIn(side.other.rawValue, side))
        let tables = [rows(of: .a), rows(of: .b), keyed(side, extra: rawColumns(side)), keyed(side.other)]
        guard duplicates else {
            return sample(side, with: tables, from: side.rawValue, where: absent)
        }
        let numbered = CommonTable(
            "numbered",
            Select(
                [.all, .expression(.rowNumber(partitionBy: keys(of: side), orderBy: keys(of: side)), as: "copy")],
                from: .common(side.rawValue), where: absent))
        return sample(
            side, with: tables + [numbered], from: "numbered", where: .comparison(.column("copy", of: "numbered"), .equal, .integer(1)))
    }

    /// Rows whose key occurs more than once on the side, all copies, in key order.
    package func duplicateRows(_ side: Side) -> Select {
        sample(
            side, with: [rows(of: side), keyed(side, extra: rawColumns(side)), duplicateKeys(of: side)], from: side.rawValue,
            where: isIn("\(side.rawValue)_dup", side))
    }

    /// Rows with a NULL in their key.
    package func nullKeyRows(_ side: Side) -> Select {
        Select(
            with: [rows(of: side)], rawColumns(side), from: .common("rows_\(side.rawValue)"),
            where: .not(hasKey(side)), limit: request.sampleRowLimit)
    }

    /// Rows that differ, in key order: side a's raw key (`k…`), then per compared column whether it differs (`d…`, 0 or 1) and both
    /// raw values (`a…`, `b…`).
    package func differentRows(duplicates: Bool) -> Select {
        func raws(_ side: Side) -> [SelectColumn] {
            (side == .a ? pairing.keys.enumerated().map { .expression(raw($1, side), as: "key\($0)") } : [])
                + pairing.values.enumerated().map { .expression(raw($1, side), as: "raw\($0)") }
        }
        var columns = pairing.keys.indices.map { SelectColumn.expression(.column("key\($0)", of: "a"), as: "k\($0)") }
        for index in pairing.values.indices {
            columns.append(.expression(differs(index), as: "d\(index)"))
            columns.append(.expression(.column("raw\(index)", of: "a"), as: "a\(index)"))
            columns.append(.expression(.column("raw\(index)", of: "b"), as: "b\(index)"))
        }
        let anyDiffers = Expression.any(pairing.values.indices.map { differs($0) })
        return Select(
            with: joinedTables(values: true, duplicates: duplicates, extra: raws),
            columns,
            from: .common("a"),
            joins: [Join(.common("b"), on: sameKey)],
            where: duplicates ? .all([anyDiffers, hasUniqueKey]) : anyDiffers,
            orderBy: keys(of: .a),
            limit: request.sampleRowLimit
        )
    }

    private func rawColumns(_ side: Side) -> [SelectColumn] {
        columns(of: side).enumerated().map { .expression(.column($1.column.name, of: "rows_\(side.rawValue)"), as: "c\($0)") }
    }

    private func sample(_ side: Side, with tables: [CommonTable], from table: String, where predicate: Expression) -> Select {
        Select(
            with: tables,
            columns(of: side).indices.map { .expression(.column("c\($0)", of: table), as: "c\($0)") },
            from: .common(table),
            where: predicate,
            orderBy: pairing.keys.indices.map { .column("k\($0)", of: table) },
            limit: request.sampleRowLimit
        )
    }
}
