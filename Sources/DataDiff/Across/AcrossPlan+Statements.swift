import Relational
package import SQL

extension AcrossPlan {
    /// The rows of a side after its filters, in the form they are staged in; a statement of the side's own engine.
    package func stagedRows(_ side: DiffPlan.Side) -> Select { stagedRows(side, where: nil) }

    /// - Parameter restriction: what else must hold, by the columns as they are.
    func stagedRows(_ side: DiffPlan.Side, where restriction: Expression?) -> Select {
        var selected = columns(of: side).flatMap(\.selected)
        if let time { selected.append(.expression(time.column.day(side, startOf: time.unit), as: time.name(side))) }
        let columns = selected.isEmpty ? [SelectColumn.expression(.integer(1), as: side.rawValue)] : selected
        return Select(columns, from: rows(side), where: restriction)
    }

    /// What a side's statements read: its rows after its filters and within the window.
    func rows(_ side: DiffPlan.Side) -> Source {
        let filters = (side == .a ? request.filtersA : request.filtersB).map { Expression.raw($0) }
        let conditions = filters + [window?.holds(side)].compactMap(\.self)
        let source = (side == .a ? request.a : request.b).source
        guard !conditions.isEmpty else { return source }
        // A subquery of its own, so that a filter cannot mean the staged names.
        return .query(Renderer(dialects[side.index]).text(Select([.all], from: source, where: .all(conditions))))
    }

    /// What is to be known of a side's staged rows before they can be read as typed columns, as one row of counts; nil for nothing.
    ///
    /// A statement of the database that both sides are staged in.
    package func probe(_ side: DiffPlan.Side) -> String? {
        let counts = columns(of: side).flatMap(\.probes)
        guard !counts.isEmpty else { return nil }
        return "SELECT " + counts.map { "coalesce(\($0), 0)" }.joined(separator: ", ") + " FROM \(Self.table(side))"
    }

    /// Puts what was found together with the plan.
    ///
    /// - Parameters:
    ///   - answers: per side the row of ``probe(_:)``; empty where there was none.
    ///   - equalRows: rows of either side that are told equal by checksums, and not staged.
    /// - Throws: `DiffFailure` when values are such that a rule of equality cannot be worked out.
    package func landed(_ answers: [[Int]], equalRows: Int = 0) throws(DiffFailure) -> LandedPlan {
        try LandedPlan(self, answers, equalRows: equalRows)
    }
}

extension StagedColumn {
    fileprivate var selected: [SelectColumn] {
        func normalised(_ steps: [Normalisation]) -> Expression {
            steps.reduce(.column(column.name)) { .normalised($0, $1) }
        }
        switch form {
        case .plain(let steps), .digits(let steps), .text(let steps, _), .json(let steps):
            return [.expression(normalised(steps), as: name)]
        case .own: return [.expression(normalised([]), as: name)]
        case .nested(let shape): return [.expression(normalised([.nestedText(shape)]), as: name)]
        case .ownText: return [.expression(normalised([.text]), as: name)]
        case .instants(_, let extreme):
            return [
                .expression(normalised([.ordinaryInstant]), as: name),
                .expression(normalised(extreme + [.extremeInstant]), as: extremeName),
            ]
        }
    }

    /// Aggregates that tell whether the values fit their type.
    fileprivate var probes: [String] {
        switch form {
        case .digits:
            [
                "count_if(\(name) IN ('NaN', 'Infinity', '-Infinity'))",
                "max(length(split_part(ltrim(\(name), '-'), '.', 1)))", "max(length(split_part(\(name), '.', 2)))",
            ]
        case .instants: ["count(\(extremeName))", "count_if(\(extremeName) NOT IN ('infinity', '-infinity'))"]
        case .json: ["count_if(NOT json_valid(\(name)))"]
        default: []
        }
    }

    /// How many counts ``probes`` has.
    var probeCount: Int { probes.count }
}
