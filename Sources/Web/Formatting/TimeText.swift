import Foundation

/// Points and stretches of time for people, the same in every locale; points in UTC.
enum TimeText {
    private static let minute = 60
    private static let hour = 3_600
    private static let day = 86_400

    /// A stretch in its two largest units: `80 ms`, `0.4 s`, `12 s`, `3 min 20 s`, `2 h 5 min` or `1 d 3 h`.
    static func duration(_ seconds: Double) -> String {
        guard seconds.isFinite else { return "–" }
        let seconds = max(seconds, 0)
        if seconds < 0.0995 { return "\(Int((seconds * 1_000).rounded()))\(FigureText.space)ms" }
        if seconds < 9.95 {
            let tenths = Int((seconds * 10).rounded())
            return tenths.isMultiple(of: 10) ? parts([(tenths / 10, "s")]) : "\(tenths / 10).\(tenths % 10)\(FigureText.space)s"
        }
        let whole = Int(min(seconds, 1e12).rounded())
        if whole < minute { return parts([(whole, "s")]) }
        if whole < hour { return parts([(whole / minute, "min"), (whole % minute, "s")]) }
        if whole < day { return parts([(whole / hour, "h"), (whole % hour / minute, "min")]) }
        return parts([(whole / day, "d"), (whole % day / hour, "h")])
    }

    private static func parts(_ parts: [(number: Int, unit: String)]) -> String {
        parts.enumerated()
            .filter { $0.offset == 0 || $0.element.number > 0 }
            .map { FigureText.count($0.element.number) + FigureText.space + $0.element.unit }
            .joined(separator: FigureText.space)
    }

    /// A stretch in its largest unit, for ages: `20 s`, `3 min`, `2 h`, `5 d`.
    static func rough(_ seconds: Double) -> String {
        guard seconds.isFinite else { return "–" }
        let whole = Int(min(max(seconds, 0), 1e12))
        if whole < minute { return parts([(whole, "s")]) }
        if whole < hour { return parts([(whole / minute, "min")]) }
        return whole < 2 * day ? parts([(whole / hour, "h")]) : parts([(whole / day, "d")])
    }

    /// `just now`, `3 min ago`, `5 d ago`; the date itself when it is long ago.
    static func age(of moment: Double, now: Double) -> String {
        let seconds = now - moment
        if seconds < 10 { return "just now" }
        if seconds > Double(60 * day) { return String(iso(moment).prefix(10)) }
        return rough(seconds) + " ago"
    }

    /// For programs: `2026-11-21T00:28:37Z`.
    static func iso(_ moment: Double) -> String {
        Date(timeIntervalSince1970: moment.isFinite ? moment : 0).ISO8601Format()
    }

    /// For people: `2026-11-21 00:28:37 UTC`.
    static func full(_ moment: Double) -> String {
        iso(moment).replacing("T", with: " ").replacing("Z", with: " UTC")
    }
}

/// A point in time as a `<time>` element shows it.
struct MomentView {
    var age: String
    var iso: String
    var full: String

    init(_ moment: Double, now: Double) {
        age = TimeText.age(of: moment, now: now)
        iso = TimeText.iso(moment)
        full = TimeText.full(moment)
    }
}
