package import Relational
import SQL

/// What one side's summary answered.
package struct KeySummary: Hashable, Sendable {
    package var totalRows: Int
    package var nulls: Int
    /// Of the keys without NULL; equal on both sides only when the same keys occur equally often on both (chance: one in 2^64).
    package var keys: Value
    /// Of each compared column that has one; nil when they were not asked for.
    ///
    /// Equal on both sides only when the values are equal at all keys that occur once on either side.
    package var columns: [Value]?

    /// Reads the row of ``DiffPlan/summary(_:columns:)``.
    ///
    /// - Throws: `DiffFailure` when the row is not of that form.
    package init(row: [Value], hasColumns: Bool) throws(DiffFailure) {
        let counts = try readCounts(row.prefix(2), expected: 2)
        guard row.count > 2 else {
            throw DiffFailure(code: "unexpected_answer", message: "the warehouse answered a summary without a checksum of the keys")
        }
        (totalRows, nulls) = (counts[0], counts[1])
        keys = row[2]
        columns = hasColumns ? Array(row[3...]) : nil
    }

    /// Rows whose key has no NULL.
    package var keyedRows: Int { totalRows - nulls }

    /// Whether the same keys occur equally often on both sides.
    package func hasSameKeys(as other: KeySummary) -> Bool { keyedRows == other.keyedRows && keys == other.keys }

    /// The key's counts, given that no key occurs twice.
    package var countsWithoutDuplicates: KeyCounts {
        KeyCounts(totalRows: totalRows, nulls: nulls, dupes: 0, distincts: keyedRows)
    }
}

/// Row count and bounds of one side's integer key.
package struct KeyBounds: Hashable, Sendable {
    /// The lowest and the highest value of one key column.
    package struct Bound: Hashable, Sendable {
        package var lowest: Int64
        package var highest: Int64
    }

    package var totalRows: Int
    /// Nil when a column is all NULL or a number is beyond 64 bits.
    package var columns: [Bound]?

    /// Bits to count a side's keys with; 32 MiB for each thread of the engine.
    private static let mostPlaces: Int64 = 1 << 28

    /// Reads the row of ``DiffPlan/keyBounds(_:)``.
    ///
    /// - Throws: `DiffFailure` when the row has no count of rows.
    package init(row: [Value]) throws(DiffFailure) {
        totalRows = try readCounts(row.prefix(1), expected: 1)[0]
        let numbers = row.dropFirst().map { value -> Int64? in
            guard case .text(let digits) = value else { return nil }
            return Int64(digits)
        }
        let pairs = stride(from: 0, to: numbers.count - 1, by: 2).map { (numbers[$0], numbers[$0 + 1]) }
        let bounds = pairs.compactMap { low, high in low.flatMap { low in high.map { Bound(lowest: low, highest: $0) } } }
        columns = bounds.count == pairs.count && !pairs.isEmpty ? bounds : nil
    }

    /// The bounds, if one bit for each possible key is not too many.
    package var forCountingByBits: [Bound]? {
        guard let columns else { return nil }
        var places: Int64 = 1
        for bound in columns {
            guard let span = BoundedInteger(value: 0, lowest: bound.lowest, highest: bound.highest).span else { return nil }
            let (product, isTooMany) = places.multipliedReportingOverflow(by: span)
            guard !isTooMany, product <= Self.mostPlaces else { return nil }
            places = product
        }
        return columns
    }
}
