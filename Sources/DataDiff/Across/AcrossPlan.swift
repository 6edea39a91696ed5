package import Relational
package import SQL

/// How two tables of two databases are brought together: which columns, in what form, under which names.
///
/// Pure. Each side's rows are staged in one DuckDB database by ``stagedRows(_:)``; what came is looked at by ``probe(_:)``; then
/// ``LandedPlan`` says how a diff of one database goes on from there.
package struct AcrossPlan: Sendable {
    package let request: DiffRequest
    let dialects: [Dialect]
    /// All columns of each side.
    let columns: [[Column]]
    /// Pairs that take part, in side a's order.
    let pairs: [AcrossPair]
    /// Places of the key columns in side a, in key order.
    let keys: [Int]
    /// Columns that take part, per side, in its own order.
    let staged: [[Int: StagedColumn]]
    /// What is asked for columns of side a that side b lacks, by place.
    let looseRules: [Int: [EqualityRule]]
    /// What confines the diff in time; nil for all rows.
    package var window: WindowFilter?
    /// By what rows that differ are counted over time; nil when they are not.
    package var time: StagedTime?

    /// Pairs the columns of two sides.
    ///
    /// Names pair as within one database; if either engine ignores case, case is ignored where that is unambiguous.
    /// - Throws: `DiffFailure` naming a key, mapped or rule's column that is not there, or that a rule does not fit.
    package init(
        _ request: DiffRequest, columnsA: [Column], columnsB: [Column], dialectA: Dialect, dialectB: Dialect
    ) throws(DiffFailure) {
        let ignoringCase = dialectA.ignoresIdentifierCase || dialectB.ignoresIdentifierCase
        let partners = try ColumnPairing.pair(request, columnsA, columnsB, ignoringCase: ignoringCase)
        keys = try ColumnPairing.keys(request, partners, columnsA, ignoringCase: ignoringCase)
        let equality = try EqualityAssignment(
            request, ColumnNames(columnsA, ignoringCase), ColumnNames(columnsB, ignoringCase), keys: keys, mapped: partners)
        let keyPlaces = Set(keys)
        let keptA = columnsA.indices.filter { keyPlaces.contains($0) || request.columns.keeps(columnsA[$0].name) }
        var pairs: [AcrossPair] = []
        for a in keptA {
            guard let b = partners[a] else { continue }
            let isKey = keyPlaces.contains(a)
            let types = AcrossTypes(a: columnsA[a].type, b: columnsB[b].type, dialectA: dialectA, dialectB: dialectB)
            let rules = isKey ? [] : equality.rules(at: a, [types.a, types.b])
            let columns = ColumnPair(a: columnsA[a], b: columnsB[b], rule: types.fitting(rules))
            let obstacle = types.obstacle
            if let obstacle, isKey { throw .keyNotComparable(columns.name, obstacle) }
            if obstacle == nil { try equality.check(columns, at: a) }
            pairs.append(AcrossPair(a: a, b: b, isKey: isKey, columns: columns, obstacle: obstacle, nested: types.nested))
        }
        let partnersOfB = Dictionary(uniqueKeysWithValues: partners.map { ($0.value, $0.key) })
        let keptB = columnsB.indices.filter { b in
            partnersOfB[b].map { keptA.contains($0) } ?? request.columns.keeps(columnsB[b].name)
        }
        self.request = request
        self.pairs = pairs
        columns = [columnsA, columnsB]
        dialects = [dialectA, dialectB]
        looseRules = Dictionary(
            uniqueKeysWithValues: keptA.filter { partners[$0] == nil }.map { ($0, equality.rules(at: $0, [columnsA[$0].type])) })
        func types(_ pair: AcrossPair) -> AcrossTypes {
            AcrossTypes(a: pair.columns.a.type, b: pair.columns.b.type, dialectA: dialectA, dialectB: dialectB)
        }
        let formsA = Dictionary(uniqueKeysWithValues: pairs.map { ($0.a, types($0).formA) })
        let formsB = Dictionary(uniqueKeysWithValues: pairs.map { ($0.b, types($0).formB) })
        staged = [
            Self.staged(keptA, columnsA, .a, formsA, dialectA), Self.staged(keptB, columnsB, .b, formsB, dialectB),
        ]
    }

    private static func staged(
        _ kept: [Int], _ columns: [Column], _ side: DiffPlan.Side, _ forms: [Int: StagedForm], _ dialect: Dialect
    ) -> [Int: StagedColumn] {
        Dictionary(
            uniqueKeysWithValues: kept.map { index in
                (index, StagedColumn(columns[index], side, index, forms[index] ?? dialect.types.stagedForm(columns[index].type).forReading))
            })
    }

    /// The table of a side's staged rows.
    package static func table(_ side: DiffPlan.Side) -> String { "staged_\(side.rawValue)" }

    func columns(of side: DiffPlan.Side) -> [StagedColumn] {
        staged[side.index].sorted { $0.key < $1.key }.map(\.value)
    }

    /// Columns of a side that the other lacks, in its own order.
    func exclusive(_ side: DiffPlan.Side) -> [StagedColumn] {
        let paired = Set(pairs.map { side == .a ? $0.a : $0.b })
        return staged[side.index].filter { !paired.contains($0.key) }.sorted { $0.key < $1.key }.map(\.value)
    }
}

extension DiffPlan.Side {
    /// Place in lists of two.
    var index: Int { self == .a ? 0 : 1 }
}

extension DiffFailure {
    fileprivate static func keyNotComparable(_ name: String, _ reason: String) -> DiffFailure {
        DiffFailure(
            code: "key_not_comparable", message: "key column '\(name)' cannot be compared: \(reason)",
            hint: "choose another key, or cast the column in a query")
    }
}
