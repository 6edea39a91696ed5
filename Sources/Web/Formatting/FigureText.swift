import Foundation

/// Numbers for people, the same in every locale.
enum FigureText {
    /// U+2212, as wide as a plus sign.
    private static let minus = "\u{2212}"
    /// Keeps a number and its unit on one line.
    static let space = "\u{a0}"

    /// Digits in groups of three: `1,234,567`.
    static func count(_ number: Int) -> String {
        let digits = String(number.magnitude)
        var grouped = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index).isMultiple(of: 3) { grouped.append(",") }
            grouped.append(digit)
        }
        return number < 0 ? minus + grouped : grouped
    }

    /// A difference with its sign: `+1,200`, `−1,200` or `±0`.
    static func signed(_ number: Int) -> String {
        if number == 0 { return "±0" }
        return number > 0 ? "+" + count(number) : count(number)
    }

    /// A number of things: `1 key` or `2 keys`.
    static func count(_ number: Int, _ one: String, _ many: String? = nil) -> String {
        "\(count(number)) \(number == 1 ? one : many ?? one + "s")"
    }

    /// A share of a whole in percent with at most two decimals.
    ///
    /// Only nothing is `0 %` and only everything is `100 %`: shares in between are rounded towards neither.
    static func percent(_ part: Int, of whole: Int) -> String {
        guard whole > 0, part != whole else { return whole > 0 ? "100\(space)%" : "–" }
        return percent(100 * Double(part) / Double(whole), isNothing: part == 0, isEverything: false)
    }

    /// A percentage from 0 to 100, by the rules of ``percent(_:of:)``.
    static func percent(_ percentage: Double, fixed: Bool = false) -> String {
        percent(percentage, isNothing: percentage == 0, isEverything: percentage == 100, fixed: fixed)
    }

    private static func percent(_ value: Double, isNothing: Bool, isEverything: Bool, fixed: Bool = false) -> String {
        guard value.isFinite else { return "–" }
        if isNothing { return "0\(space)%" }
        if isEverything { return "100\(space)%" }
        if value < 0.01 { return "<\(space)0.01\(space)%" }
        if value > 99.99 { return ">\(space)99.99\(space)%" }
        return hundredths(min(max((value * 100).rounded(), 1), 9_999), fixed: fixed) + space + "%"
    }

    /// The change from `a` to `b`: `+1.2 %`, `−0.5 %`; nothing when there is nothing to relate it to.
    static func change(from a: Int, to b: Int) -> String? {
        guard a > 0, a != b else { return nil }
        let value = 100 * (Double(b) - Double(a)) / Double(a)
        let sign = value > 0 ? "+" : minus
        if value.magnitude < 0.01 { return "<\(space)\(sign)0.01\(space)%" }
        if value == -100 { return "\(minus)100\(space)%" }
        if value < -99.99 { return ">\(space)\(minus)99.99\(space)%" }
        if value.magnitude >= 1_000 { return sign + count(Int(min(value.magnitude, 1e15).rounded())) + space + "%" }
        return sign + hundredths((value.magnitude * 100).rounded(), fixed: false) + space + "%"
    }

    /// A whole number of hundredths with a point: 120 is `1.2`, or `1.20` when fixed.
    private static func hundredths(_ number: Double, fixed: Bool) -> String {
        let whole = Int(number)
        let fraction = whole % 100
        let integer = count(whole / 100)
        if fixed { return integer + (fraction < 10 ? ".0\(fraction)" : ".\(fraction)") }
        if fraction == 0 { return integer }
        if fraction.isMultiple(of: 10) { return integer + ".\(fraction / 10)" }
        return integer + (fraction < 10 ? ".0\(fraction)" : ".\(fraction)")
    }
}
