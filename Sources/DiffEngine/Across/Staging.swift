import DataDiff
import Relational
import SQL
import Warehouse

/// Brings the rows of two warehouses into one scratch database, both sides at once.
struct Staging: Sendable {
    private let request: DiffRequest
    private let snapshots: [any Snapshot]
    private let scratch: ScratchDatabase
    private let meter: AcrossMeter

    init(_ request: DiffRequest, _ snapshots: [any Snapshot], _ scratch: ScratchDatabase, _ meter: AcrossMeter) {
        self.request = request
        self.snapshots = snapshots
        self.scratch = scratch
        self.meter = meter
    }

    func run() async throws(DiffFailure) -> LandedPlan {
        meter.step("reading columns")
        let columns = try await both { side throws(DiffFailure) in try await self.columns(of: side) }
        let plan = try AcrossPlan(
            request, columnsA: columns[0], columnsB: columns[1], dialectA: snapshots[0].dialect, dialectB: snapshots[1].dialect)
        meter.step("moving rows")
        let answers = try await both { side throws(DiffFailure) in
            try await stage(plan, side)
            return try await probe(plan, side)
        }
        return try plan.landed(answers)
    }

    private func snapshot(_ side: DiffPlan.Side) -> any Snapshot { snapshots[side == .a ? 0 : 1] }

    /// Both sides may be tables of one name.
    private func label(_ side: DiffPlan.Side) -> String {
        "\((side == .a ? request.a : request.b).label) (side \(side.rawValue))"
    }

    private func columns(of side: DiffPlan.Side) async throws(DiffFailure) -> [Column] {
        let snapshot = snapshot(side)
        do throws(WarehouseError) {
            let columns = try await snapshot.describe(Select([.all], from: (side == .a ? request.a : request.b).source))
            meter.count(rows: columns.count, bytes: 0)
            return columns
        } catch {
            throw DiffFailure(error, doing: "reading the columns of \(label(side))", on: snapshot.label)
        }
    }

    private func stage(_ plan: AcrossPlan, _ side: DiffPlan.Side) async throws(DiffFailure) {
        let snapshot = snapshot(side)
        let filters = side == .a ? request.filtersA : request.filtersB
        do throws(StagingError) {
            let count = try await scratch.stage(plan.stagedRows(side), of: snapshot, as: AcrossPlan.table(side)) { count in
                meter.staged(count.rows, side)
            }
            meter.count(rows: count.rows, bytes: count.bytes)
        } catch {
            switch error {
            case .source(let error):
                throw DiffFailure(error, doing: "reading the rows of \(label(side))", on: snapshot.label, hasFilters: !filters.isEmpty)
            case .scratch(let error):
                throw DiffFailure(code: error.code, message: error.message, hint: error.hint, detail: error.detail)
            }
        }
    }

    private func probe(_ plan: AcrossPlan, _ side: DiffPlan.Side) async throws(DiffFailure) -> [Int] {
        guard let probe = plan.probe(side) else { return [] }
        let row: [Value]
        do throws(WarehouseError) {
            row = try await scratch.run(probe).rows.first ?? []
        } catch {
            throw DiffFailure(code: error.code, message: error.message, hint: error.hint, detail: error.detail)
        }
        return try readCounts(row, expected: row.count)
    }
}
