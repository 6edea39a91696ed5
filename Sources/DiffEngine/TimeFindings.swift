import DataDiff
import Relational
import SQL

/// What a diff finds out by its time column: the window before rows are compared, the timeline afterwards.
struct TimeFindings: Sendable {
    private let plan: DiffPlan
    private let statements: SideStatements
    private(set) var column: TimeColumn?
    private(set) var window: DiffWindow?
    /// From the first to the last point in time that is compared.
    private(set) var span: TimeBounds?
    /// What the diff is confined to.
    private(set) var filter: WindowFilter?
    /// What was found out before, by other statements.
    private let found: FoundTimes?

    /// Looks at the times of both sides; does nothing without a time column.
    ///
    /// - Throws: `DiffFailure` when the column cannot serve and must, and when a statement fails.
    init(_ plan: DiffPlan, columns: [[Column]], _ dialect: Dialect, _ statements: SideStatements) async throws(DiffFailure) {
        self.plan = plan
        self.statements = statements
        found = nil
        guard let choice = plan.request.timeColumn else { return }
        let column: TimeColumn
        do throws(TimeColumnTrouble) {
            column = try TimeColumn(choice, plan.request, columns, dialect)
        } catch {
            if choice.isRequired { throw error.failure(plan.request) }
            window = DiffWindow(choice, error)
            return
        }
        self.column = column
        let bounds = try await both { [plan, statements] side throws(DiffFailure) -> TimeBounds? in
            try TimeBounds(
                row: try await statements.row(plan.timeBounds(side, column), "reading the times of \(statements.label(side))", on: side))
        }
        span = bounds.compactMap(\.self).reduce(nil) { $0?.union($1) ?? $1 }
        if choice.window == .overlap { try await confine(column, bounds) }
    }

    /// Goes on from what was found out of the sides by their own engines; `columns` and `statements` are of where both meet.
    init(_ found: FoundTimes, _ plan: DiffPlan, columns: [[Column]], _ dialect: Dialect, _ statements: SideStatements) throws(DiffFailure) {
        self.plan = plan
        self.statements = statements
        self.found = found
        (window, span) = (found.window, found.span)
        guard let choice = plan.request.timeColumn else { return }
        do throws(TimeColumnTrouble) {
            column = try TimeColumn(choice, plan.request, columns, dialect)
        } catch {
            throw error.failure(plan.request)
        }
    }

    private mutating func confine(_ column: TimeColumn, _ bounds: [TimeBounds?]) async throws(DiffFailure) {
        guard let a = bounds[0], let b = bounds[1] else {
            window = DiffWindow(column: column.name, reason: .noTimes)
            return
        }
        guard let overlap = a.overlap(b) else {
            window = DiffWindow(column: column.name, reason: .noOverlap)
            return
        }
        let filter = WindowFilter(column, overlap)
        let outside = try await both { [plan, statements] side throws(DiffFailure) -> [Int] in
            guard !(side == .a ? a : b).isWithin(overlap) else { return [0, 0] }
            let row = try await statements.row(
                plan.rowsOutside(side, filter), "counting the rows of \(statements.label(side)) by time", on: side)
            return try readCounts(row, expected: 2)
        }
        (self.filter, span) = (filter, overlap)
        window = DiffWindow(
            column: column.name, from: column.text(overlap.earliest), to: column.text(overlap.latest),
            leftOut: outside.map { $0[0] + $0[1] }, leftOutOlder: outside.map { $0[0] }, reason: .overlap)
    }

    /// Adds the window and, where rows were compared, the timeline to a result.
    ///
    /// - Parameter differences: how values were compared; nil when they were not.
    func complete(
        _ result: DiffResult, _ differences: ValueQuery? = nil, _ meter: Meter
    ) async throws(DiffFailure) -> DiffResult {
        var result = result
        result.window = window
        guard let column, let span, let keys = result.pks, let differences else { return result }
        meter.step(.times)
        let counts = TimelineCounts(span)
        result.timeline = try await timeline(column, counts, keys, differences).scaled(result.sampling)
        return result
    }

    /// A statement of the timeline, and what its rows count.
    private struct Question: Sendable {
        let select: Select
        let series: TimelineCounts.Series
    }

    private func timeline(
        _ column: TimeColumn, _ counts: TimelineCounts, _ keys: KeyStatistics, _ differences: ValueQuery
    ) async throws(DiffFailure) -> DiffTimeline {
        var plan = plan
        plan.window = filter
        var questions: [Question] = []
        if found == nil {
            questions.append(Question(select: plan.rowsByTime(.a, column, counts.unit), series: .rowsA))
            questions.append(Question(select: plan.rowsByTime(.b, column, counts.unit), series: .rowsB))
        }
        let exclusive: [(DiffPlan.Side, TimelineCounts.Series)] = [(.a, .exclusiveA), (.b, .exclusiveB)]
        for (index, (side, series)) in exclusive.enumerated() where keys.exclusives[index] > 0 {
            let select = plan.exclusiveKeysByTime(side, column, counts.unit, duplicates: differences.duplicates)
            questions.append(Question(select: select, series: series))
        }
        if !differences.columns.isEmpty {
            let select = plan.differencesByTime(column, counts.unit, differences)
            questions.append(Question(select: select, series: .different))
        }
        let answers = try await concurrently(questions) { [statements] question throws(DiffFailure) in
            try await statements.rows(question.select, "counting differences of \(statements.labels) by time")
        }
        var counts = counts
        for (rows, series) in zip(found?.rows ?? [], [TimelineCounts.Series.rowsA, .rowsB]) { try counts.add(rows, to: series) }
        for (question, rows) in zip(questions, answers) { try counts.add(rows, to: question.series) }
        return counts.timeline(column: found?.columnName ?? column.name)
    }
}
