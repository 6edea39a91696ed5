import Relational

extension LandedPlan {
    /// The result of the staged diff with the columns, types and names of the two databases.
    ///
    /// - Parameter databases: labels of the two connections.
    package func result(_ result: DiffResult, databases: [String]) -> DiffResult {
        var told = result
        told.sides = plan.sides(databases)
        told.primaryKey = PrimaryKeyChoice(columns: plan.keys.map { plan.columns[0][$0].name }, source: plan.request.key.source)
        guard result.status == .success else { return told }
        told.schema = schema(result.schema?.renameHints ?? [])
        told.equality = AppliedEquality(
            plan.request.equality, pairs: result.values == nil ? [] : plan.pairs.filter { !$0.isKey && $0.obstacle == nil }.map(\.columns))
        told.values = result.values.map { values($0.adding(equalRows)) }
        told.pks?.add(equalRows)
        told.rows = rows(result.rows)
        if equalRows > 0 && plan.request.sampling.isEnabled { told.sampling.reason = .equalRowsSkipped }
        guard let schema = told.schema, let pks = told.pks, let values = told.values else { return told }
        told.verdict = DiffAssembly.verdict(schema: schema, pks: pks, values: values)
        // Columns that cannot be compared went in as columns of one side each.
        if equalRows > 0 || plan.pairs.contains(where: { $0.obstacle != nil }) {
            told.matchScore = score(schema, pks, values, result.sampling)
        }
        return told
    }

    private func score(
        _ schema: SchemaComparison, _ pks: KeyStatistics, _ values: ValueStatistics, _ sampling: SamplingOutcome
    ) -> Double? {
        let scale = sampling.commonKeys.map { Double($0) / Double(max(values.totalRows, 1)) } ?? 1
        return MatchScore(
            rows: pks.totalRows, columns: schema.columnCounts, sharedColumns: plan.pairs.count,
            exclusiveRows: pks.exclusives[0] + pks.exclusives[1], exclusiveColumns: schema.exclusiveColumns.map(\.count),
            differentValues: Double(values.valuesWithDifferences) * scale
        ).fraction
    }

    private func schema(_ hints: [SchemaComparison.RenameHint]) -> SchemaComparison {
        let changed = plan.pairs.filter { pair in
            AcrossTypes(a: pair.columns.a.type, b: pair.columns.b.type, dialectA: plan.dialects[0], dialectB: plan.dialects[1]).differ
        }
        let exclusive = DiffPlan.Side.allCases.map { plan.exclusive($0) }
        let exclusiveNames = exclusive.map { Set($0.map(\.name)) }
        return SchemaComparison(
            columnCounts: plan.staged.map(\.count),
            columnTypeChanges: changed.map { pair in
                .init(columnName: pair.columns.name, a: pair.columns.a.type.spelling, b: pair.columns.b.type.spelling)
            },
            columnReorders: plan.pairs.count - longestIncreasingRun(plan.pairs.map(\.b)),
            exclusiveColumns: exclusive.map { $0.map(\.column.name) },
            renameHints: hints.filter { exclusiveNames[0].contains($0.a) && exclusiveNames[1].contains($0.b) }
                .map { .init(a: plan.columnNames[$0.a] ?? $0.a, b: plan.columnNames[$0.b] ?? $0.b, match: $0.match) }
        )
    }

    private func values(_ values: ValueStatistics) -> ValueStatistics {
        var values = values
        for index in values.columnsDiffStats.indices {
            values.columnsDiffStats[index].columnName = name(values.columnsDiffStats[index].columnName)
        }
        let obstacles = plan.pairs.compactMap { pair in
            pair.obstacle.map { ValueStatistics.NotCompared(columnName: pair.columns.name, reason: $0) }
        }
        values.notCompared = values.notCompared.map { .init(columnName: name($0.columnName), reason: $0.reason) } + obstacles
        return values
    }

    private func rows(_ samples: RowSamples) -> RowSamples {
        func row(_ row: RowSamples.Row) -> RowSamples.Row {
            Dictionary(row.map { (name($0.key), $0.value) }) { first, _ in first }
        }
        var told = samples
        (told.exclusiveA, told.exclusiveB) = (samples.exclusiveA.map(row), samples.exclusiveB.map(row))
        (told.duplicateA, told.duplicateB) = (samples.duplicateA.map(row), samples.duplicateB.map(row))
        (told.nullKeyA, told.nullKeyB) = (samples.nullKeyA.map(row), samples.nullKeyB.map(row))
        told.different = samples.different.map { different in
            .init(
                key: row(different.key),
                columns: Dictionary(different.columns.map { (name($0.key), $0.value) }) { first, _ in first })
        }
        return told
    }

    /// What a staged column is called in the result.
    private func name(_ staged: String) -> String { resultNames[staged] ?? staged }
}

extension ValueStatistics {
    /// With rows of which all values are equal.
    fileprivate func adding(_ rows: Int) -> ValueStatistics {
        guard rows > 0 else { return self }
        let columns = columnsDiffStats.map {
            ColumnStatistics(columnName: $0.columnName, rows: totalRows + rows, valuesDifferent: $0.valuesDifferent)
        }
        return ValueStatistics(
            totalRows: totalRows + rows, rowsWithDifferences: rowsWithDifferences, columns: columns, notCompared: notCompared)
    }
}

extension KeyStatistics {
    /// With rows of either side whose keys are on both, each once.
    fileprivate mutating func add(_ rows: Int) {
        for side in totalRows.indices {
            totalRows[side] += rows
            distincts[side] += rows
        }
    }
}

extension AcrossPlan {
    /// The columns' own names, by their staged names.
    var columnNames: [String: String] {
        Dictionary(uniqueKeysWithValues: DiffPlan.Side.allCases.flatMap { columns(of: $0).map { ($0.name, $0.column.name) } })
    }

    /// The names in a result, by the staged ones: side a's, and side b's for what side a lacks.
    ///
    /// A column of b alone may have the name that a mapped pair goes by; paired columns that are not compared are one.
    var resultNames: [String: String] {
        var names = columnNames
        let taken = Set(pairs.map(\.columns.name))
        for column in exclusive(.b) where taken.contains(column.column.name) { names[column.name] = "\(column.column.name) (b)" }
        for pair in pairs { names["b\(pair.b)"] = pair.columns.name }
        return names
    }

    /// What the two sides are.
    package func sides(_ databases: [String]) -> [DiffSide] {
        [
            DiffSide(database: databases[0], dataset: request.a, columns: columns[0]),
            DiffSide(database: databases[1], dataset: request.b, columns: columns[1]),
        ]
    }
}
