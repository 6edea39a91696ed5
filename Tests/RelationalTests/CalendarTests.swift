import Relational
import Testing

@Suite struct CalendarTests {
    @Test(arguments: [
        (0, "1970-01-01"), (19_782, "2024-02-29"), (-719_162, "0001-01-01"), (-719_163, "0000-12-31"), (2_932_896, "9999-12-31"),
        (-735_160, "-0043-03-15"),
    ])
    func knownDays(days: Int64, text: String) {
        let date = CivilDate(days: days)
        #expect(date.text == text)
        #expect(date.days == days)
    }

    /// Over four centuries and the turn of the eras: each day is the one after the day before, and leads back to its number.
    @Test func everyDayLeadsBack() {
        var previous = CivilDate(days: -800_001)
        for days in Int64(-800_000)...(-640_000) {
            let date = CivilDate(days: days)
            guard date.days == days else { return #expect(date.days == days) }
            let isNext =
                (date.year, date.month, date.day) == (previous.year, previous.month, previous.day + 1)
                || (date.day == 1 && (date.month == previous.month + 1 || (date.month == 1 && date.year == previous.year + 1)))
            guard isNext else { return #expect(isNext, "\(date)") }
            previous = date
        }
    }

    @Test(arguments: [
        (CalendarUnit.day, "2024-02-29", "2024-03-01"), (.week, "2024-02-26", "2024-03-04"), (.month, "2024-02-01", "2024-03-01"),
        (.year, "2024-01-01", "2025-01-01"), (.decade, "2020-01-01", "2030-01-01"), (.century, "2000-01-01", "2100-01-01"),
        (.millennium, "2000-01-01", "3000-01-01"),
    ])
    func stretches(unit: CalendarUnit, start: String, next: String) {
        let first = unit.start(of: 19_782)
        #expect(CivilDate(days: first).text == start)
        #expect(CivilDate(days: unit.next(after: first)).text == next)
    }

    @Test func stretchesBeforeTheFirstYear() {
        let day = CivilDate(year: -43, month: 3, day: 15).days
        #expect(CivilDate(days: CalendarUnit.decade.start(of: day)).text == "-0050-01-01")
        #expect(CivilDate(days: CalendarUnit.week.start(of: -4)).text == "1969-12-22")
        #expect(
            CalendarUnit.month.next(after: CivilDate(year: 2024, month: 12, day: 1).days) == CivilDate(year: 2025, month: 1, day: 1).days)
    }

    @Test func momentsAreOrderedAndReadable() {
        let moment = Moment(days: 19_782, microseconds: 64_800_123_000)
        #expect(moment.text(.microsecond) == "2024-02-29 18:00:00.123")
        #expect(moment.text(.day) == "2024-02-29")
        #expect(Moment(days: 0, microseconds: 5) < Moment(days: 1) && Moment(days: 1) < Moment(days: 1, microseconds: 1))
    }
}
