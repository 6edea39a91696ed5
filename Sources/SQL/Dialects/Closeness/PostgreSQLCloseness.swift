import Relational

/// Closeness in PostgreSQL: exact numbers as `numeric`, which has no width, but infinities and NaN.
enum PostgreSQLCloseness {
    @Sendable static func text(_ a: String, _ b: String, _ closeness: Closeness) -> String {
        switch closeness {
        case .absolute(let x, .double): DoubleCloseness.absolute(a, b, x)
        case .relative(let x, .double): DoubleCloseness.relative(a, b, x)
        case .absolute(let x, .exact): absolute(numeric(a), numeric(b), numeric("'\(x.text)'"))
        case .relative(let x, .exact): relative(numeric(a), numeric(b), x)
        case .time(let nanoseconds, let form): time(a, b, nanoseconds / 1000, form)
        }
    }

    private static func numeric(_ sql: String) -> String { "CAST(\(sql) AS numeric)" }

    /// Infinity less itself is NaN, as is NaN less itself; servers before 14 know no word for infinity.
    private static func isFinite(_ a: String, _ b: String) -> String { "\(a) - \(a) = 0 AND \(b) - \(b) = 0" }

    /// Of unlike sign, only the sum of a tolerance and a negative number is formed: no result is wider than its operands.
    private static func absolute(_ a: String, _ b: String, _ x: String) -> String {
        """
        CASE WHEN NOT (\(isFinite(a, b))) THEN FALSE WHEN (\(a) < 0) = (\(b) < 0) THEN abs(\(a) - \(b)) <= \(x) \
        ELSE greatest(\(a), \(b)) <= \(x) + least(\(a), \(b)) END
        """
    }

    private static func relative(_ a: String, _ b: String, _ x: DecimalNumber) -> String {
        let larger = "greatest(abs(\(a)), abs(\(b)))"
        let sameSign = "(\(a) < 0) = (\(b) < 0)"
        let near =
            switch x.wholeUpToTwo {
            case 0: "WHEN \(sameSign) THEN abs(\(a) - \(b)) <= \(numeric("'\(x.text)'")) * \(larger) ELSE FALSE"
            case 1: "WHEN \(sameSign) THEN TRUE ELSE least(abs(\(a)), abs(\(b))) <= \(numeric("'\(x.fraction.text)'")) * \(larger)"
            default: "ELSE TRUE"
            }
        return "CASE WHEN NOT (\(isFinite(a, b))) THEN FALSE \(near) END"
    }

    /// The difference of far timestamps overflows, silently before 17; the later one less the duration, or the earlier one and the
    /// duration, is always in range.
    private static func time(_ a: String, _ b: String, _ microseconds: Int64, _ form: Closeness.TimeForm) -> String {
        let duration = "CAST('\(microseconds) microseconds' AS interval)"
        switch form {
        case .days:
            return """
                CASE WHEN isfinite(\(a)) AND isfinite(\(b)) THEN abs(\(a) - \(b)) <= \(microseconds / 86_400_000_000) ELSE FALSE END
                """
        case .clock:
            let (a, b) = ("CAST(\(a) AS time)", "CAST(\(b) AS time)")
            return "greatest(\(a), \(b)) - least(\(a), \(b)) <= \(duration)"
        case .count: return "abs(\(a) - \(b)) <= \(microseconds)"
        case .instant:
            let (a, b) = ("CAST(\(a) AS timestamp without time zone)", "CAST(\(b) AS timestamp without time zone)")
            let (early, late) = ("least(\(a), \(b))", "greatest(\(a), \(b))")
            return """
                CASE WHEN NOT (isfinite(\(a)) AND isfinite(\(b))) THEN FALSE WHEN \(late) > CAST('2000-01-01' AS timestamp without time zone) \
                THEN \(early) >= \(late) - \(duration) ELSE \(early) + \(duration) >= \(late) END
                """
        }
    }
}
