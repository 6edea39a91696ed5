import Relational
package import SQL

// What is asked of the sides' own engines, besides their rows.
extension AcrossPlan {
    /// Statements about one side alone, for its own engine: nothing of it is paired.
    package func statements(of side: DiffPlan.Side) throws(DiffFailure) -> DiffPlan {
        let bare = DiffRequest(a: request.a, b: request.b, key: .missing)
        let dialect = dialects[side.index]
        var plan = DiffPlan(
            request, pairing: try ColumnPairing(bare, columnsA: [], columnsB: [], dialect: dialect), dialect: dialect)
        plan.window = window
        return plan
    }

    /// A dialect by which a name means the same column as where the sides are paired.
    package var namingDialect: Dialect { dialects.first(where: \.ignoresIdentifierCase) ?? dialects[0] }

    /// Profiles of the columns, side a's and side b's, each calculated by its own engine.
    ///
    /// Samples are taken by chance: two engines have no hash of the key in common that costs nothing.
    package func profiles(keys: KeyStatistics) throws(DiffFailure) -> [ProfilePlan] {
        let partners = Dictionary(uniqueKeysWithValues: pairs.map { ($0.a, columns[1][$0.b]) })
        let names = resultNames
        let entries =
            staged[0].keys.sorted().map { ProfilePlan.Entry(name: columns[0][$0].name, a: columns[0][$0], b: partners[$0]) }
            + exclusive(.b).map { ProfilePlan.Entry(name: names[$0.name] ?? $0.column.name, a: nil, b: $0.column) }
        var plans: [ProfilePlan] = []
        for side in DiffPlan.Side.allCases { plans.append(ProfilePlan(try statements(of: side), entries: entries, keys: keys)) }
        return plans
    }
}
