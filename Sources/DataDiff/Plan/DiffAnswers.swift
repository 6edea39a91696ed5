package import Relational

/// What one side's key statement answered.
package struct KeyCounts: Hashable, Sendable {
    package var totalRows: Int
    package var nulls: Int
    package var dupes: Int
    package var distincts: Int

    /// Reads the row of ``DiffPlan/keyStatistics(_:)``.
    ///
    /// - Throws: `DiffFailure` when the row is not of that form.
    package init(row: [Value]) throws(DiffFailure) {
        let counts = try readCounts(row, expected: 4)
        (totalRows, nulls, dupes, distincts) = (counts[0], counts[1], counts[2], counts[3])
    }
}

/// What the value statement answered.
package struct ValueCounts: Hashable, Sendable {
    package var rows: Int
    package var differentRows: Int
    /// Differing values per compared column.
    package var columns: [Int]
    /// What was counted for each rename candidate.
    package var candidates: [Candidate]

    /// How well a removed and an added column agree.
    package struct Candidate: Hashable, Sendable {
        /// Rows at which either holds a value that is not NULL.
        package var filled: Int
        /// Those of them at which both hold the same.
        package var same: Int
        /// Whether there is more than one value among those.
        package var varies: Bool
    }

    /// Reads the row of ``DiffPlan/values(duplicates:)``.
    ///
    /// - Throws: `DiffFailure` when the row is not of that form.
    package init(row: [Value], plan: DiffPlan) throws(DiffFailure) {
        let valueCount = plan.pairing.values.count
        let counts = try readCounts(row, expected: 2 + valueCount + 3 * plan.renameCandidates.count)
        (rows, differentRows) = (counts[0], counts[1])
        columns = Array(counts[2..<(2 + valueCount)])
        let hints = counts[(2 + valueCount)...]
        candidates = stride(from: hints.startIndex, to: hints.endIndex, by: 3).map {
            Candidate(filled: hints[$0], same: hints[$0 + 1], varies: hints[$0 + 2] > 0)
        }
    }
}

/// Reads a row of counts, whatever integer type the engine gave them.
///
/// - Throws: `DiffFailure` (`unexpected_answer`) when there are more or fewer, or one is no count.
package func readCounts(_ row: [Value], expected: Int) throws(DiffFailure) -> [Int] {
    guard row.count == expected else {
        throw DiffFailure(code: "unexpected_answer", message: "the warehouse answered \(row.count) counts where \(expected) were asked for")
    }
    var counts: [Int] = []
    for value in row {
        let count: Int? =
            switch value {
            case .integer(let number): Int(exactly: number)
            case .unsigned(let number): Int(exactly: number)
            case .decimal(let digits): Int(digits.prefix { $0 != "." })
            case .double(let number): Int(exactly: number)
            case .text(let digits): Int(digits)
            default: nil
            }
        guard let count else { throw DiffFailure(code: "unexpected_answer", message: "the warehouse answered something that is no count") }
        counts.append(count)
    }
    return counts
}
