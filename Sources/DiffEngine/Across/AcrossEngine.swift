package import DataDiff
import Relational
import SQL
package import Warehouse

/// Runs data diffs between two warehouses: both sides' rows are brought into one scratch database, and compared there.
package struct AcrossEngine: Sendable {
    private let warehouses: [any SnapshotSource]
    private let makeScratch: @Sendable () throws(WarehouseError) -> ScratchDatabase

    /// - Parameter scratch: makes the database that the rows meet in; it is closed, and gone, when the diff is done.
    package init(
        _ a: any SnapshotSource, _ b: any SnapshotSource,
        scratch: @escaping @Sendable () throws(WarehouseError) -> ScratchDatabase = { () throws(WarehouseError) in try ScratchDatabase() }
    ) {
        warehouses = [a, b]
        makeScratch = scratch
    }

    /// Compares a dataset of each warehouse.
    ///
    /// - Returns: the result; trouble with a warehouse or the request is a result too, with status `failed`.
    /// - Throws: `CancellationError` alone, once both warehouses were told to stop and nothing is left behind.
    package func run(
        _ request: DiffRequest, progress: @escaping @Sendable (DiffProgress) -> Void = { _ in }
    ) async throws(CancellationError) -> DiffResult {
        let meter = AcrossMeter(progress)
        let start = ContinuousClock.now
        var result: DiffResult
        do throws(DiffFailure) {
            result = try await compare(request, meter)
        } catch {
            result = failed(error, request)
        }
        // A cancelled statement fails too; the caller asked for it, so it is no failure of the diff.
        if Task.isCancelled { throw CancellationError() }
        result.statistics = meter.statistics(seconds: (ContinuousClock.now - start) / .seconds(1))
        return result
    }

    private func compare(_ request: DiffRequest, _ meter: AcrossMeter) async throws(DiffFailure) -> DiffResult {
        let scratch = try scratch()
        do throws(DiffFailure) {
            let landed = try await land(request, in: scratch, meter)
            let compared: DiffResult
            do {
                compared = try await DiffEngine(scratch).run(landed.staged) { meter.compared($0) }
            } catch {
                throw .cancelled
            }
            await scratch.close()
            return landed.result(compared, databases: warehouses.map(\.label)).recognizingFullScratch
        } catch {
            await scratch.close()
            throw error
        }
    }

    private func scratch() throws(DiffFailure) -> ScratchDatabase {
        do throws(WarehouseError) {
            return try makeScratch()
        } catch {
            throw DiffFailure(code: error.code, message: error.message, hint: error.hint, detail: error.detail)
        }
    }

    /// Reads both sides, each in one state of its data, and gives the sources free again.
    private func land(_ request: DiffRequest, in scratch: ScratchDatabase, _ meter: AcrossMeter) async throws(DiffFailure) -> LandedPlan {
        let snapshots = [await warehouses[0].snapshot(), await warehouses[1].snapshot()]
        let outcome: Result<LandedPlan, DiffFailure>
        do throws(DiffFailure) {
            outcome = .success(try await Staging(request, snapshots, scratch, meter).run())
        } catch {
            outcome = .failure(error)
        }
        for snapshot in snapshots { await snapshot.end() }
        return try outcome.get()
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
