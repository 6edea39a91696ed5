import Relational
package import SQL

// What is read of one side before the sides meet.
extension DiffPlan {
    /// Whether the engine can hash the key, so that a summary can tell whether both sides have the same keys.
    package var canSummarise: Bool { !pairing.keys.isEmpty && pairing.keys.allSatisfy { isHashed($0) } }

    /// Whether checksums of every column are cheaper than comparing columns that turn out to be equal.
    package var prefersChecksums: Bool { canSummarise && checksummed.count >= dialect.fingerprints.columnsWorthwhile }

    /// Places of the compared columns that a checksum decides about.
    ///
    /// Not nested values, nor those of types unknown here: DuckDB hashes an empty list as NULL.
    var checksummed: [Int] { pairing.values.indices.filter { isHashed(pairing.values[$0]) } }

    private func isHashed(_ pair: ColumnPair) -> Bool { pair.hashForm(dialect.types) != .unsafe }

    /// Whether a side is a table or view as it is, without filters.
    func isPlain(_ side: Side) -> Bool {
        guard window == nil, case .relation = side == .a ? request.a : request.b else { return false }
        return (side == .a ? request.filtersA : request.filtersB).isEmpty
    }

    /// Whether the engine knows sizes and bounds of a side's table without reading it.
    package func knowsBounds(_ side: Side) -> Bool { dialect.fingerprints.distinctIntegers != nil && isPlain(side) }

    /// Whether no key occurs twice on a side, given what the engine keeps unique in its table.
    ///
    /// Filters only take rows away. A key that is compared in another form may be the same as one that is not the same in the table.
    package func hasUniqueKey(_ side: Side, declared: [[String]]) -> Bool {
        func spelled(_ name: String) -> String { dialect.ignoresIdentifierCase ? name.lowercased() : name }
        let asStored = pairing.keys.filter { pair in
            let form = side == .a ? pair.rule.a : pair.rule.b
            return form.isEmpty || form == [.binaryText]
        }
        let names = Set(asStored.map { spelled((side == .a ? $0.a : $0.b).name) })
        return declared.contains { !$0.isEmpty && $0.allSatisfy { names.contains(spelled($0)) } }
    }

    /// Whether distinct keys can be counted with one bit for each possible key.
    private var hasIntegerKey: Bool {
        pairing.keys.allSatisfy { $0.a.type.typeClass == .integer && $0.b.type.typeClass == .integer }
    }

    /// `total_rows`, then, for integer keys, the lowest and highest value of each key column, as text.
    package func keyBounds(_ side: Side) -> Select {
        let bounds = (hasIntegerKey ? pairing.keys : []).enumerated().flatMap { index, pair -> [SelectColumn] in
            let key = raw(pair, side)
            return [
                .expression(.normalised(.min(key), .text), as: "low\(index)"),
                .expression(.normalised(.max(key), .text), as: "high\(index)"),
            ]
        }
        return Select(with: [rows(of: side)], [.expression(.count(), as: "total_rows")] + bounds, from: .common(rowsName(side)))
    }

    /// `distincts`: distinct keys of a side without a NULL in them, by one bit for each possible key.
    package func distinctKeys(_ side: Side, bounds: [KeyBounds.Bound]) -> Select {
        let values = zip(pairing.keys, bounds).map { BoundedInteger(value: raw($0, side), lowest: $1.lowest, highest: $1.highest) }
        return Select(
            with: [rows(of: side)], [.expression(.distinctIntegers(values), as: "distincts")], from: .common(rowsName(side)),
            where: hasKey(side))
    }

    /// `total_rows`, `nulls`, `keys` (a checksum of the keys without NULL, each as often as it occurs), and, if asked for, one checksum
    /// for each compared column that has one.
    package func summary(_ side: Side, columns: Bool) -> Select {
        let hashed = CommonTable(
            named("hashed"),
            Select(
                [
                    .expression(keyHash(side), as: "key_hash"),
                    .expression(.not(hasKey(side)), as: "no_key"),
                ] + (columns ? checksummed.map { .expression(normalised(pairing.values[$0], side), as: "v\($0)") } : []),
                from: .common(rowsName(side))))
        let hash = Expression.column("key_hash")
        let checksums = columns ? checksummed.map { checksum(of: pairing.values[$0], $0, hash) } : []
        return Select(
            with: [rows(of: side), hashed],
            [
                .expression(.count(), as: "total_rows"),
                .expression(.count(where: .column("no_key")), as: "nulls"),
                .expression(.normalised(.sum(hash, where: .not(.column("no_key"))), .text), as: "keys"),
            ] + checksums,
            from: .common(named("hashed"))
        )
    }

    private func checksum(of pair: ColumnPair, _ index: Int, _ keyHash: Expression) -> SelectColumn {
        .expression(.checksum(HashedExpression(.column("v\(index)"), pair.hashForm(dialect.types)), keyHash: keyHash), as: "s\(index)")
    }

    /// Places of the compared columns that may differ.
    ///
    /// - Parameter summaries: of both sides, which have the same keys.
    package func columnsToCompare(_ summaries: [KeySummary]) -> [Int] {
        guard let a = summaries[0].columns, let b = summaries[1].columns else { return Array(pairing.values.indices) }
        let equal = Set(zip(checksummed, zip(a, b)).filter { $0.1.0 == $0.1.1 }.map(\.0))
        return pairing.values.indices.filter { !equal.contains($0) }
    }

    /// The hash of a row's key, from the columns as they are.
    func keyHash(_ side: Side) -> Expression {
        .hash(pairing.keys.map { HashedExpression(normalised($0, side), $0.hashForm(dialect.types)) })
    }
}
