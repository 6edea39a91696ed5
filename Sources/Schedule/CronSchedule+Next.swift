package import Foundation

extension CronSchedule {
    /// The next times it falls due, rising, each later than `after`.
    ///
    /// Times are seconds since 1970-01-01 UTC.
    /// Where clocks are put forward, a time that is skipped falls due once, right after. Where they are put back, a time that comes twice
    /// falls due the first time only. Schedules whose minute or hour begins with `*` keep their pace instead, as in cron(8).
    package func next(_ count: Int, after: Double, in zone: TimeZone) -> [Double] {
        guard count > 0, after.isFinite, abs(after) < 1e11 else { return [] }
        let clock = LocalClock(zone: zone)
        // The clock may be put back over midnight, so the day before and the day behind the last are looked at, too.
        var day = clock.day(of: after) - 1
        var found: Set<Double> = []
        var isLast = false
        // The rarest schedule, February 29 on one day of the week, comes within 40 years.
        for _ in 0..<(41 * 366 + count * 366 * 8) {
            for time in times(onDay: day, clock) where time > after { found.insert(time) }
            if isLast { break }
            isLast = found.count >= count
            day += 1
        }
        return Array(found.sorted().prefix(count))
    }

    /// All times of one local day; not always in order, and some twice.
    private func times(onDay day: Int, _ clock: LocalClock) -> [Double] {
        let date = LocalClock.date(ofDay: day)
        guard isDue(month: date.month, day: date.day, weekday: date.weekday) else { return [] }
        let locals = hours.values(in: 0...23).flatMap { hour in
            minutes.values(in: 0...59).map { Double(day * 86_400 + hour * 3600 + $0 * 60) }
        }
        if let offset = clock.steadyOffset(onDay: day) { return locals.map { $0 - offset } }
        return locals.flatMap { local -> [Double] in
            switch clock.meaning(of: local) {
            case .once(let time): [time]
            case .twice(let first, let second): isPaced ? [first, second] : [first]
            case .skipped(let end): isPaced ? [] : [end]
            }
        }
    }
}

extension CronSchedule {
    /// A time zone by its IANA name.
    ///
    /// - Throws: `CronError`, `unknownZone`, naming a zone that is probably meant.
    package static func zone(named name: String) throws(CronError) -> TimeZone {
        let isPlace = name.contains("/") || ["UTC", "GMT"].contains(name)
        if isPlace, name.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7f }), let zone = TimeZone(identifier: name) { return zone }
        let wanted = name.lowercased().replacing(" ", with: "_")
        let known = TimeZone.knownTimeZoneIdentifiers.first {
            $0.lowercased() == wanted || $0.lowercased().split(separator: "/").last.map(String.init) == wanted
        }
        let hint = known.map { "; did you mean '\($0)'?" } ?? "; write an IANA name such as Europe/Berlin, America/New_York or UTC"
        throw CronError(.unknownZone, "'\(name.prefix(60))' is not a time zone\(hint)")
    }
}
