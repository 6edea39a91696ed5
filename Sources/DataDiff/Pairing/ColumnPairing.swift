package import Relational
package import SQL

/// Which columns of two sides are compared with each other, decided before any row is read.
package struct ColumnPairing: Hashable, Sendable {
    /// Key columns in key order; empty when no key is known.
    package let keys: [ColumnPair]
    /// Compared columns in side a's order, keys left out.
    package let values: [ColumnPair]
    /// Paired columns that cannot be compared, with the reason.
    package let notCompared: [ValueStatistics.NotCompared]
    /// The pairs of `notCompared`.
    let obstructed: [ColumnPair]
    /// Columns side b lacks.
    package let exclusiveA: [Column]
    /// Columns side a lacks.
    package let exclusiveB: [Column]
    /// Pairs whose types the engine spells differently, keys first.
    private let typeDifferences: [ColumnPair]
    /// All columns considered, in each side's own order.
    package let consideredA: [Column]
    package let consideredB: [Column]
    /// Paired columns that must move to bring side b into side a's order.
    package let reorders: Int
    /// What is asked for columns of side a that side b lacks, by name.
    let looseRules: [String: [EqualityRule]]

    /// Pairs the columns of two sides.
    ///
    /// Names pair by the request's mappings, then exactly, then ignoring case where that is unambiguous and the engine ignores case.
    /// - Throws: `DiffFailure` naming a key, mapped or rule's column that is not there, or that a rule does not fit.
    package init(_ request: DiffRequest, columnsA: [Column], columnsB: [Column], dialect: Dialect) throws(DiffFailure) {
        let pairs = try Self.pair(request, columnsA, columnsB, ignoringCase: dialect.ignoresIdentifierCase)
        let keyPairs = try Self.keys(request, pairs, columnsA, ignoringCase: dialect.ignoresIdentifierCase)
        let keyIndices = Set(keyPairs)
        let partnerOfB = Dictionary(uniqueKeysWithValues: pairs.map { ($0.value, $0.key) })
        let keptA = columnsA.indices.filter { keyIndices.contains($0) || request.columns.keeps(columnsA[$0].name) }
        let keptB = columnsB.indices.filter { index in
            guard let partner = partnerOfB[index] else { return request.columns.keeps(columnsB[index].name) }
            return keptA.contains(partner)
        }
        let equality = try EqualityAssignment(
            request, ColumnNames(columnsA, dialect.ignoresIdentifierCase), ColumnNames(columnsB, dialect.ignoresIdentifierCase),
            keys: keyPairs, mapped: pairs)
        func columnPair(_ index: Int) -> ColumnPair? {
            pairs[index].map { partner in
                let (a, b) = (columnsA[index], columnsB[partner])
                let rules = keyIndices.contains(index) ? [] : equality.rules(at: index, [a.type, b.type])
                return ColumnPair(a: a, b: b, rule: ComparisonRule(a.type, b.type, dialect: dialect, equality: rules))
            }
        }
        for index in keptA {
            guard let pair = columnPair(index), ComparisonRule.obstacle(pair.a.type, pair.b.type, dialect.types) == nil else { continue }
            try equality.check(pair, at: index)
        }
        looseRules = Dictionary(
            keptA.filter { pairs[$0] == nil }.map { (columnsA[$0].name, equality.rules(at: $0, [columnsA[$0].type])) },
            uniquingKeysWith: { first, _ in first })
        keys = keyPairs.compactMap(columnPair)
        for pair in keys {
            guard let reason = ComparisonRule.obstacle(pair.a.type, pair.b.type, dialect.types) else { continue }
            throw DiffFailure(
                code: "incomparable_key", message: "key column '\(pair.name)' cannot be compared: \(reason)",
                hint: "choose other key columns, or compare queries that bring it into another type")
        }
        let paired = keptA.filter { !keyIndices.contains($0) }.compactMap(columnPair)
        values = paired.filter { ComparisonRule.obstacle($0.a.type, $0.b.type, dialect.types) == nil }
        obstructed = paired.filter { ComparisonRule.obstacle($0.a.type, $0.b.type, dialect.types) != nil }
        notCompared = obstructed.compactMap { pair in
            ComparisonRule.obstacle(pair.a.type, pair.b.type, dialect.types).map { .init(columnName: pair.name, reason: $0) }
        }
        typeDifferences = (keyPairs.compactMap(columnPair) + paired).filter(\.typesDiffer)
        exclusiveA = keptA.filter { pairs[$0] == nil }.map { columnsA[$0] }
        exclusiveB = keptB.filter { partnerOfB[$0] == nil }.map { columnsB[$0] }
        consideredA = keptA.map { columnsA[$0] }
        consideredB = keptB.map { columnsB[$0] }
        let positions = keptA.compactMap { pairs[$0] }
        reorders = positions.count - longestIncreasingRun(positions)
    }

    /// The schema part of a result; rename hints come later, from the data.
    package var schemaComparison: SchemaComparison {
        SchemaComparison(
            columnCounts: [consideredA.count, consideredB.count],
            columnTypeChanges: typeDifferences.sorted { orderA($0) < orderA($1) }.map { pair in
                .init(columnName: pair.name, a: pair.a.type.spelling, b: pair.b.type.spelling)
            },
            columnReorders: reorders,
            exclusiveColumns: [exclusiveA.map(\.name), exclusiveB.map(\.name)]
        )
    }

    private func orderA(_ pair: ColumnPair) -> Int { consideredA.firstIndex(of: pair.a) ?? 0 }
}

extension ColumnPairing {
    /// Indices of side a to indices of side b.
    static func pair(
        _ request: DiffRequest, _ columnsA: [Column], _ columnsB: [Column], ignoringCase: Bool
    ) throws(DiffFailure) -> [Int: Int] {
        let (namesA, namesB) = (ColumnNames(columnsA, ignoringCase), ColumnNames(columnsB, ignoringCase))
        var pairs: [Int: Int] = [:]
        var takenB: Set<Int> = []
        for mapping in request.columns.mappings {
            let (a, b) = (try namesA.require(mapping.a, of: request.a, "mapped"), try namesB.require(mapping.b, of: request.b, "mapped"))
            guard pairs[a] == nil, takenB.insert(b).inserted else {
                throw DiffFailure(
                    code: "column_mapped_twice",
                    message: "columns '\(mapping.a)' and '\(mapping.b)' cannot be mapped: one of them is already",
                    hint: "map each column once")
            }
            pairs[a] = b
        }
        for exact in [true, false] where exact || ignoringCase {
            for index in columnsA.indices where pairs[index] == nil {
                let name = columnsA[index].name
                guard let b = exact ? namesB.exact(name) : namesB.onlyOne(name, besides: takenB), !takenB.contains(b) else { continue }
                guard exact || namesA.onlyOne(name, besides: Set(pairs.keys)) == index else { continue }
                pairs[index] = b
                takenB.insert(b)
            }
        }
        return pairs
    }

    /// Indices of side a's key columns, each of which has a partner.
    static func keys(
        _ request: DiffRequest, _ pairs: [Int: Int], _ columnsA: [Column], ignoringCase: Bool
    ) throws(DiffFailure) -> [Int] {
        var indices: [Int] = []
        for name in request.key.columns {
            let index = try ColumnNames(columnsA, ignoringCase).require(name, of: request.a, "key")
            guard pairs[index] != nil else {
                throw DiffFailure(
                    code: "column_not_found", message: "key column '\(name)' is in \(request.a.label) but not in \(request.b.label)",
                    hint: "choose a key that both sides have, or map it to its new name")
            }
            if !indices.contains(index) { indices.append(index) }
        }
        return indices
    }
}
