package import DataDiff
import Relational
import SQL
package import Warehouse

/// Runs data diffs in one warehouse: the planner's statements, both sides at once, then the result.
package struct DiffEngine: Sendable {
    private let warehouse: any SnapshotSource

    private let keepers: [any RowKeeping]
    private let context: StagedContext?

    /// - Parameter keepers: what is to be done with all rows that a diff has found.
    package init(_ warehouse: any SnapshotSource, keepers: [any RowKeeping] = []) {
        self.init(warehouse, keepers: keepers, context: nil)
    }

    /// - Parameter context: where rows come from that are compared in a database that is not their own.
    init(_ warehouse: any SnapshotSource, keepers: [any RowKeeping], context: StagedContext?) {
        self.warehouse = warehouse
        self.keepers = keepers
        self.context = context
    }

    /// Compares two datasets.
    ///
    /// - Returns: the result; trouble with the warehouse or the request is a result too, with status `failed`.
    /// - Throws: `CancellationError` alone, once the warehouse was told to stop.
    package func run(
        _ request: DiffRequest, progress: @escaping @Sendable (DiffProgress) -> Void = { _ in }
    ) async throws(CancellationError) -> DiffResult {
        let meter = Meter(steps: 4 + (request.timeColumn == nil ? 0 : 1) + (request.profile ? 1 : 0), progress)
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
        result.buildTimes = request.buildTimes
        result.statistics = meter.statistics(seconds: (ContinuousClock.now - start) / .seconds(1))
        return result
    }

    private func compare(
        _ request: DiffRequest, _ snapshot: any Snapshot, _ meter: Meter
    ) async throws(DiffFailure) -> DiffResult {
        let statements = SideStatements(request, snapshot, meter)
        meter.step(.columns)
        let columns = try await both { side throws(DiffFailure) in try await statements.columns(of: side) }
        let pairing = try ColumnPairing(request, columnsA: columns[0], columnsB: columns[1], dialect: warehouse.dialect)
        var plan = DiffPlan(request, pairing: pairing, dialect: warehouse.dialect)
        plan.naming = context.map { KeptNaming(dataset: $0.keptName, columns: $0.columnNames) }
        let time =
            if let found = context?.times {
                try TimeFindings(found, plan, columns: columns, warehouse.dialect, statements)
            } else {
                try await TimeFindings(plan, columns: columns, warehouse.dialect, statements)
            }
        plan.window = time.filter
        let sides = zip([request.a, request.b], columns).map { DiffSide(database: warehouse.label, dataset: $0, columns: $1) }
        let assembly = DiffAssembly(plan: plan, sides: sides)
        guard !pairing.keys.isEmpty else {
            meter.step(.keys)
            let counts = try await both { [plan] side throws(DiffFailure) in
                try readCounts(
                    try await statements.row(plan.rowCount(side), "counting the rows of \(statements.label(side))"), expected: 1)[0]
            }
            let counted = assembly.withoutKey(totalRows: counts)
            return try await time.complete(counted, nil, meter).profiled(plan, statements, meter)
        }
        let counts = try await RowComparison(plan: plan, statements: statements, meter: meter).counts()
        meter.step(.samples)
        let wanted = SampleNeeds(counts, limit: plan.request.sampleRowLimit)
        let rows = try await SampleFetch(plan: plan, statements: statements, counts: counts).rows(wanted)
        let found = assembly.result(
            keys: counts.keys, commonKeys: counts.commonKeys, values: counts.values, rows: rows, sample: counts.sample)
        var result = try await time.complete(found, counts.differences, meter)
        if !keepers.isEmpty { meter.step(.writing) }
        for keeper in keepers { try await keeper.keep(&result, of: plan, snapshot) }
        // Last, as a profile that fails takes the snapshot with it.
        return try await result.profiled(plan, statements, meter)
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
