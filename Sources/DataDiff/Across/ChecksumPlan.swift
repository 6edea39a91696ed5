import Relational
package import SQL

/// Which rows of two databases are told equal by checksums that both engines calculate, so that they need not be read.
///
/// One statement a side puts the rows into buckets by their keys, with the number of rows and the sum of their hashes. Where a bucket has
/// both in common with its opposite, both hold the same rows. All others are read, as are rows without a whole key.
/// `docs/decisions/0021-checksums-across-databases.md` tells why so.
package struct ChecksumPlan: Sendable {
    /// Primes, so that keys that are all multiples of something still spread; each about twice the one before.
    private static let bucketCounts = [1021, 2039, 4093, 8191, 16381, 32749, 65521, 131_071, 262_139, 524_287, 1_048_573]
    /// Rows that a bucket holds, about: a row that differs costs the reading of so many.
    private static let bucketSize = 32
    /// What a table may be taken to have whose size nobody knows.
    private static let usualSize = 2_000_000
    /// Below this, both tables are read while the engines would still be calculating.
    package static let smallestSize = 20_000

    let plan: AcrossPlan
    package let bucketCount: Int
    /// Per side, the values of a row in side a's order of pairs: the key first.
    private let values: [[CanonicalExpression]]

    /// Nil where checksums cannot decide, as a column's text does not tell equality, or do not suffice: whether a column was renamed is seen
    /// in rows that are equal otherwise.
    ///
    /// - Parameters:
    ///   - sizes: about how many rows the sides have; nil where that is not known.
    ///   - bucketCount: nil for one that fits the sizes.
    package init?(_ plan: AcrossPlan, sizes: [Int?], bucketCount: Int? = nil) {
        guard !plan.keys.isEmpty, plan.exclusive(.a).isEmpty || plan.exclusive(.b).isEmpty else { return nil }
        let places = Set(plan.keys)
        let keys = plan.keys.compactMap { key in plan.pairs.first { $0.a == key } }
        let others = plan.pairs.filter { !places.contains($0.a) && $0.obstacle == nil }
        var values: [[CanonicalExpression]] = [[], []]
        for pair in keys + others {
            guard let forms = plan.canonicalForms(pair), !pair.isKey || pair.hasUniqueText else { return nil }
            values[0].append(CanonicalExpression(.column(pair.columns.a.name), forms.a))
            values[1].append(CanonicalExpression(.column(pair.columns.b.name), forms.b))
        }
        self.plan = plan
        self.values = values
        let size = sizes.contains(nil) ? Self.usualSize : sizes.compactMap(\.self).max() ?? Self.usualSize
        self.bucketCount = bucketCount ?? Self.bucketCounts.first { $0 >= size / Self.bucketSize } ?? Self.bucketCounts.last ?? 1021
    }

    /// The side whose keys are counted: what a bucket holds equally often on both sides is known of both.
    private var countingSide: DiffPlan.Side {
        !plan.dialects[0].across.groupsQuickly && plan.dialects[1].across.groupsQuickly ? .b : .a
    }

    /// `bucket`, `copies` (its rows), `checksum`, and of one side `keys` (its different keys); a bucket NULL holds what has no whole key.
    package func sums(_ side: DiffPlan.Side) -> Select {
        let hashed = Expression.column("hash")
        let (bucket, copies) = (Expression.column("bucket"), Expression.column("copies"))
        guard side == countingSide else {
            return Select(
                [
                    .expression(bucket, as: "bucket"), .expression(.count(), as: "copies"),
                    .expression(.across(.sum(hashed)), as: "checksum"),
                ], from: query(hashes(side), side), groupBy: [bucket])
        }
        let keys = plan.keys.indices.map { Expression.column("key\($0)") }
        let byKey = Select(
            [.expression(bucket, as: "bucket"), .expression(.count(), as: "copies"), .expression(.sum(hashed), as: "hash")],
            from: query(hashes(side), side), groupBy: [bucket] + keys)
        return Select(
            [
                .expression(bucket, as: "bucket"), .expression(.normalised(.sum(copies), .text), as: "copies"),
                .expression(.across(.sum(hashed)), as: "checksum"), .expression(.count(), as: "keys"),
            ], from: query(byKey, side), groupBy: [bucket])
    }

    private func hashes(_ side: DiffPlan.Side) -> Select {
        var columns: [SelectColumn] = [
            .expression(bucket(side), as: "bucket"), .expression(.across(.rowHash(values[side.index])), as: "hash"),
        ]
        if side == countingSide {
            columns += zip(plan.keys.indices, values[side.index]).map { .expression(grouped($1, side), as: "key\($0)") }
        }
        return Select(columns, from: plan.rows(side))
    }

    private func query(_ select: Select, _ side: DiffPlan.Side) -> Source { .query(Renderer(plan.dialects[side.index]).text(select)) }

    private func bucket(_ side: DiffPlan.Side) -> Expression {
        .across(.bucket(Array(values[side.index].prefix(plan.keys.count)), count: bucketCount))
    }

    /// A part of the key as the engine finds it equal exactly when it is.
    private func grouped(_ key: CanonicalExpression, _ side: DiffPlan.Side) -> Expression {
        let column = plan.columns[side.index].first { .column($0.name) == key.value }
        let steps = column.map { plan.dialects[side.index].types.comparedForm($0.type) } ?? []
        return steps.reduce(key.value) { .normalised($0, $1) }
    }

    /// The rows of a side in some of the buckets, and those without a whole key, in the form they are staged in.
    package func stagedRows(_ side: DiffPlan.Side, _ buckets: [Int]) -> Select { plan.stagedRows(side, where: isRead(side, buckets)) }

    private func isRead(_ side: DiffPlan.Side, _ buckets: [Int]) -> Expression {
        let hasNoKey = plan.keys.indices.map { Expression.isNull(values[side.index][$0].value) }
        return .any([.across(.isOneOf(bucket(side), buckets, count: bucketCount))] + hasNoKey)
    }
}

extension AcrossPlan {
    fileprivate func canonicalForms(_ pair: AcrossPair) -> (a: CanonicalForm, b: CanonicalForm)? {
        CanonicalForm.pair(pair.columns.a.type, dialects[0], pair.columns.b.type, dialects[1])
    }
}

extension AcrossPair {
    /// Whether equal values of a side always have the same text: rows of one key must be in one bucket.
    fileprivate var hasUniqueText: Bool {
        [columns.a, columns.b].allSatisfy { column in
            switch column.type.typeClass {
            case .boolean, .integer, .decimal, .text, .binary, .date, .time, .timestamp, .zonedTimestamp, .uuid: true
            case .float, .interval, .json, .array, .structure, .map, .unknown: false
            }
        }
    }
}
