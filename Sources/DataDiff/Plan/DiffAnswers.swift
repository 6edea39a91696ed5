package import Relational

/// What one side's key statement answered.
package struct KeyCounts: Hashable, Sendable {
    package var totalRows: Int
    package var nulls: Int
    package var dupes: Int
    package var distincts: Int

    package init(totalRows: Int, nulls: Int, dupes: Int, distincts: Int) {
        (self.totalRows, self.nulls, self.dupes, self.distincts) = (totalRows, nulls, dupes, distincts)
    }

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

    /// Rows shown as examples, if the statement fetched them.
    package var examples: [RowSamples.DifferentRow]?
    /// Classes of keys in each of which some row differs, if the statement located them.
    package var differingClasses: [Int]?

    /// Of rows paired by their places, those whose keys differ.
    package var misplaced = 0

    package init(rows: Int, differentRows: Int, columns: [Int], candidates: [Candidate]) {
        (self.rows, self.differentRows, self.columns, self.candidates) = (rows, differentRows, columns, candidates)
    }

    /// Every compared column is known to be equal at so many keys.
    package init(equalAt rows: Int, columns: Int) {
        (self.rows, differentRows) = (rows, 0)
        self.columns = Array(repeating: 0, count: columns)
        candidates = []
    }

    /// Reads the row of ``DiffPlan/values(_:)``; columns that the query left out are equal.
    ///
    /// - Throws: `DiffFailure` when the row is not of that form.
    package init(row: [Value], plan: DiffPlan, query: ValueQuery) throws(DiffFailure) {
        var row = row[...]
        if query.pairing == .byPlace { misplaced = try readCounts([row.popLast() ?? .null], expected: 1)[0] }
        let extra = query.examples == .apart ? 0 : 1
        let valueCount = query.columns.count
        let counts = try readCounts(row.dropLast(extra), expected: 2 + valueCount + 3 * plan.renameCandidates.count)
        (rows, differentRows) = (counts[0], counts[1])
        columns = Array(repeating: 0, count: plan.pairing.values.count)
        for (place, count) in zip(query.columns, counts[2...]) { columns[place] = count }
        candidates = Candidate.read(counts[(2 + valueCount)...])
        readExamples(row, plan, query)
    }

    private mutating func readExamples(_ row: ArraySlice<Value>, _ plan: DiffPlan, _ query: ValueQuery) {
        switch (query.examples, row.last) {
        case (.included, .list(let rows)):
            examples = rows.map { row in
                guard case .structure(let fields) = row else { return .init(key: [:], columns: [:]) }
                return plan.differentRow(query.columns, fields.map(\.value))
            }
        case (.located, let bits?): differingClasses = Self.classes(bits)
        default: break
        }
    }

    /// The places of the ones in a text of zeros and ones; nil when it is none.
    static func classes(_ value: Value) -> [Int]? {
        guard case .text(let bits) = value else { return nil }
        return bits.utf8.enumerated().filter { $0.element == UInt8(ascii: "1") }.map(\.offset)
    }
}

extension ValueCounts.Candidate {
    /// Reads three counts for each candidate.
    static func read(_ counts: ArraySlice<Int>) -> [ValueCounts.Candidate] {
        stride(from: counts.startIndex, to: counts.endIndex, by: 3).map {
            Self(filled: counts[$0], same: counts[$0 + 1], varies: counts[$0 + 2] > 0)
        }
    }
}

/// Reads a row of counts, whatever integer type the engine gave them.
///
/// - Throws: `DiffFailure` (`unexpected_answer`) when there are more or fewer, or one is no count.
package func readCounts(_ row: some Collection<Value>, expected: Int) throws(DiffFailure) -> [Int] {
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
