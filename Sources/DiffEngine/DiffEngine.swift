package import DataDiff
import Relational
import SQL
package import Warehouse

/// Runs data diffs in one warehouse: the planner's statements, both sides at once, then the result.
package struct DiffEngine: Sendable {
    private let warehouse: any SnapshotSource

    package init(_ warehouse: any SnapshotSource) {
        self.warehouse = warehouse
    }

    /// Compares two datasets.
    ///
    /// - Returns: the result; trouble with the warehouse or the request is a result too, with status `failed`.
    /// - Throws: `CancellationError` alone, once the warehouse was told to stop.
    package func run(
        _ request: DiffRequest, progress: @escaping @Sendable (DiffProgress) -> Void = { _ in }
    ) async throws(CancellationError) -> DiffResult {
        let meter = Meter(progress)
        let start = ContinuousClock.now
        // One state of the data for every statement of the diff, as far as the engine can grant that.
        let snapshot = await warehouse.snapshot()
        var result: DiffResult
        do throws(DiffFailure) {
            result = try await compare(request, snapshot, meter)
        } catch {
            // A cancelled statement fails too; the caller asked for it, so it is no failure of the diff.
            if Task.isCancelled {
                await snapshot.end()
                throw CancellationError()
            }
            result = .failed(error, request: request, database: warehouse.label)
        }
        await snapshot.end()
        result.statistics = meter.statistics(seconds: (ContinuousClock.now - start) / .seconds(1))
        return result
    }

    private func compare(
        _ request: DiffRequest, _ snapshot: any Snapshot, _ meter: Meter
    ) async throws(DiffFailure) -> DiffResult {
        let statements = SideStatements(request, snapshot, meter)
        meter.step("reading columns")
        let columns = try await both { side throws(DiffFailure) in try await statements.columns(of: side) }
        let pairing = try ColumnPairing(request, columnsA: columns[0], columnsB: columns[1], dialect: warehouse.dialect)
        let plan = DiffPlan(request, pairing: pairing, dialect: warehouse.dialect)
        let sides = zip([request.a, request.b], columns).map { DiffSide(database: warehouse.label, dataset: $0, columns: $1) }
        let assembly = DiffAssembly(plan: plan, sides: sides)
        meter.step("counting keys")
        guard !pairing.keys.isEmpty else {
            let counts = try await both { side throws(DiffFailure) in
                try readCounts(
                    try await statements.row(plan.rowCount(side), "counting the rows of \(statements.label(side))"), expected: 1)[0]
            }
            return assembly.withoutKey(totalRows: counts)
        }
        let keys = try await both { side throws(DiffFailure) in
            try KeyCounts(row: try await statements.row(plan.keyStatistics(side), "counting the keys of \(statements.label(side))"))
        }
        return try await compareRows(assembly, keys, statements, meter)
    }

    private func compareRows(
        _ assembly: DiffAssembly, _ keys: [KeyCounts], _ statements: SideStatements, _ meter: Meter
    ) async throws(DiffFailure) -> DiffResult {
        let plan = assembly.plan
        let duplicates = keys.contains { $0.dupes > 0 }
        meter.step("comparing values")
        let values = try ValueCounts(
            row: try await statements.row(plan.values(duplicates: duplicates), "comparing values of \(statements.labels)"), plan: plan)
        var commonKeys = values.rows
        if duplicates {
            let row = try await statements.row(plan.commonKeys(), "comparing keys of \(statements.labels)")
            commonKeys = try readCounts(row, expected: 1)[0]
        }
        guard keys.allSatisfy({ commonKeys <= $0.distincts }) else { throw .tablesChanged(statements.labels) }
        meter.step("fetching sample rows")
        let wanted = SampleNeeds(keys: keys, commonKeys: commonKeys, values: values, limit: plan.request.sampleRowLimit)
        let rows = try await SampleFetch(plan: plan, statements: statements, duplicates: duplicates).rows(wanted)
        return assembly.result(keys: keys, commonKeys: commonKeys, values: values, rows: rows)
    }
}

extension DiffFailure {
    /// The counts contradict each other, which only happens when somebody wrote in between.
    static func tablesChanged(_ labels: String) -> DiffFailure {
        DiffFailure(
            code: "tables_changed", message: "\(labels) changed while they were compared", hint: "compare again when nothing writes to them"
        )
    }
}
