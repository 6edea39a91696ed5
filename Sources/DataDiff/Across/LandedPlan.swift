import Relational
import SQL

/// The diff of staged rows, and how its result is told in the words of the two databases.
package struct LandedPlan: Sendable {
    /// What is to be compared in the database that both sides are staged in.
    package let staged: DiffRequest
    let plan: AcrossPlan
    let resultNames: [String: String]

    init(_ plan: AcrossPlan, _ answers: [[Int]]) throws(DiffFailure) {
        self.plan = plan
        resultNames = plan.resultNames
        let landings = DiffPlan.Side.allCases.map { Self.landings(plan.columns(of: $0), answers[$0.index]) }
        var expressions: [String: String] = [:]
        for side in DiffPlan.Side.allCases {
            for column in plan.exclusive(side) { expressions[column.name] = landings[side.index][column.name]?.expression(nil) }
        }
        for pair in plan.pairs {
            let (typeA, typeB) = (pair.columns.a.type.typeClass, pair.columns.b.type.typeClass)
            guard let a = landings[0]["a\(pair.a)"], let b = landings[1]["b\(pair.b)"] else { continue }
            if let typedA = a.typed(beside: typeB), let typedB = b.typed(beside: typeA) {
                (expressions[a.column.name], expressions[b.column.name]) = (typedA, typedB)
            } else {
                try Self.checkRules(pair)
                (expressions[a.column.name], expressions[b.column.name]) = (a.text(beside: typeB), b.text(beside: typeA))
            }
        }
        staged = Self.request(plan, expressions)
    }

    private static func landings(_ columns: [StagedColumn], _ counts: [Int]) -> [String: Landing] {
        var rest = counts[...]
        var landings: [String: Landing] = [:]
        for column in columns {
            landings[column.name] = Landing(column: column, counts: Array(rest.prefix(column.probeCount)))
            rest = rest.dropFirst(column.probeCount)
        }
        return landings
    }

    /// Text has no distance.
    private static func checkRules(_ pair: AcrossPair) throws(DiffFailure) {
        guard pair.columns.rule.equality.contains(where: { $0.kind == .number || $0.kind == .time }) else { return }
        let what = pair.columns.a.type.typeClass.isNumeric ? "NaN, infinities or more than 38 digits" : "years beyond 294246"
        throw DiffFailure(
            code: "rule_not_applicable",
            message: "column '\(pair.columns.name)' holds values (\(what)) for which a tolerance cannot be worked out across databases",
            hint: "leave the column out with --exclude, filter those rows, or compare without a tolerance")
    }

    private static func request(_ plan: AcrossPlan, _ expressions: [String: String]) -> DiffRequest {
        func query(_ side: DiffPlan.Side) -> Dataset {
            let columns = plan.columns(of: side).map { "\(expressions[$0.name] ?? $0.name) AS \($0.name)" }
            return .query("SELECT \(columns.isEmpty ? side.rawValue : columns.joined(separator: ", ")) FROM \(AcrossPlan.table(side))")
        }
        let compared = plan.pairs.filter { $0.obstacle == nil }
        let rules =
            compared.map { ($0.a, $0.columns.rule.equality) } + plan.looseRules.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
        var request = plan.request
        (request.a, request.b) = (query(.a), query(.b))
        request.key.columns = plan.keys.map { "a\($0)" }
        (request.filtersA, request.filtersB) = ([], [])
        request.columns = ColumnChoice(mappings: compared.map { ColumnMapping(a: "a\($0.a)", b: "b\($0.b)") })
        request.equality = EqualityRules(rules.flatMap { place, rules in rules.map { .init(column: "a\(place)", rule: $0) } })
        return request
    }
}

extension Landing {
    /// The best form there is.
    fileprivate func expression(_ partner: TypeClass?) -> String { typed(beside: partner) ?? text(beside: partner) }
}
