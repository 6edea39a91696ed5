import Foundation

/// The spellings of times and durations in the answers of both vendors.
enum TimeText {
    /// dbt Cloud: `2025-03-27 20:37:19.996618+00:00`, with a space and microseconds.
    static func dbtCloud(_ date: Date) -> String {
        let microseconds = Int((date.timeIntervalSince1970 * 1_000_000).rounded(.down))
        let whole = Date(timeIntervalSince1970: TimeInterval(microseconds / 1_000_000))
        let fraction = String(microseconds % 1_000_000)
        let padded = String(repeating: "0", count: 6 - fraction.count) + fraction
        return gitHub(whole).dropLast().replacing("T", with: " ") + ".\(padded)+00:00"
    }

    /// GitHub: `2019-05-15T15:20:33Z`, whole seconds.
    static func gitHub(_ date: Date) -> String {
        date.formatted(.iso8601)
    }

    /// Reads a time in either vendor's spelling, with or without a fraction or a zone; without a zone it is UTC.
    static func parse(_ text: String) -> Date? {
        var text = text.trimmingCharacters(in: .whitespaces).replacing(" ", with: "T")
        if text.count == 10 { text += "T00:00:00" }
        let time = text.dropFirst(11)
        if !time.hasSuffix("Z"), !time.contains("+"), !time.contains("-") { text += "Z" }
        let plain = Date.ISO8601FormatStyle(includingFractionalSeconds: false)
        let fractional = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
        return (try? plain.parse(text)) ?? (try? fractional.parse(text))
    }

    /// `00:00:28`.
    static func clock(_ seconds: TimeInterval) -> String {
        let total = max(0, Int(seconds))
        return [total / 3600, total / 60 % 60, total % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(separator: ":")
    }

    /// `1 minute, 28 seconds`.
    static func words(_ seconds: TimeInterval) -> String {
        let total = max(0, Int(seconds))
        let parts = [(total / 3600, "hour"), (total / 60 % 60, "minute"), (total % 60, "second")]
            .filter { $0.0 > 0 }
            .map { "\($0.0) \($0.1)\($0.0 == 1 ? "" : "s")" }
        return parts.isEmpty ? "0 seconds" : parts.joined(separator: ", ")
    }
}
