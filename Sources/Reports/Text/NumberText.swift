import Foundation

/// Numbers as people read them, the same everywhere and whatever the locale.
package enum NumberText {
    /// A percentage with two decimals that never lies at the ends: what is not all is below 100, what is not nothing is above 0.
    package static func percent(_ percentage: Double) -> String {
        if percentage > 0 && percentage < 0.01 { return "< 0.01 %" }
        if percentage < 100 && percentage > 99.99 { return "> 99.99 %" }
        let hundredths = Int((percentage * 100).rounded())
        guard hundredths % 100 != 0 else { return "\(hundredths / 100) %" }
        let fraction = abs(hundredths % 100)
        return "\(hundredths / 100).\(fraction < 10 ? "0" : "")\(fraction) %"
    }

    /// A percentage that a sample only estimates; what is no exact number anyway has no sign for that.
    package static func estimate(_ percentage: Double) -> String {
        let text = percent(percentage)
        return text.hasPrefix("<") || text.hasPrefix(">") ? text : "≈ " + text
    }

    /// A fraction as a percentage with the digits it has, for settings: `0.001 %`, `99.9 %`.
    package static func setting(_ fraction: Double) -> String { significant(fraction * 100, digits: 12, .toNearestOrEven) }

    /// A fraction as a percentage of three digits that is not below it.
    package static func bound(_ fraction: Double) -> String { significant(fraction * 100, digits: 3, .up) }

    private static func significant(_ percentage: Double, digits: Int, _ rule: FloatingPointRoundingRule) -> String {
        guard percentage > 0, percentage.isFinite else { return "0 %" }
        let places = max(0, digits - 1 - Int(log10(percentage).rounded(.down)))
        let scale = pow(10, Double(places))
        // What binary fractions add to a number that needs no rounding is no reason to round up.
        let units = (percentage * scale * (1 - 1e-14)).rounded(rule)
        var text = String(format: "%.\(places)f", units / scale)
        if text.contains(".") {
            while text.last == "0" { text.removeLast() }
            if text.last == "." { text.removeLast() }
        }
        return text + " %"
    }

    /// The share of a whole as a percentage; 0 of 0 is nothing.
    package static func share(_ part: Int, of whole: Int) -> String {
        percent(whole == 0 ? 0 : 100 * Double(part) / Double(whole))
    }

    /// `+3`, `−3` or `±0`.
    package static func change(_ difference: Int) -> String {
        if difference == 0 { return "±0" }
        return difference > 0 ? "+\(difference)" : "−\(-difference)"
    }

    /// A duration in the two largest units that matter: `850 ms`, `2.4 s`, `12 s`, `3 min 20 s`, `5 h 2 min`, `3 d 4 h`.
    package static func duration(seconds: Double) -> String {
        let milliseconds = Int((seconds * 1000).rounded())
        if milliseconds < 1000 { return "\(max(0, milliseconds)) ms" }
        if milliseconds < 10_000 { return "\(milliseconds / 1000).\(milliseconds % 1000 / 100) s" }
        if milliseconds < 60_000 { return "\(milliseconds / 1000) s" }
        let whole = milliseconds / 1000
        if whole < 3600 { return "\(whole / 60) min \(whole % 60) s" }
        if whole < 86_400 { return "\(whole / 3600) h \(whole % 3600 / 60) min" }
        return "\(whole / 86_400) d \(whole % 86_400 / 3600) h"
    }

    /// `1 model`, `2 models`.
    package static func count(_ number: Int, _ singular: String, _ plural: String? = nil) -> String {
        "\(number) \(number == 1 ? singular : plural ?? singular + "s")"
    }
}
