package import SQL

// The statement that compares values.
extension DiffPlan {
    /// `rows`, `different_rows`, then one count of differing values per column of the query, then per rename candidate the rows at
    /// which either holds a value, those of them at which the values agree, and whether there are several among the values that do;
    /// last the examples, if the query asks for any.
    package func values(_ query: ValueQuery) -> Select {
        let differences = query.columns.map { Expression.column("d\($0)") }
        return Select(
            with: joinedTables(
                columns: query.columns, candidates: true, duplicates: query.duplicates, extra: { exampleSources(query, $0) },
                where: { restriction($0, sample: query.sample) })
                + [compared(query)],
            [.expression(.count(), as: "rows"), .expression(.count(where: .any(differences)), as: "different_rows")]
                + query.columns.map { .expression(.count(where: .column("d\($0)")), as: "c\($0)") }
                + renameCandidates.indices.flatMap(hintCounts) + examples(query, where: .any(differences)),
            from: .common(named("compared"))
        )
    }

    /// The comparisons stand in a table of their own, so that none is written, and none is computed, twice.
    private func compared(_ query: ValueQuery) -> CommonTable {
        let columns =
            query.columns.map { SelectColumn.expression(differs($0), as: "d\($0)") }
            + renameCandidates.indices.flatMap { comparison(ofCandidate: $0) } + exampleColumns(query)
        return CommonTable(
            named("compared"),
            Select(
                // A table needs at least one column.
                columns.isEmpty ? [.expression(.integer(1), as: "one")] : columns,
                from: .common(alias(.a)),
                joins: [Join(.common(alias(.b)), on: sameKey)],
                where: query.duplicates ? hasUniqueKey : nil,
                limit: joinedColumnsFit(query) ? nil : .max
            )
        )
    }

    /// Whether both sides' values fit into one row of the engine's.
    ///
    /// They meet in one when the engine counts right on the join. A limit that never bites keeps it from that, which costs PostgreSQL its
    /// parallel plan.
    private func joinedColumnsFit(_ query: ValueQuery) -> Bool {
        dialect.columnLimit.map { 2 * (pairing.keys.count + query.columns.count + renameCandidates.count) + 1 <= $0 } ?? true
    }

    private func hintCounts(_ index: Int) -> [SelectColumn] {
        [
            .expression(.count(where: .column("f\(index)")), as: "filled\(index)"),
            .expression(.count(where: .column("s\(index)")), as: "same\(index)"),
            .expression(.varies(.column("t\(index)")), as: "varies\(index)"),
        ]
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
}

// Examples of rows that differ, found while values are compared.
extension DiffPlan {
    /// What a side's table holds for the examples, beside keys and values.
    private func exampleSources(_ query: ValueQuery, _ side: Side) -> [SelectColumn] {
        switch query.examples {
        case .apart: []
        case .included: rawKeysAndValues(side, query.columns)
        case .located: side == .a ? keyClass(.a) : []
        }
    }

    private func exampleColumns(_ query: ValueQuery) -> [SelectColumn] {
        switch query.examples {
        case .apart: []
        case .located: [.expression(.column("class", of: alias(.a)), as: "class")]
        case .included:
            // `d…` are there already; a structure takes them from there.
            differentRowColumns(query.columns).filter { column in
                guard case .expression(_, let name) = column else { return true }
                return !name.hasPrefix("d")
            } + pairing.keys.indices.map { .expression(key($0, of: .a), as: "order\($0)") }
        }
    }

    private func examples(_ query: ValueQuery, where condition: Expression) -> [SelectColumn] {
        switch query.examples {
        case .apart: return []
        case .located:
            return [.expression(.numbersSeen(.column("class"), count: Self.keyClasses, where: condition), as: "classes")]
        case .included:
            let row = differentRowColumns(query.columns).compactMap { column -> Expression? in
                guard case .expression(_, let name) = column else { return nil }
                return .column(name)
            }
            let order = pairing.keys.indices.map { Expression.column("order\($0)") }
            return [.expression(.firstRows(row, by: order, limit: request.sampleRowLimit, where: condition), as: "examples")]
        }
    }
}
