import Relational
import SQL

/// The diff of staged rows, and how its result is told in the words of the two databases.
package struct LandedPlan: Sendable {
    /// What is to be compared in the database that both sides are staged in.
    package let staged: DiffRequest
    let plan: AcrossPlan
    /// Staged names, and what people are to read instead.
    package let resultNames: [String: String]
    /// Rows of either side that are told equal by checksums, and not staged.
    let equalRows: Int

    init(_ plan: AcrossPlan, _ answers: [[Int]], equalRows: Int) throws(DiffFailure) {
        self.plan = plan
        self.equalRows = equalRows
        resultNames = plan.resultNames
        let landings = DiffPlan.Side.allCases.map { Self.landings(plan.columns(of: $0), answers[$0.index]) }
        var expressions: [String: String] = [:]
        for side in DiffPlan.Side.allCases {
            for column in plan.exclusive(side) { expressions[column.name] = landings[side.index][column.name]?.expression(nil) }
        }
        for pair in plan.pairs {
            let (typeA, typeB) = (pair.columns.a.type.typeClass, pair.columns.b.type.typeClass)
            guard let a = landings[0]["a\(pair.a)"], let b = landings[1]["b\(pair.b)"] else { continue }
            if let nested = pair.nested {
                func landing(_ side: DiffPlan.Side, _ landing: Landing) -> String {
                    NestedLanding(side: side, isText: landing.column.form.isNestedText).expression(landing.column.name, nested)
                }
                (expressions[a.column.name], expressions[b.column.name]) = (landing(.a, a), landing(.b, b))
            } else if let typedA = a.typed(beside: typeB), let typedB = b.typed(beside: typeA) {
                (expressions[a.column.name], expressions[b.column.name]) = (typedA, typedB)
            } else {
                try Self.checkRules(pair)
                (expressions[a.column.name], expressions[b.column.name]) = (a.text(beside: typeB), b.text(beside: typeA))
            }
        }
        staged = Self.request(plan, expressions, equalRows)
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

    private static func request(_ plan: AcrossPlan, _ expressions: [String: String], _ equalRows: Int) -> DiffRequest {
        func query(_ side: DiffPlan.Side) -> Dataset {
            var columns = plan.columns(of: side).map { "\(expressions[$0.name] ?? $0.name) AS \($0.name)" }
            if let time = plan.time { columns.append("\(time.expression(side)) AS \(time.name(side))") }
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
        // Told in the sides' own words, by their own engines.
        (request.timeColumn, request.profile) = (nil, false)
        if let time = plan.time {
            request.columns.exclude = [time.name(.a), time.name(.b)]
            request.columns.mappings.append(ColumnMapping(a: time.name(.a), b: time.name(.b)))
            request.timeColumn = TimeColumnChoice(name: time.name(.a), source: plan.request.timeColumn?.source ?? "")
        }
        // A sample of the rows that may differ says nothing of all.
        if equalRows > 0 { request.sampling.isEnabled = false }
        return request
    }
}

extension Landing {
    /// The best form there is.
    fileprivate func expression(_ partner: TypeClass?) -> String { typed(beside: partner) ?? text(beside: partner) }
}
