import Relational
package import SQL

extension ProfilePlan {
    /// One row: the number of rows, of those in the sample, then for each of the side's columns in the slice a list of statistics (`s…`) and
    /// one of quantiles (`q…`), as far as the type has them, at last one list of the most frequent values of all columns (`top`), each with
    /// the column's place, its number of rows and the number of different values; nil when the side has none of the columns.
    package func statistics(_ side: DiffPlan.Side, _ slice: Range<Int>) -> Select? {
        let columns = columns(slice, of: side)
        guard !columns.isEmpty else { return nil }
        let table = table(side, columns, form: compared)
        // Reads the side a second time, as the engine would otherwise keep all of its rows.
        let sample = CommonTable(diff.named("sample"), Select(with: [table], [.all], from: .common(values), where: isSampled))
        let condition = sampleShare == nil ? nil : isSampled
        return Select(
            with: [table] + (sampleShare == nil ? [] : [sample]),
            [.expression(.count(), as: "rows"), .expression(.count(where: condition), as: "sampled")]
                + columns.flatMap { parts($0, $1, condition) } + top(side, columns),
            from: .common(values)
        )
    }

    /// What the list of statistics holds, in order.
    func statistics(of column: Column) -> [ProfileStatistic] {
        let kind = kind(column)
        return [.filled] + (kind.isGrouped && sampleShare != nil ? [.distinct] : []) + kind.statistics
    }

    private func top(_ side: DiffPlan.Side, _ columns: [(place: Int, column: Column)]) -> [SelectColumn] {
        let grouped = columns.filter { kind($0.column).isGrouped }.map { groups(side, $0.place, $0.column) }
        return grouped.isEmpty ? [] : [.expression(.profile(.rows(grouped)), as: "top")]
    }

    private func parts(_ place: Int, _ column: Column, _ condition: Expression?) -> [SelectColumn] {
        let kind = kind(column)
        let statistics = statistics(of: column).map {
            Expression.profile(.statistic($0, of: kind == .opaque ? isThere(place, column) : value(place), column.type))
        }
        var parts = [SelectColumn.expression(.profile(.list(statistics)), as: "s\(place)")]
        if kind.hasQuantiles {
            let quantiles = ProfileExpression.quantiles(ColumnProfile.Quantiles.fractions, of: value(place), column.type, where: condition)
            parts.append(.expression(.profile(quantiles), as: "q\(place)"))
        }
        return parts
    }

    /// Of a composite value whose fields are NULL, engines disagree with themselves whether it is.
    private func isThere(_ place: Int, _ column: Column) -> Expression { .when(.isNotNull(value(place)), then: .integer(1)) }

    /// The most frequent values of a column.
    private func groups(_ side: DiffPlan.Side, _ place: Int, _ column: Column) -> Select {
        let alone = alone(side, place, column)
        let source = alone != nil || sampleShare == nil ? values : diff.named("sample")
        let value = Expression.column("v\(place)", of: source)
        let groups = diff.named("groups")
        let isCounted = alone != nil && sampleShare != nil ? Expression.all([.isNotNull(value), isSampled]) : .isNotNull(value)
        let grouped = CommonTable(
            groups,
            Select(
                with: alone.map { [$0] } ?? [],
                [.expression(value, as: "value"), .expression(.count(), as: "copies")], from: .common(source), where: isCounted,
                groupBy: [value]))
        let (each, copies) = (Expression.column("value", of: groups), Expression.column("copies", of: groups))
        return Select(
            with: [grouped],
            [
                .expression(.profile(.text(.integer(place))), as: "place"),
                .expression(.profile(.excerpt(each, limit: Self.textLimit + 1)), as: "text"),
                .expression(.profile(.text(copies)), as: "rows"),
                .expression(.profile(.text(.profile(.rowsBeforeLimit))), as: "values"),
            ],
            from: .common(groups),
            orderBy: [.descending(copies), each],
            limit: Self.topValueLimit
        )
    }
}
