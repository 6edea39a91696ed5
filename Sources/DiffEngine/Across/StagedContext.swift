import DataDiff
import Relational
import SQL

/// What a diff of staged rows is to know of where they come from.
struct StagedContext: Sendable {
    /// What files with rows are named for.
    let keptName: String
    /// Staged names of columns, and what people are to read instead.
    let columnNames: [String: String]
    /// Nil without a time column.
    let times: FoundTimes?
}

/// What the sides' own engines have found out about times.
struct FoundTimes: Sendable {
    var window: DiffWindow?
    var columnName = ""
    /// Nil when there is no timeline to be made.
    var span: TimeBounds?
    /// Per side, its rows by stretch of the calendar.
    var rows: [[[Value]]] = []
}
