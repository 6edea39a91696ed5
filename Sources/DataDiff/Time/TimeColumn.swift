package import Relational
package import SQL

/// The time column of a diff, found on both sides.
package struct TimeColumn: Hashable, Sendable {
    package let a: Column
    package let b: Column

    /// Side a's name names the pair.
    package var name: String { a.name }
    /// By day when either side holds dates, as nobody knows a date's hour.
    package var precision: Moment.Precision { [a, b].contains { $0.type.typeClass == .date } ? .day : .microsecond }
    /// Whether the points in time are instants, then in UTC.
    package var isZoned: Bool { [a, b].contains { $0.type.typeClass == .zonedTimestamp } }

    /// Finds the column a request names.
    ///
    /// - Throws: why it cannot serve.
    package init(_ choice: TimeColumnChoice, _ request: DiffRequest, _ columns: [[Column]], _ dialect: Dialect) throws(TimeColumnTrouble) {
        // dbt's own names are written without quotes, whatever case the engine made of them.
        let ignoringCase = dialect.ignoresIdentifierCase || !choice.isRequired
        let names = columns.map { ColumnNames($0, ignoringCase) }
        func find(_ name: String, _ side: Int) -> Column? { names[side].find(name).map { columns[side][$0] } }
        let renamed = request.columns.mappings
        let nameA = names[0].find(choice.name) == nil ? renamed.first { $0.b == choice.name }?.a ?? choice.name : choice.name
        guard let a = find(nameA, 0) else { throw .missing(choice.name, side: 0) }
        guard let b = find(renamed.first { $0.a == a.name }?.b ?? choice.name, 1) else { throw .missing(choice.name, side: 1) }
        for (side, column) in [a, b].enumerated() where !column.type.typeClass.isTemporal { throw .wrongType(column, side: side) }
        (self.a, self.b) = (a, b)
    }

    /// The column of one side in the form both sides share; `table` is what it is read from, where that needs saying.
    func value(_ side: DiffPlan.Side, of table: String? = nil) -> Expression {
        let column = side == .a ? a : b
        let form: [Normalisation] =
            precision == .microsecond ? [.timestamp] : column.type.typeClass == .date ? [.date] : [.timestamp, .date]
        return form.reduce(.column(column.name, of: table)) { .normalised($0, $1) }
    }

    /// The day as the number that begins its stretch of the calendar; NULL without a time.
    func day(_ side: DiffPlan.Side, of table: String? = nil, startOf unit: CalendarUnit) -> Expression {
        let time = value(side, of: table)
        let date = precision == .day ? time : .normalised(time, .date)
        return .when(.isFinite(time), then: .normalised(date, .dayNumber(startOf: unit)))
    }

    /// As results show a point in time.
    package func text(_ moment: Moment) -> String { moment.text(precision) + (isZoned && precision == .microsecond ? "+00:00" : "") }
}

/// Why a column cannot tell when rows are from.
package enum TimeColumnTrouble: Error, Hashable, Sendable {
    /// `side` is 0 or 1.
    case missing(String, side: Int)
    case wrongType(Column, side: Int)

    /// For a diff that was asked to use the column.
    package func failure(_ request: DiffRequest) -> DiffFailure {
        let labels = [request.a.label, request.b.label]
        return switch self {
        case .missing(let name, let side):
            DiffFailure(
                code: "column_not_found", message: "time column '\(name)' is not in \(labels[side])",
                hint: "name a column that both sides have, or map it to its new name")
        case .wrongType(let column, let side):
            DiffFailure(
                code: "not_a_time_column",
                message: "time column '\(column.name)' of \(labels[side]) is \(column.type.spelling), which is no date or timestamp",
                hint: "name a column of dates or timestamps, or compare queries that cast it to one")
        }
    }

    var reason: DiffWindow.Reason {
        switch self {
        case .missing: .columnMissing
        case .wrongType: .notATime
        }
    }
}
