package import DataDiff
import Relational
import SQL
package import Warehouse

/// Runs data diffs between two warehouses: the rows that may differ are brought into one scratch database, and compared there.
package struct AcrossEngine: Sendable {
    private let warehouses: [any SnapshotSource]
    private let settings: AcrossSettings
    private let keepers: [any RowKeeping]

    /// - Parameter keepers: what is to be done with all rows that a diff has found; they lie in the scratch database.
    package init(
        _ a: any SnapshotSource, _ b: any SnapshotSource, settings: AcrossSettings = AcrossSettings(), keepers: [any RowKeeping] = []
    ) {
        warehouses = [a, b]
        self.settings = settings
        self.keepers = keepers
    }

    /// Compares a dataset of each warehouse.
    ///
    /// - Returns: the result; trouble with a warehouse or the request is a result too, with status `failed`.
    /// - Throws: `CancellationError` alone, once both warehouses were told to stop and nothing is left behind.
    package func run(
        _ request: DiffRequest, progress: @escaping @Sendable (DiffProgress) -> Void = { _ in }
    ) async throws(CancellationError) -> DiffResult {
        let meter = AcrossMeter(profiles: request.profile, progress)
        let start = ContinuousClock.now
        var result: DiffResult
        do throws(DiffFailure) {
            result = try await compare(request, meter)
        } catch {
            result = failed(error, request)
        }
        // A cancelled statement fails too; the caller asked for it, so it is no failure of the diff.
        if Task.isCancelled { throw CancellationError() }
        result.buildTimes = request.buildTimes
        result.statistics = meter.statistics(seconds: (ContinuousClock.now - start) / .seconds(1))
        return result
    }

    private func compare(_ request: DiffRequest, _ meter: AcrossMeter) async throws(DiffFailure) -> DiffResult {
        let scratch = try scratch()
        let sources = await AcrossSources(warehouses)
        let outcome: Result<DiffResult, DiffFailure>
        do throws(DiffFailure) {
            outcome = .success(try await compare(request, sources, in: scratch, meter))
        } catch {
            outcome = .failure(error)
        }
        await sources.end()
        await scratch.close()
        return try outcome.get()
    }

    private func compare(
        _ request: DiffRequest, _ sources: AcrossSources, in scratch: ScratchDatabase, _ meter: AcrossMeter
    ) async throws(DiffFailure) -> DiffResult {
        let staged = try await Staging(request, sources, scratch, settings, meter).run()
        // Whoever wants to write to them waits no longer than needed.
        if !request.profile { await sources.end() }
        let compared: DiffResult
        do {
            let context = StagedContext(
                keptName: request.a.keptName, columnNames: staged.landed.resultNames, times: staged.times)
            compared = try await DiffEngine(scratch, keepers: keepers, context: context).run(staged.landed.staged) { meter.compared($0) }
        } catch {
            throw .cancelled
        }
        let result = staged.landed.result(compared, databases: warehouses.map(\.label)).recognizingFullScratch
        guard request.profile, let pks = result.pks else { return result }
        meter.step(.profiles)
        return try await result.profiled(
            try staged.plan.profiles(keys: pks), SideStatements(request, sources.snapshots, meter))
    }

    private func scratch() throws(DiffFailure) -> ScratchDatabase {
        do throws(WarehouseError) {
            return try settings.scratch()
        } catch {
            throw DiffFailure(code: error.code, message: error.message, hint: error.hint, detail: error.detail)
        }
    }

    private func failed(_ failure: DiffFailure, _ request: DiffRequest) -> DiffResult {
        var result = DiffResult.failed(failure, request: request, database: warehouses[0].label)
        result.sides[1].database = warehouses[1].label
        return result
    }
}

extension DiffFailure {
    fileprivate static let cancelled = DiffFailure(code: "cancelled", message: "the comparison was cancelled")
}

extension DiffResult {
    /// A scratch database without room may also be found out when the rows are compared.
    fileprivate var recognizingFullScratch: DiffResult {
        guard let error, let detail = error.detail else { return self }
        let trouble = WarehouseError(kind: .other, code: error.code, message: error.message, hint: error.hint, detail: detail)
            .recognizingFullScratch
        var result = self
        result.error = DiffFailure(code: trouble.code, message: trouble.message, hint: trouble.hint, detail: trouble.detail)
        return result
    }
}
