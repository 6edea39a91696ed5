/// A stretch of the calendar by which points in time are grouped; days are counted from 1970-01-01.
package enum CalendarUnit: String, Hashable, Sendable, Codable, CaseIterable {
    case day
    /// Beginning on a Monday.
    case week
    case month, year, decade, century, millennium

    /// The first day of the stretch that a day is in.
    package func start(of day: Int64) -> Int64 {
        let date = CivilDate(days: day)
        return switch self {
        case .day: day
        // 1970-01-01 was a Thursday.
        case .week: (day + 3).floorDivided(by: 7) * 7 - 3
        case .month: day - date.day + 1
        case .year, .decade, .century, .millennium: CivilDate(year: firstYear(date.year), month: 1, day: 1).days
        }
    }

    /// The first day of the stretch behind the one that begins there.
    package func next(after start: Int64) -> Int64 {
        let date = CivilDate(days: start)
        return switch self {
        case .day: start + 1
        case .week: start + 7
        case .month: CivilDate(year: date.month == 12 ? date.year + 1 : date.year, month: date.month % 12 + 1, day: 1).days
        case .year, .decade, .century, .millennium: CivilDate(year: date.year + years, month: 1, day: 1).days
        }
    }

    private var years: Int64 {
        switch self {
        case .decade: 10
        case .century: 100
        case .millennium: 1000
        default: 1
        }
    }

    private func firstYear(_ year: Int64) -> Int64 { year.floorDivided(by: years) * years }
}
