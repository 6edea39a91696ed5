import Relational
import SQL

/// The statements of the profiles of a diff's columns, as values: at most two a side, for each slice of the columns.
///
/// The first brings statistics, quantiles and the most frequent values, the second counts what lies in the bins of the histograms, which
/// span the values of both sides. A side's columns are read through a common table that holds them in their compared form as `v0`, `v1`, ….
///
/// Where a side has more cells than the engine counts exactly in a reasonable time, values are sorted, grouped and put into bins on a sample
/// of the rows: by a hash of the key, so that both sides have the same keys in it, or by chance without a key that is one.
package struct ProfilePlan: Sendable {
    /// Columns that one statement deals with at most: each costs the engine a sort, a hash table and a scan of its own.
    static let sliceWidth = 200
    static let topValueLimit = 10
    static let textLimit = 1000
    /// A smaller sample says too little.
    private static let smallestSample = 20_000

    /// A column on one or both sides.
    package struct Entry: Sendable {
        package let name: String
        let a: Column?
        let b: Column?

        func column(of side: DiffPlan.Side) -> Column? { side == .a ? a : b }
    }

    package let entries: [Entry]
    let diff: DiffPlan
    /// The share of the rows that the sample holds; nil when there is none.
    let sampleShare: Double?
    private let hasUniqueKeys: Bool

    /// - Parameter keys: what is known of the rows of both sides.
    package init(_ diff: DiffPlan, keys: KeyStatistics) {
        self.init(diff, entries: Self.entries(diff), keys: keys)
    }

    /// - Parameter entries: all columns of both sides; of those, `diff` need not know any.
    init(_ diff: DiffPlan, entries: [Entry], keys: KeyStatistics) {
        self.diff = diff
        self.entries = entries
        let limit = max(Self.smallestSample, diff.dialect.profiles.exactCells / max(1, entries.count))
        let rows = keys.totalRows.max() ?? 0
        sampleShare = rows > limit ? Double(limit) / Double(rows) : nil
        hasUniqueKeys = !diff.pairing.keys.isEmpty && !keys.hasBadKeys
    }

    private static func entries(_ diff: DiffPlan) -> [Entry] {
        let pairing = diff.pairing
        let partners = Dictionary(
            (pairing.keys + pairing.values + pairing.obstructed).map { ($0.a.name, $0.b) }, uniquingKeysWith: { first, _ in first })
        let exclusive = Set(pairing.exclusiveB.map(\.name))
        return pairing.consideredA.map { Entry(name: $0.name, a: $0, b: partners[$0.name]) }
            + diff.columns(of: .b).filter { exclusive.contains($0.column.name) }.map { Entry(name: $0.name, a: nil, b: $0.column) }
    }

    /// Parts of the columns that one statement of a side deals with each; mostly one part, all columns.
    package var slices: [Range<Int>] {
        stride(from: 0, to: entries.count, by: Self.sliceWidth).map { $0..<min($0 + Self.sliceWidth, entries.count) }
    }

    func kind(_ column: Column) -> ProfileKind { ProfileKind(column.type, diff.dialect.types) }

    /// The columns of a slice that the side has, each with its place among all.
    func columns(_ slice: Range<Int>, of side: DiffPlan.Side) -> [(place: Int, column: Column)] {
        slice.compactMap { place in entries[place].column(of: side).map { (place, $0) } }
    }

    /// The common table of values.
    var values: String { diff.named("values") }
    func value(_ place: Int) -> Expression { .column("v\(place)", of: values) }
    var isSampled: Expression { .column("sampled", of: values) }

    /// Reads a side's columns, and whether the row is in the sample.
    ///
    /// - Parameter form: how a column is read, given its expression and its compared form.
    func table(
        _ side: DiffPlan.Side, _ columns: [(place: Int, column: Column)], limit: Int? = nil, form: (Expression, Column) -> Expression
    ) -> CommonTable {
        var selected = columns.map { place, column in
            SelectColumn.expression(form(.column(column.name, of: diff.rowsName(side)), column), as: "v\(place)")
        }
        if let sampleShare {
            let key = hasUniqueKeys ? diff.pairing.keys.map { diff.normalised($0, side) } : []
            selected.append(.expression(.profile(.isSampled(key: key, share: sampleShare)), as: "sampled"))
        }
        return CommonTable(
            values, Select(with: [diff.rows(of: side)], selected, from: .common(diff.rowsName(side)), limit: limit),
            isReadAnew: isTable(side))
    }

    private func isTable(_ side: DiffPlan.Side) -> Bool {
        if case .relation = side == .a ? diff.request.a : diff.request.b { true } else { false }
    }

    /// The table of values with one column only, where the engine reads that anew; nil elsewhere.
    ///
    /// Going through all columns once for each of them makes an engine's planning as slow as the square of their number.
    func alone(_ side: DiffPlan.Side, _ place: Int, _ column: Column) -> CommonTable? {
        guard diff.dialect.profiles.readsTablesAnew, isTable(side) else { return nil }
        var selected = [SelectColumn.expression(compared(.column(column.name), column), as: "v\(place)")]
        if let sampleShare {
            let key = hasUniqueKeys ? diff.pairing.keys.map { diff.normalised($0, side, of: nil) } : []
            selected.append(.expression(.profile(.isSampled(key: key, share: sampleShare)), as: "sampled"))
        }
        let rows = diff.rows(of: side).select
        return CommonTable(values, Select(selected, from: rows.from, where: rows.predicate))
    }

    /// The form in which values are equal when they are the same.
    func compared(_ value: Expression, _ column: Column) -> Expression {
        guard kind(column).isGrouped else { return value }
        return diff.dialect.types.comparedForm(column.type).reduce(value) { .normalised($0, $1) }
    }
}
