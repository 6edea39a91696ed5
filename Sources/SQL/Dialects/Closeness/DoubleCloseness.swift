import Relational

/// Closeness of doubles in an SQL that every engine speaks.
///
/// PostgreSQL ends the statement where a result is beyond a double or too small for one, so nothing here can be either.
enum DoubleCloseness {
    /// From here on, two doubles that are not the same are further apart than any tolerance (38 digits), and their sum may be too large.
    private static let safe = double("8e307")
    private static let infinity = double("Infinity")
    /// Products of smaller numbers may vanish.
    private static let small = double("1e-280")
    /// Two to the power of 200: multiplying by it is exact.
    private static let magnified = double("1606938044258990275541962092341162602522202993782792835301376")

    static func double(_ text: String) -> String { "CAST('\(text)' AS double precision)" }

    static func absolute(_ a: String, _ b: String, _ x: DecimalNumber) -> String {
        let (a, b) = (value(a), value(b))
        return "CASE WHEN abs(\(a)) < \(safe) AND abs(\(b)) < \(safe) THEN abs(\(a) - \(b)) <= \(double(x.text)) ELSE FALSE END"
    }

    /// Numbers of unlike sign are at least as far apart as the larger one is from zero, so only those of one sign are subtracted.
    static func relative(_ a: String, _ b: String, _ x: DecimalNumber) -> String {
        let (a, b) = (value(a), value(b))
        let isFinite = "abs(\(a)) < \(infinity) AND abs(\(b)) < \(infinity)"
        let sameSign = "(\(a) < 0) = (\(b) < 0)"
        switch x.wholeUpToTwo {
        case 0:
            let near = compared(difference: "abs(\(a) - \(b))", scaled: "abs(\(a) * \(magnified) - \(b) * \(magnified))", x, a, b)
            return "CASE WHEN \(isFinite) AND \(sameSign) THEN \(near) ELSE FALSE END"
        case 1:
            let smaller = "least(abs(\(a)), abs(\(b)))"
            let near = compared(difference: smaller, scaled: "\(smaller) * \(magnified)", x.fraction, a, b)
            return "CASE WHEN NOT (\(isFinite)) THEN FALSE WHEN \(sameSign) THEN TRUE ELSE \(near) END"
        default:
            return "(\(isFinite))"
        }
    }

    private static func compared(difference: String, scaled: String, _ x: DecimalNumber, _ a: String, _ b: String) -> String {
        let larger = "greatest(abs(\(a)), abs(\(b)))"
        let factor = double(x.text)
        return """
            CASE WHEN \(larger) < \(small) THEN \(scaled) <= \(factor) * (\(larger) * \(magnified)) \
            ELSE \(difference) <= \(factor) * \(larger) END
            """
    }

    /// Single precision would be calculated with in single precision.
    private static func value(_ sql: String) -> String { "CAST(\(sql) AS double precision)" }
}
