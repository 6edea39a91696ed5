import Relational

/// Calculating with dates as far as engines agree on it.
enum CalendarText {
    static func date(_ sql: String) -> String { "CAST(\(sql) AS DATE)" }

    /// By subtraction of days, which needs no date before the first one of the engine's, unlike `date_trunc`.
    static func dayNumber(_ date: String, startOf unit: CalendarUnit) -> String {
        let number = "(\(date) - DATE '1970-01-01')"
        return switch unit {
        case .day: number
        case .week: "(\(number) - \(part("isodow", of: date)) + 1)"
        case .month: "(\(number) - \(part("day", of: date)) + 1)"
        case .year, .decade, .century, .millennium: "(\(number) - \(part("doy", of: date)) + 1)"
        }
    }

    private static func part(_ name: String, of date: String) -> String { "CAST(extract(\(name) FROM \(date)) AS INTEGER)" }
}

extension Dialect {
    /// A date or a timestamp without zone; the engines take years beyond 9999 as they are.
    func literal(_ moment: Moment, _ precision: Moment.Precision) -> String {
        let date = moment.date
        // There is no year 0: the year before 1 is 1 BC.
        let isBefore = date.year <= 0
        let day = isBefore ? CivilDate(year: 1 - date.year, month: date.month, day: date.day).text + " " + beforeChrist : date.text
        return precision == .day ? "DATE '\(day)'" : "TIMESTAMP '\(day) \(moment.clock)'"
    }
}
