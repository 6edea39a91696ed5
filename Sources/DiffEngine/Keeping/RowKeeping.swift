package import DataDiff
package import Warehouse

/// Keeps all rows that a diff has found, beyond the samples of its result.
package protocol RowKeeping: Sendable {
    /// Writes the rows, all or none, and notes in the result where they are.
    ///
    /// - Throws: `DiffFailure` when nothing was written.
    func keep(_ result: inout DiffResult, of plan: DiffPlan, _ snapshot: any Snapshot) async throws(DiffFailure)
}

extension DiffResult {
    /// Kinds of which there are rows.
    var kindsFound: [RowKind] { RowKind.allCases.filter { rowCount($0) > 0 } }

    /// Statements that find a diff's rows must leave out what its count has.
    var hasDuplicates: Bool { pks.map { $0.dupes.contains { $0 > 0 } } ?? false }

    /// - Throws: `DiffFailure` for a result that cannot tell all of its rows.
    func checkCompleteness() throws(DiffFailure) {
        guard sampling.sampled else { return }
        throw DiffFailure(
            code: "sampled", message: "values were compared on a sample, so not all rows that differ are known",
            hint: "turn sampling off to keep all rows")
    }
}
