/// When something is to be done: a cron expression of five fields as crontab(5) describes them.
///
/// Lists, ranges, steps, names of months and days, and `@daily` and friends. A day fits when both fields for days do; when neither of the
/// two begins with `*`, when either does.
/// https://manpages.debian.org/bookworm/cron/crontab.5.en.html
package struct CronSchedule: Hashable, Sendable {
    /// As it was written, without the spaces around it.
    package let text: String
    let minutes: CronSet
    let hours: CronSet
    let days: CronSet
    let months: CronSet
    let weekdays: CronSet

    /// - Throws: `CronError`: `malformed`, or `neverFires` for such as `0 0 31 2 *`.
    package init(_ text: String) throws(CronError) {
        let parts = text.split(whereSeparator: \.isWhitespace)
        self.text = parts.joined(separator: " ")
        let fields = try Self.fields(parts)
        minutes = try CronSet(fields[0], .minute)
        hours = try CronSet(fields[1], .hour)
        days = try CronSet(fields[2], .dayOfMonth)
        months = try CronSet(fields[3], .month)
        weekdays = try CronSet(fields[4], .dayOfWeek)
        guard hasSomeDay else {
            throw CronError(
                .neverFires,
                "'\(self.text)' never fires: none of its months has a day \(days.values(in: 1...31).map(String.init).joined(separator: " or "))"
            )
        }
    }

    private static let nicknames = [
        "@hourly": "0 * * * *", "@daily": "0 0 * * *", "@midnight": "0 0 * * *", "@weekly": "0 0 * * 0", "@monthly": "0 0 1 * *",
        "@yearly": "0 0 1 1 *", "@annually": "0 0 1 1 *",
    ]

    private static func fields(_ parts: [Substring]) throws(CronError) -> [Substring] {
        if let first = parts.first, first.hasPrefix("@") {
            guard parts.count == 1, let expression = nicknames[first.lowercased()] else {
                let known = nicknames.keys.sorted().joined(separator: ", ")
                throw CronError(.malformed, "'\(parts.joined(separator: " ").prefix(40))' is not one of \(known)")
            }
            return expression.split(separator: " ")
        }
        guard parts.count == CronField.allCases.count else {
            throw CronError(
                .malformed,
                "'\(parts.joined(separator: " ").prefix(60))' has \(parts.count) field\(parts.count == 1 ? "" : "s"), not five: "
                    + "minute, hour, day of the month, month, day of the week, such as '0 2 * * *'")
        }
        return parts
    }

    /// Whether the time of day is left to the clock: such jobs keep their pace when it is put forward or back.
    var isPaced: Bool { minutes.beginsWithStar || hours.beginsWithStar }

    /// Whether it is due on a day; `weekday` 0 is Sunday.
    func isDue(month: Int, day: Int, weekday: Int) -> Bool {
        guard months.contains(month) else { return false }
        let fits = (days.contains(day), weekdays.contains(weekday))
        return eitherDayDoes ? fits.0 || fits.1 : fits.0 && fits.1
    }

    private var eitherDayDoes: Bool { !days.beginsWithStar && !weekdays.beginsWithStar }

    /// A day of the week comes in every month, and every day of February 29 comes around, so only the days' numbers decide.
    private var hasSomeDay: Bool {
        if eitherDayDoes { return true }
        let lengths = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        return months.values(in: 1...12).contains { month in days.values(in: 1...31).contains { $0 <= lengths[month - 1] } }
    }
}
