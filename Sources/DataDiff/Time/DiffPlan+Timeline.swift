package import Relational
package import SQL

// Statements of a timeline. Their rows are the first day of a stretch of the calendar, since 1970-01-01 and NULL for rows without a
// finite time, and a count.
extension DiffPlan {
    /// Rows of a side.
    package func rowsByTime(_ side: Side, _ column: TimeColumn, _ unit: CalendarUnit) -> Select {
        let start = column.day(side, of: rowsName(side), startOf: unit)
        return byTime([rows(of: side)], Select([.expression(start, as: "start")], from: .common(rowsName(side))))
    }

    /// Keys that the other side lacks.
    package func exclusiveKeysByTime(_ side: Side, _ column: TimeColumn, _ unit: CalendarUnit, duplicates: Bool) -> Select {
        let time = Expression.column("time", of: alias(side))
        return byTime(
            [rows(of: .a), rows(of: .b), keyed(side, extra: [timed(side, column, unit)]), keyed(side.other)],
            Select(
                [.expression(duplicates ? .min(time) : time, as: "start")],
                from: .common(alias(side)),
                where: .not(isIn(alias(side.other), side)),
                groupBy: duplicates ? keys(of: side) : []))
    }

    /// Rows that differ.
    ///
    /// - Parameter query: how values were compared; its columns are all that differ anywhere.
    package func differencesByTime(_ column: TimeColumn, _ unit: CalendarUnit, _ query: ValueQuery) -> Select {
        let differs = Expression.any(query.columns.map { self.differs($0) })
        return byTime(
            joinedTables(
                columns: query.columns, duplicates: query.duplicates, extra: { $0 == .a ? [timed(.a, column, unit)] : [] },
                where: { restriction($0, sample: query.sample) }),
            Select(
                [.expression(.column("time", of: alias(.a)), as: "start")],
                from: .common(alias(.a)),
                joins: [Join(.common(alias(.b)), on: sameKey)],
                where: query.duplicates ? .all([differs, hasUniqueKey]) : differs))
    }

    private func timed(_ side: Side, _ column: TimeColumn, _ unit: CalendarUnit) -> SelectColumn {
        .expression(column.day(side, of: rowsName(side), startOf: unit), as: "time")
    }

    private func byTime(_ tables: [CommonTable], _ counted: Select) -> Select {
        let start = Expression.column("start", of: named("times"))
        return Select(
            with: tables + [CommonTable(named("times"), counted)],
            [.expression(start, as: "start"), .expression(.count(), as: "rows")],
            from: .common(named("times")),
            groupBy: [start])
    }
}
