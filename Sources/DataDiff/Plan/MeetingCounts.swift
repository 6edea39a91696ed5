package import Relational

/// What the statement in which all rows of both sides meet answered.
package struct MeetingCounts: Hashable, Sendable {
    /// Pairs of rows with the same key.
    package var pairs: Int
    /// Of each side, the rows whose key the other one lacks.
    package var exclusives: [Int]
    /// How many hashes the keys of these rows have.
    private var distinctHashes: [Int]
    /// Pairs in which a value differs; or may differ, where the rows' hashes were compared.
    package var differentRows: Int
    /// Nil where the rows' hashes were compared and some were not the same.
    package var values: ValueCounts?
    /// Of each side, the classes of keys in each of which there is a row that the other one lacks; nil if they were not asked for.
    package var exclusiveClasses: [[Int]]?

    /// Reads the row of ``DiffPlan/meeting()``.
    ///
    /// - Throws: `DiffFailure` when the row is not of that form.
    package init(row: [Value], plan: DiffPlan) throws(DiffFailure) {
        let isCompared = plan.meetingForm == .values
        let columns = plan.pairing.values.count
        let classes = plan.bestExamples == .located ? 3 : 0
        let counts = try readCounts(
            row.dropLast(classes), expected: 6 + (isCompared ? columns + 3 * plan.renameCandidates.count : 0))
        pairs = counts[0]
        exclusives = Array(counts[1...2])
        distinctHashes = Array(counts[3...4])
        differentRows = counts[5]
        if isCompared {
            values = ValueCounts(
                rows: pairs, differentRows: differentRows, columns: Array(counts[6..<(6 + columns)]),
                candidates: ValueCounts.Candidate.read(counts[(6 + columns)...]))
            if classes > 0 { values?.differingClasses = ValueCounts.classes(row[row.count - 3]) }
        } else if differentRows == 0 {
            values = ValueCounts(equalAt: pairs, columns: columns)
        }
        if classes > 0 { exclusiveClasses = row.suffix(2).map { ValueCounts.classes($0) ?? [] } }
    }

    /// Whether each key occurs once on its side.
    ///
    /// A key that one side has m times and the other n times makes m × n pairs. So a side has as many rows as there are pairs and rows of
    /// its own exactly when the other side has each common key once. Equal keys have equal hashes: as many hashes as rows of its own means
    /// that no two of these have the same key.
    package func proveUniqueKeys(_ summaries: [KeySummary]) -> Bool {
        zip(exclusives, summaries).allSatisfy { pairs + $0 == $1.keyedRows } && exclusives == distinctHashes
    }
}
