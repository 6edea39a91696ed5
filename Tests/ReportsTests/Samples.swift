import DataDiff
import Relational
import Reports

/// A finished diff with chosen counts.
func sampleResult(
    verdict: Verdict = .different, rows: [Int] = [100, 98], exclusives: [Int] = [2, 0],
    columns: [(String, Int)] = [("amount", 5), ("note", 0)],
    removed: [String] = [], added: [String] = []
) -> DiffResult {
    let statistics = columns.map { ValueStatistics.ColumnStatistics(columnName: $0.0, rows: 98, valuesDifferent: $0.1) }
    return DiffResult(
        status: .success,
        verdict: verdict,
        matchScore: 0.99,
        sides: ["prod.orders", "dev.orders"].map { DiffSide(database: "duckdb /x", table: $0, columns: []) },
        primaryKey: PrimaryKeyChoice(columns: ["id"], source: "uniqueness_test"),
        schema: SchemaComparison(
            columnCounts: [3, 3], columnTypeChanges: [], columnReorders: 0, exclusiveColumns: [removed, added]),
        pks: KeyStatistics(totalRows: rows, nulls: [0, 0], dupes: [0, 0], exclusives: exclusives, distincts: rows),
        values: ValueStatistics(totalRows: 98, rowsWithDifferences: columns.map(\.1).max() ?? 0, columns: statistics),
        sampling: SamplingOutcome(settings: .off)
    )
}

func sampleModel(
    _ name: String, origin: ModelReport.Origin = .modified(reasons: ["body"]), outcome: ModelReport.Outcome = .finished(sampleResult())
) -> ModelReport {
    ModelReport(
        model: ModelName(uniqueID: "model.shop.\(name)", name: name, resourceType: "model"), origin: origin, outcome: outcome,
        relationA: "shop.prod.\(name)", relationB: "shop.dev.\(name)", url: "https://plumbline.example/datadiffs/1/overview")
}

func failedResult(_ message: String) -> DiffResult {
    var result = sampleResult(verdict: .error)
    result.status = .failed
    result.error = DiffFailure(code: "table_not_found", message: message, hint: "check it", detail: "value 4111-1111 of a row")
    return result
}
