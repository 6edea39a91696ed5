package import SQL

// Tables that hold their rows in the same order, as those that one query made do: rows are paired by their places, without a join.
extension DiffPlan {
    /// Places of which it is looked first whether they hold the same keys.
    private static let firstPlaces = 10_000

    /// Whether the engine can pair rows by their places, and both sides are read as they are stored.
    package var mayPairByPlace: Bool {
        dialect.fingerprints.threadsOfJoinByKey != nil && Side.allCases.allSatisfy(isPlain) && !pairing.keys.isEmpty
    }

    /// `misplaced`, at how many of the first places keys differ; `threads` that would join all by key.
    package func misplacedKeys() -> Select {
        var plan = self
        plan.isPlaced = true
        let first = CommonTable(
            named("first"),
            Select(
                [.expression(plan.isMisplaced, as: "misplaced")], from: .common(named("placed")), limit: Self.firstPlaces))
        return Select(
            with: [plan.placed(), first],
            [.expression(.count(where: .column("misplaced")), as: "misplaced"), .expression(.threadsOfJoinByKey, as: "threads")],
            from: .common(named("first")))
    }

    /// Whether the keys at a place differ, or one side has none there.
    var isMisplaced: Expression { .any(pairing.keys.indices.map { .isDistinct(key($0, of: .a), key($0, of: .b)) }) }

    /// The common table with what ``keyed(_:columns:candidates:extra:where:)`` has of either side, and of all rows.
    ///
    /// The engine is quick only where it joins the tables themselves.
    func placed(
        columns: [Int] = [], candidates: Bool = false, extra: (Side) -> [SelectColumn] = { _ in [] }
    ) -> CommonTable {
        let held = Side.allCases.flatMap { side in
            keyed(side, columns: columns, candidates: candidates, extra: extra(side)).select.columns.map { column -> SelectColumn in
                guard case .expression(let expression, let name) = column else { return column }
                return .expression(expression, as: "\(side.rawValue)_\(name)")
            }
        }
        let tables = Side.allCases.map { side -> Source in
            guard case .relation(let name) = side == .a ? request.a : request.b else { return (side == .a ? request.a : request.b).source }
            return .renamed(name, as: rowsName(side))
        }
        return CommonTable(
            named("placed"), Select(held, from: tables[0], joins: [Join(tables[1], on: .all([]), kind: .byPlace)]))
    }
}
