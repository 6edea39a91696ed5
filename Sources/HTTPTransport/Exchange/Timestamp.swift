import Foundation

/// Times as other programs write them, read into seconds since 1970-01-01 UTC.
package enum Timestamp {
    /// Reads ISO 8601 with `T` or a space in the middle, with or without fractional seconds (dbt Cloud sends both forms).
    ///
    /// A time without zone is UTC.
    package static func seconds(_ text: String) -> Double? {
        var parts = text.split(maxSplits: 1, whereSeparator: { $0 == "T" || $0 == " " }).map(String.init)
        guard parts.count == 2 else { return nil }
        var fraction = 0.0
        if let dot = parts[1].firstIndex(of: ".") {
            let end = parts[1][parts[1].index(after: dot)...].firstIndex { !$0.isASCII || !$0.isNumber } ?? parts[1].endIndex
            guard let read = Double("0" + parts[1][dot..<end]) else { return nil }
            fraction = read
            parts[1].removeSubrange(dot..<end)
        }
        if parts[1].count == 8 { parts[1] += "Z" }
        guard let date = try? Date.ISO8601FormatStyle(timeZoneSeparator: .colon).parse("\(parts[0])T\(parts[1])") else { return nil }
        return date.timeIntervalSince1970 + fraction
    }

    /// Reads the date of an HTTP header in the form that is still written (RFC 9110, 5.6.7): `Sun, 06 Nov 1994 08:49:37 GMT`.
    package static func seconds(httpDate text: String) -> Double? {
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        let parts = text.split(separator: " ")
        guard parts.count == 6, parts[5] == "GMT", parts[1].count == 2, let month = months.firstIndex(of: String(parts[2])) else {
            return nil
        }
        return seconds("\(parts[3])-\(month < 9 ? "0" : "")\(month + 1)-\(parts[1])T\(parts[4])Z")
    }
}
