import Relational
package import SQL

// Statements about the time column alone; they look at the rows that pass the filters, whatever the window.
extension DiffPlan {
    /// The first and the last finite point in time, each as days since 1970-01-01 and microseconds since midnight; NULL when there is none.
    package func timeBounds(_ side: Side, _ column: TimeColumn) -> Select {
        let time = Expression.column("time", of: named("times"))
        let finite = Expression.when(.isFinite(time), then: time)
        let bounds = CommonTable(
            named("bounds"),
            Select(
                [.expression(.min(finite), as: "earliest"), .expression(.max(finite), as: "latest")], from: .common(named("times"))))
        let ends = ["earliest", "latest"].flatMap { name -> [SelectColumn] in
            let end = Expression.column(name)
            guard column.precision == .microsecond else {
                return [.expression(.normalised(end, .dayNumber(startOf: .day)), as: "\(name)_day"), .expression(midnight(end), as: name)]
            }
            return [
                .expression(.normalised(.normalised(end, .date), .dayNumber(startOf: .day)), as: "\(name)_day"),
                .expression(.normalised(end, .microsecondOfDay), as: name),
            ]
        }
        return Select(with: [rows(of: side, windowed: false), times(side, column), bounds], ends, from: .common(named("bounds")))
    }

    /// `older`, `newer`: rows before and behind the window.
    package func rowsOutside(_ side: Side, _ window: WindowFilter) -> Select {
        let time = Expression.column("time", of: named("times"))
        let (from, to) = window.ends
        return Select(
            with: [rows(of: side, windowed: false), times(side, window.column)],
            [
                .expression(.count(where: .all([.isFinite(time), .comparison(time, .less, from)])), as: "older"),
                .expression(.count(where: .all([.isFinite(time), .comparison(time, .greater, to)])), as: "newer"),
            ],
            from: .common(named("times")))
    }

    private func midnight(_ end: Expression) -> Expression { .when(.isNotNull(end), then: .integer(0)) }

    private func times(_ side: Side, _ column: TimeColumn) -> CommonTable {
        CommonTable(
            named("times"), Select([.expression(column.value(side, of: rowsName(side)), as: "time")], from: .common(rowsName(side))))
    }
}

extension WindowFilter {
    /// Holds for the rows of a side that are compared; rows without a finite time are.
    func holds(_ side: DiffPlan.Side) -> Expression {
        let time = column.value(side)
        let (from, to) = ends
        let isWithin = Expression.all([.comparison(time, .atLeast, from), .comparison(time, .atMost, to)])
        return .any([.isNull(time), .not(.isFinite(time)), isWithin])
    }

    fileprivate var ends: (Expression, Expression) {
        (.moment(bounds.earliest, column.precision), .moment(bounds.latest, column.precision))
    }
}
