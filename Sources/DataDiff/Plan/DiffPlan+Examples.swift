import SQL

// Examples of rows that differ, found while values are compared.
extension DiffPlan {
    /// What a side's table holds for the examples, beside keys and values.
    func exampleSources(_ query: ValueQuery, _ side: Side) -> [SelectColumn] {
        switch query.examples {
        case .apart: []
        case .included: rawKeysAndValues(side, query.columns)
        case .located: side == .a ? keyClass(.a) : []
        }
    }

    func exampleColumns(_ query: ValueQuery) -> [SelectColumn] {
        switch query.examples {
        case .apart: []
        case .located: [.expression(.column("class", of: alias(.a)), as: "class")]
        case .included:
            // `d…` are there already; a structure takes them from there.
            differentRowColumns(query.columns).filter { column in
                guard case .expression(_, let name) = column else { return true }
                return !name.hasPrefix("d")
            } + pairing.keys.indices.map { .expression(key($0, of: .a), as: "order\($0)") }
        }
    }

    func examples(_ query: ValueQuery, where condition: Expression) -> [SelectColumn] {
        switch query.examples {
        case .apart: return []
        case .located:
            return [.expression(.numbersSeen(.column("class"), count: Self.keyClasses, where: condition), as: "classes")]
        case .included:
            let row = differentRowColumns(query.columns).compactMap { column -> Expression? in
                guard case .expression(_, let name) = column else { return nil }
                return .column(name)
            }
            let order = pairing.keys.indices.map { Expression.column("order\($0)") }
            return [.expression(.firstRows(row, by: order, limit: request.sampleRowLimit, where: condition), as: "examples")]
        }
    }
}
