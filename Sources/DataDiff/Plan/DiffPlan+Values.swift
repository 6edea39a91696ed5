package import SQL

// The statement that compares values.
extension DiffPlan {
    /// `rows`, `different_rows`, then one count of differing values per column of the query, then per rename candidate the rows at
    /// which either holds a value, those of them at which the values agree, and whether there are several among the values that do;
    /// then the examples, if the query asks for any; last, for rows paired by their places, at how many of those keys differ.
    package func values(_ query: ValueQuery) -> Select {
        var plan = self
        plan.isPlaced = query.pairing == .byPlace
        return plan.valuesRead(query)
    }

    private func valuesRead(_ query: ValueQuery) -> Select {
        Select(
            with: tables(of: query) + [compared(query)],
            [.expression(.count(), as: "rows"), .expression(.count(where: anyDiffers(query)), as: "different_rows")]
                + query.columns.map { .expression(.count(where: differed($0, query)), as: "c\($0)") }
                + renameCandidates.indices.flatMap(hintCounts) + examples(query, where: anyDiffers(query))
                + (isPlaced ? [.expression(.count(where: .column("misplaced")), as: "misplaced")] : []),
            from: .common(named("compared"))
        )
    }

    private func tables(of query: ValueQuery) -> [CommonTable] {
        if isPlaced { return [placed(columns: query.columns, candidates: true) { exampleSources(query, $0) }] }
        let suspects = query.pairing == .byKeyWhereRowsDiffer
        let tables = joinedTables(
            columns: query.columns, candidates: true, duplicates: query.duplicates, extra: { exampleSources(query, $0) },
            where: { suspects ? isSuspect($0) : restriction($0, sample: query.sample) })
        // What is suspected has to be known before the tables that are made of it.
        return suspects ? Side.allCases.map { rows(of: $0) } + suspectTables + tables.dropFirst(2) : tables
    }

    /// The comparisons stand in a table of their own, so that none is written, and none is computed, twice.
    private func compared(_ query: ValueQuery) -> CommonTable {
        let columns =
            comparisons(query) + renameCandidates.indices.flatMap { comparison(ofCandidate: $0) } + exampleColumns(query)
            + (isPlaced ? [.expression(isMisplaced, as: "misplaced")] : [])
        return CommonTable(
            named("compared"),
            Select(
                // A table needs at least one column.
                columns.isEmpty ? [.expression(.integer(1), as: "one")] : columns,
                from: .common(isPlaced ? named("placed") : alias(.a)),
                joins: isPlaced ? [] : [Join(.common(alias(.b)), on: sameKey)],
                where: query.duplicates ? hasUniqueKey : nil,
                limit: joinedColumnsFit(query) ? nil : .max
            ),
            isComputedOnce: countsLate(query)
        )
    }

    /// Whether both sides' values fit into one row of the engine's.
    ///
    /// They meet in one when the engine counts right on the join. A limit that never bites keeps it from that, which costs PostgreSQL its
    /// parallel plan.
    private func joinedColumnsFit(_ query: ValueQuery) -> Bool {
        dialect.columnLimit.map { 2 * (pairing.keys.count + query.columns.count + renameCandidates.count) + 1 <= $0 } ?? true
    }

    func hintCounts(_ index: Int) -> [SelectColumn] {
        [
            .expression(.count(where: .column("f\(index)")), as: "filled\(index)"),
            .expression(.count(where: .column("s\(index)")), as: "same\(index)"),
            .expression(.varies(.column("t\(index)")), as: "varies\(index)"),
        ]
    }

    /// Whether either column of a rename candidate holds a value, whether both hold the same, and which, in some order.
    ///
    /// - Parameter isPair: whether a row is one of both sides; nil where all are.
    func comparison(ofCandidate index: Int, where isPair: Expression? = nil) -> [SelectColumn] {
        let rule = renameCandidates[index].rule
        let (a, b) = (candidate(index, of: .a), candidate(index, of: .b))
        func holds(_ value: Expression) -> Expression {
            rule.equality.contains(.nullEqualsEmpty) ? .isDistinct(value, .text("")) : .isNotNull(value)
        }
        let isFilled = isPair.map { .all([$0, .any([holds(a), holds(b)])]) } ?? Expression.any([holds(a), holds(b)])
        let agrees = Expression.all([isFilled, .not(.differs(a, b, unless: rule.closeness))])
        return [
            .expression(isFilled, as: "f\(index)"), .expression(agrees, as: "s\(index)"),
            .expression(.when(agrees, then: .normalised(.normalised(a, .text), .binaryText)), as: "t\(index)"),
        ]
    }
}

// How differing values are counted.
extension DiffPlan {
    /// Whether columns are compared one by one only in rows in which some column differs, as most rows are the same.
    ///
    /// That pays where the engine would otherwise compare each column for each count that it takes part in.
    private func countsLate(_ query: ValueQuery) -> Bool {
        guard dialect.fence != nil, query.columns.count > 1, query.examples != .included else { return false }
        return dialect.columnLimit.map { 2 * query.columns.count + 3 * renameCandidates.count + 2 <= $0 } ?? true
    }

    private func comparisons(_ query: ValueQuery) -> [SelectColumn] {
        guard countsLate(query) else { return query.columns.map { .expression(differs($0), as: "d\($0)") } }
        return [.expression(.any(query.columns.map { differs($0) }), as: "differs")] + query.columns.flatMap { valuesMet($0) }
    }

    /// Both values of a column, to be compared where it is worth it.
    func valuesMet(_ index: Int) -> [SelectColumn] {
        [.expression(value(index, of: .a), as: "a\(index)"), .expression(value(index, of: .b), as: "b\(index)")]
    }

    /// Whether the values of a column differ, in a row of which it is known that some do.
    func differedLate(_ index: Int) -> Expression {
        .all([
            .column("differs"),
            .differs(.column("a\(index)"), .column("b\(index)"), unless: pairing.values[index].rule.closeness),
        ])
    }

    private func anyDiffers(_ query: ValueQuery) -> Expression {
        countsLate(query) ? .column("differs") : .any(query.columns.map { .column("d\($0)") })
    }

    private func differed(_ index: Int, _ query: ValueQuery) -> Expression {
        countsLate(query) ? differedLate(index) : .column("d\(index)")
    }
}
