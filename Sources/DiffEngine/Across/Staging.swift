import DataDiff
import Relational
import SQL
import Warehouse

/// Brings the rows of two warehouses that may differ into one scratch database, both sides at once.
struct Staging: Sendable {
    private let request: DiffRequest
    private let sources: AcrossSources
    private let scratch: ScratchDatabase
    private let settings: AcrossSettings
    private let meter: AcrossMeter
    private let statements: SideStatements

    init(_ request: DiffRequest, _ sources: AcrossSources, _ scratch: ScratchDatabase, _ settings: AcrossSettings, _ meter: AcrossMeter) {
        self.request = request
        self.sources = sources
        self.scratch = scratch
        self.settings = settings
        self.meter = meter
        statements = SideStatements(request, sources.snapshots, meter)
    }

    /// What is in the scratch database.
    struct Outcome: Sendable {
        let plan: AcrossPlan
        let landed: LandedPlan
        /// Nil without a time column.
        let times: FoundTimes?
    }

    func run() async throws(DiffFailure) -> Outcome {
        meter.step(.columns)
        let columns = try await both { [statements] side throws(DiffFailure) in try await statements.columns(of: side) }
        var plan = try AcrossPlan(
            request, columnsA: columns[0], columnsB: columns[1], dialectA: sources.dialects[0], dialectB: sources.dialects[1])
        let times = try await findTimes(&plan, columns)
        let checksums = try await checksums(plan)
        meter.step(.moving)
        let answers = try await both { [plan] side throws(DiffFailure) in
            try await stage(
                checksums?.rows(side) ?? plan.stagedRows(side), side, expected: checksums?.findings.otherRows[side == .a ? 0 : 1])
            return try await probe(plan, side)
        }
        let landed = try plan.landed(answers, equalRows: checksums?.findings.equalRows ?? 0)
        return Outcome(plan: plan, landed: landed, times: times)
    }

    private func stage(_ select: Select, _ side: DiffPlan.Side, expected: Int?) async throws(DiffFailure) {
        let count = try await move(select, side, to: AcrossPlan.table(side)) { [meter] in meter.staged($0, side) }
        // The checksums would be those of other rows.
        if let expected, expected != count { throw .tablesChanged(statements.labels) }
    }

    /// Writes the rows of a side's statement to a table of the scratch database.
    private func move(
        _ select: Select, _ side: DiffPlan.Side, to table: String, progress: @escaping @Sendable (Int) -> Void = { _ in }
    ) async throws(DiffFailure) -> Int {
        let snapshot = sources.snapshot(side)
        let filters = side == .a ? request.filtersA : request.filtersB
        do throws(StagingError) {
            let count = try await scratch.stage(select, of: snapshot, as: table) { progress($0.rows) }
            meter.count(rows: count.rows, bytes: count.bytes)
            return count.rows
        } catch {
            switch error {
            case .source(let error):
                throw DiffFailure(
                    error, doing: "reading the rows of \(statements.label(side))", on: snapshot.label, hasFilters: !filters.isEmpty)
            case .scratch(let error):
                throw DiffFailure(code: error.code, message: error.message, hint: error.hint, detail: error.detail)
            }
        }
    }

    private func probe(_ plan: AcrossPlan, _ side: DiffPlan.Side) async throws(DiffFailure) -> [Int] {
        guard let probe = plan.probe(side) else { return [] }
        let row = try await ask(probe).first ?? []
        return try readCounts(row, expected: row.count)
    }

    /// Runs a statement of the scratch database.
    @discardableResult
    private func ask(_ sql: String) async throws(DiffFailure) -> [[Value]] {
        do throws(WarehouseError) {
            return try await scratch.run(sql).rows
        } catch {
            throw DiffFailure(code: error.code, message: error.message, hint: error.hint, detail: error.detail)
        }
    }
}

// The pass before rows are moved.
extension Staging {
    /// What checksums have told, and what is left to be read.
    private struct Checksums: Sendable {
        let plan: ChecksumPlan
        let findings: ChecksumFindings
        let buckets: [Int]

        func rows(_ side: DiffPlan.Side) -> Select { plan.stagedRows(side, buckets) }
    }

    /// Reads each side once; nil where that is not worth it, and where it has turned out to save nothing.
    private func checksums(_ plan: AcrossPlan) async throws(DiffFailure) -> Checksums? {
        guard settings.strategy == .checksums || settings.strategy == .auto && sources.isRemote else { return nil }
        guard ChecksumPlan(plan, sizes: []) != nil else { return nil }
        let sizes = try await both { side throws(DiffFailure) in try await size(side) }
        let isSmall = !sizes.contains { $0.map { $0 >= ChecksumPlan.smallestSize } ?? true }
        guard !(settings.strategy == .auto && isSmall) else { return nil }
        guard let checksums = ChecksumPlan(plan, sizes: sizes, bucketCount: settings.bucketCount) else { return nil }
        meter.step(.checksums)
        _ = try await both { side throws(DiffFailure) in
            try await move(checksums.sums(side), side, to: ChecksumFindings.table(side))
        }
        try await ask(ChecksumFindings.comparison)
        let findings = try ChecksumFindings(row: try await ask(ChecksumFindings.totals).first ?? [])
        guard findings.saves else { return nil }
        let buckets = try await ask(ChecksumFindings.others).map { row throws(DiffFailure) in try readCounts(row, expected: 1)[0] }
        return Checksums(plan: checksums, findings: findings, buckets: buckets)
    }

    /// About how many rows a side has; nil where the engine does not know.
    private func size(_ side: DiffPlan.Side) async throws(DiffFailure) -> Int? {
        guard case .relation(let name) = side == .a ? request.a : request.b else { return nil }
        let dialect = sources.snapshot(side).dialect
        let query = Source.query(dialect.across.size(dialect.quoted(name), name.parts))
        let row = try await statements.row(Select([.all], from: query), "reading the size of \(statements.label(side))", on: side)
        guard row.first.map({ $0 != .null }) ?? false, let size = try readCounts(row, expected: 1).first, size > 0 else { return nil }
        return size
    }
}

// Times are looked at where they are.
extension Staging {
    private func findTimes(_ plan: inout AcrossPlan, _ columns: [[Column]]) async throws(DiffFailure) -> FoundTimes? {
        guard let choice = request.timeColumn else { return nil }
        meter.step(.times)
        let asked = try plan.statements(of: .a)
        let findings = try await TimeFindings(asked, columns: columns, plan.namingDialect, statements)
        plan.window = findings.filter
        var found = FoundTimes(window: findings.window, columnName: findings.column?.name ?? choice.name)
        guard let column = findings.column, let span = findings.span, !request.key.columns.isEmpty else { return found }
        let unit = TimelineCounts(span).unit
        plan.time = StagedTime(column, unit)
        found.span = span
        let windowed = try plan.statements(of: .a)
        found.rows = try await both { [statements] side throws(DiffFailure) in
            try await statements.rows(
                windowed.rowsByTime(side, column, unit), "counting the rows of \(statements.label(side)) by time", on: side)
        }
        return found
    }
}
