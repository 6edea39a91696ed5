import Foundation

/// What the clocks on the walls of a time zone show.
///
/// Local times are seconds since 1970-01-01 00:00 on that clock.
struct LocalClock {
    /// What a local time stands for, in seconds since 1970-01-01 UTC.
    enum Meaning: Hashable {
        case once(Double)
        case twice(Double, Double)
        /// The clock never shows it: it was put forward at this instant.
        case skipped(Double)
    }

    let zone: TimeZone

    private func offset(at time: Double) -> Double { Double(zone.secondsFromGMT(for: Date(timeIntervalSince1970: time))) }

    /// The local day, counted from 1970-01-01, that an instant falls on.
    func day(of time: Double) -> Int { Int(((time + offset(at: time)) / 86_400).rounded(.down)) }

    /// How far local time is ahead of UTC, if it is the same all through a local day and a day around it.
    func steadyOffset(onDay day: Int) -> Double? {
        let (before, after) = (offset(at: Double(day - 2) * 86_400), offset(at: Double(day + 3) * 86_400))
        return before == after ? before : nil
    }

    func meaning(of local: Double) -> Meaning {
        // No clock was ever put further than a day, and none twice within two.
        let window = 26.0 * 3600
        let (before, after) = (offset(at: local - window), offset(at: local + window))
        let times = Set([before, after]).map { local - $0 }.filter { offset(at: $0) == local - $0 }.sorted()
        switch times.count {
        case 0: return .skipped(change(from: local - window, to: local + window))
        case 1: return .once(times[0])
        default: return .twice(times[0], times[1])
        }
    }

    /// The first whole second between two instants at which the clock has been changed.
    private func change(from start: Double, to end: Double) -> Double {
        var (low, high) = (Int(start), Int(end))
        let old = offset(at: start)
        while high - low > 1 {
            let middle = (low + high) / 2
            if offset(at: Double(middle)) == old { low = middle } else { high = middle }
        }
        return Double(high)
    }

    /// Month, day and day of the week (0 is Sunday) of a day counted from 1970-01-01.
    ///
    /// The algorithm is Howard Hinnant's `civil_from_days`, https://howardhinnant.github.io/date_algorithms.html
    static func date(ofDay day: Int) -> (month: Int, day: Int, weekday: Int) {
        let shifted = day + 719_468
        let dayOfEra = ((shifted % 146_097) + 146_097) % 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        return (month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1, ((day + 4) % 7 + 7) % 7)
    }
}
