package import Relational

/// What the checksums of both sides have told, once they are in the database that both sides meet in.
package struct ChecksumFindings: Hashable, Sendable {
    /// Where more than this share of the rows is to be read, all are: telling the others apart costs more than it saves.
    private static let largestShare = 0.5
    /// Buckets that a statement can name.
    private static let largestList = 100_000

    /// Rows in buckets that are the same on both sides.
    package let equalRows: Int
    /// Rows in all others, per side.
    package let otherRows: [Int]
    private let otherBuckets: Int

    /// Reads the row of ``totals``.
    ///
    /// - Throws: `DiffFailure` when the row is not of that form.
    package init(row: [Value]) throws(DiffFailure) {
        let counts = try readCounts(row, expected: 4)
        (equalRows, otherRows, otherBuckets) = (counts[0], [counts[1], counts[2]], counts[3])
    }

    /// Whether reading only the buckets that differ is worth their list.
    package var saves: Bool {
        let all = Double(2 * equalRows + otherRows[0] + otherRows[1])
        return equalRows > 0 && otherBuckets <= Self.largestList && Double(otherRows[0] + otherRows[1]) <= all * Self.largestShare
    }

    /// The table of a side's checksums.
    package static func table(_ side: DiffPlan.Side) -> String { "sums_\(side.rawValue)" }

    /// A statement that lays both sides' checksums side by side.
    package static let comparison = """
        CREATE TABLE sums AS SELECT coalesce(a.bucket, b.bucket) AS bucket, \
        coalesce(CAST(a.copies AS BIGINT), 0) AS copies_a, coalesce(CAST(b.copies AS BIGINT), 0) AS copies_b, \
        coalesce(copies_a = copies_b AND a.checksum = b.checksum AND keys = copies_a, false) AS is_equal \
        FROM \(table(.a)) AS a FULL JOIN \(table(.b)) AS b ON a.bucket = b.bucket
        """

    /// `equal_rows`, `other_rows_a`, `other_rows_b`, `other_buckets`.
    package static let totals = """
        SELECT coalesce(sum(copies_a) FILTER (WHERE is_equal), 0), coalesce(sum(copies_a) FILTER (WHERE NOT is_equal), 0), \
        coalesce(sum(copies_b) FILTER (WHERE NOT is_equal), 0), count(*) FILTER (WHERE NOT is_equal) FROM sums
        """

    /// `bucket`: those that differ, apart from the one without keys.
    package static let others = "SELECT bucket FROM sums WHERE NOT is_equal AND bucket IS NOT NULL ORDER BY bucket"
}
