package import Relational
package import SQL

// Statements that fetch sample rows. Raw columns are named `c0`, `c1`, … in the order of `columns(of:)`.
extension DiffPlan {
    /// Columns of the side's sample rows, in the side's order, each with the name it has in the result (side a's where paired).
    package func columns(of side: Side) -> [(column: Column, name: String)] {
        guard side == .b else { return pairing.consideredA.map { ($0, $0.name) } }
        let names = Dictionary(
            (pairing.keys + pairing.values).map { ($0.b.name, $0.name) }, uniquingKeysWith: { first, _ in first })
        let taken = Set(names.values)
        return pairing.consideredB.map { column in
            // A column of b alone may have the name that a mapped pair goes by.
            (column, names[column.name] ?? (taken.contains(column.name) ? "\(column.name) (b)" : column.name))
        }
    }

    /// Rows whose key the other side lacks, one per key, in key order.
    ///
    /// - Parameter classes: of the keys, if only rows of these are looked at.
    package func exclusiveRows(_ side: Side, duplicates: Bool, classes: [Int]? = nil) -> Select {
        let absent = Expression.not(isIn(alias(side.other), side))
        func only(_ side: Side) -> Expression? { restriction(side, sample: nil, classes: classes) }
        let tables = [
            rows(of: .a), rows(of: .b), keyed(side, extra: rawColumns(side), where: only(side)),
            keyed(side.other, where: only(side.other)),
        ]
        guard duplicates else {
            return sample(side, with: tables, from: alias(side), where: absent)
        }
        let numbered = CommonTable(
            named("numbered"),
            Select(
                [.all, .expression(.rowNumber(partitionBy: keys(of: side), orderBy: keys(of: side)), as: "copy")],
                from: .common(alias(side)), where: absent))
        return sample(
            side, with: tables + [numbered], from: named("numbered"),
            where: .comparison(.column("copy", of: named("numbered")), .equal, .integer(1)))
    }

    /// Rows whose key occurs more than once on the side, all copies, in key order.
    package func duplicateRows(_ side: Side) -> Select {
        sample(
            side, with: [rows(of: side), keyed(side, extra: rawColumns(side)), duplicateKeys(of: side)], from: alias(side),
            where: isIn(duplicatesName(side), side))
    }

    /// Rows with a NULL in their key.
    package func nullKeyRows(_ side: Side) -> Select {
        Select(
            with: [rows(of: side)], rawColumns(side), from: .common(rowsName(side)),
            where: .not(hasKey(side)), limit: request.sampleRowLimit)
    }

    /// Parts of the columns that differ whose differing rows one statement can fetch each; mostly one part, all of them.
    package func slices(of columns: [Int]) -> [[Int]] {
        let (keys, values) = (pairing.keys.count, columns.count)
        guard let limit = dialect.columnLimit, values > 0 else { return [columns] }
        // A side's table holds both keys, all differing values and the raw ones; the result three columns for each value.
        let width = max(1, min(limit - 2 * keys - values, (limit - keys) / 3))
        return stride(from: 0, to: values, by: width).map { Array(columns[$0..<min($0 + width, values)]) }
    }

    /// Rows that differ, in key order: side a's raw key (`k…`), then per column of the slice whether it differs (`d…`, a boolean) and
    /// both raw values (`a…`, `b…`).
    ///
    /// The rows are the same for every slice.
    /// - Parameters:
    ///   - query: how values were compared; its columns are all that differ anywhere.
    ///   - classes: of the keys, if only rows of these are looked at.
    package func differentRows(_ slice: [Int], _ query: ValueQuery, classes: [Int]? = nil) -> Select {
        let anyDiffers = Expression.any(query.columns.map { differs($0) })
        return Select(
            with: joinedTables(
                columns: query.columns, duplicates: query.duplicates, extra: { rawKeysAndValues($0, slice) },
                where: { restriction($0, sample: query.sample, classes: classes) }),
            differentRowColumns(slice),
            from: .common(alias(.a)),
            joins: [Join(.common(alias(.b)), on: sameKey)],
            where: query.duplicates ? .all([anyDiffers, hasUniqueKey]) : anyDiffers,
            orderBy: keys(of: .a),
            limit: request.sampleRowLimit
        )
    }

    /// What the tables `a` and `b` hold for ``differentRowColumns(_:)`` beside keys and values.
    func rawKeysAndValues(_ side: Side, _ slice: [Int]) -> [SelectColumn] {
        (side == .a ? pairing.keys.enumerated().map { .expression(fetched($1.a, side), as: "key\($0)") } : [])
            + slice.filter { !isFetchedAsCompared($0, side) }.map { index in
                let pair = pairing.values[index]
                return .expression(fetched(side == .a ? pair.a : pair.b, side), as: "raw\(index)")
            }
    }

    /// A differing row: the key, then per column whether it differs and both values.
    func differentRowColumns(_ slice: [Int]) -> [SelectColumn] {
        pairing.keys.indices.map { .expression(held("key\($0)", by: .a), as: "k\($0)") }
            + slice.flatMap { index -> [SelectColumn] in
                [
                    .expression(differs(index), as: "d\(index)"), .expression(read(index, .a), as: "a\(index)"),
                    .expression(read(index, .b), as: "b\(index)"),
                ]
            }
    }

    private func read(_ index: Int, _ side: Side) -> Expression {
        isFetchedAsCompared(index, side) ? value(index, of: side) : held("raw\(index)", by: side)
    }

    /// Whether people read a value as it is compared: then it is carried through the join once.
    private func isFetchedAsCompared(_ index: Int, _ side: Side) -> Bool {
        let pair = pairing.values[index]
        let (form, column) = side == .a ? (pair.rule.a, pair.a) : (pair.rule.b, pair.b)
        let fetched = rowForm.steps(column.type, dialect.types)
        // Of the same text, only the collation differs, which a table made of the rows would keep.
        return form == fetched || (form == [.binaryText] && fetched.isEmpty && rowForm == .read)
    }

    private func rawColumns(_ side: Side) -> [SelectColumn] {
        columns(of: side).enumerated().map { .expression(fetched($1.column, side), as: "c\($0)") }
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
