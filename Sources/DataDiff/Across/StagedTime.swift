package import Relational

/// The time column of a diff across databases, as both sides stage it besides the compared columns: the day that begins its stretch of the
/// calendar, in days since 1970-01-01, which its own engine has worked out.
package struct StagedTime: Sendable {
    package let column: TimeColumn
    package let unit: CalendarUnit

    package init(_ column: TimeColumn, _ unit: CalendarUnit) {
        self.column = column
        self.unit = unit
    }

    /// Its name in the database that both sides are staged in.
    func name(_ side: DiffPlan.Side) -> String { "time_\(side.rawValue)" }

    /// The staged column as a date.
    func expression(_ side: DiffPlan.Side) -> String { "DATE '1970-01-01' + CAST(\(name(side)) AS INTEGER)" }
}
