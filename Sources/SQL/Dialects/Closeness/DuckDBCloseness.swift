import Relational

/// Closeness in DuckDB, which ends the statement where a number is too wide for its type.
enum DuckDBCloseness {
    /// Digits of HUGEINT and DECIMAL that are never too few.
    private static let width = 38

    @Sendable static func text(_ a: String, _ b: String, _ closeness: Closeness) -> String {
        switch closeness {
        case .absolute(let x, .double): DoubleCloseness.absolute(a, b, x)
        case .relative(let x, .double): DoubleCloseness.relative(a, b, x)
        case .absolute(let x, .exact(let scale, let digits)): absolute(a, b, x.truncated(toScale: scale), scale, digits)
        case .relative(let x, .exact(let scale, let digits)): relative(a, b, x.wholeUpToTwo == 2 ? .two : x, scale, digits)
        case .time(let nanoseconds, let form): time(a, b, nanoseconds, form)
        }
    }

    /// Of unlike sign, only the sum of a tolerance and a negative number is formed.
    private static func absolute(_ a: String, _ b: String, _ x: DecimalNumber, _ scale: Int, _ digits: Int?) -> String {
        guard let digits, digits <= width, x.integerDigits + scale <= width else {
            let (a, b) = (units(a, scale), units(b, scale))
            return "greatest(\(a), \(b)) - least(\(a), \(b)) <= CAST('\(x.units(scale))' AS BIGNUM)"
        }
        let type = exactType(scale)
        let (a, b, limit) = ("CAST(\(a) AS \(type))", "CAST(\(b) AS \(type))", "CAST('\(x.text)' AS \(type))")
        return """
            CASE WHEN (\(a) < 0) = (\(b) < 0) THEN abs(\(a) - \(b)) <= \(limit) \
            ELSE greatest(\(a), \(b)) <= \(limit) + least(\(a), \(b)) END
            """
    }

    /// Both sides of the comparison times a power of ten, so that nothing is divided.
    private static func relative(_ a: String, _ b: String, _ x: DecimalNumber, _ scale: Int, _ digits: Int?) -> String {
        guard let digits, digits + x.scale < width else { return wideRelative(units(a, scale), units(b, scale), x) }
        let type = exactType(scale)
        let (a, b) = ("CAST(\(a) AS \(type))", "CAST(\(b) AS \(type))")
        let factorType = scale == 0 ? "HUGEINT" : "DECIMAL(38,0)"
        let power = "CAST('1\(zeros(x.scale))' AS \(factorType))"
        return "abs(\(a) - \(b)) * \(power) <= CAST('\(x.units(x.scale))' AS \(factorType)) * greatest(abs(\(a)), abs(\(b)))"
    }

    /// The widest integer type can be added and subtracted only; its products are sums of itself with zeros behind it.
    private static func wideRelative(_ a: String, _ b: String, _ x: DecimalNumber) -> String {
        let difference = "greatest(\(a), \(b)) - least(\(a), \(b))"
        // Not unary minus: what it makes of this type compares wrongly (seen in DuckDB 2.0.0).
        let zero = "CAST('0' AS BIGNUM)"
        let larger = "greatest(\(a), \(b), \(zero) - \(a), \(zero) - \(b))"
        let terms = x.digits.reversed().enumerated().flatMap { place, digit in
            Array(repeating: shifted("larger", place), count: digit.wholeNumberValue ?? 0)
        }
        let limit = "list_transform([\(larger)], lambda larger: \(terms.isEmpty ? zero : terms.joined(separator: " + ")))[1]"
        return "\(shifted("(\(difference))", x.scale)) <= \(limit)"
    }

    private static func shifted(_ number: String, _ places: Int) -> String {
        places == 0 ? number : "CAST(CAST(\(number) AS VARCHAR) || '\(zeros(places))' AS BIGNUM)"
    }

    /// A number of any exact type, also one written as digits, as an integer count of its last place.
    private static func units(_ sql: String, _ scale: Int) -> String {
        let text = "CAST(\(sql) AS VARCHAR)"
        return "CAST(split_part(\(text), '.', 1) || rpad(split_part(\(text), '.', 2), \(scale), '0') AS BIGNUM)"
    }

    private static func exactType(_ scale: Int) -> String { scale == 0 ? "HUGEINT" : "DECIMAL(38,\(scale))" }
    private static func zeros(_ count: Int) -> String { String(repeating: "0", count: count) }

    /// Infinite instants have no count of seconds, and an instant beyond the finer type is near none of it.
    private static func time(_ a: String, _ b: String, _ nanoseconds: Int64, _ form: Closeness.TimeForm) -> String {
        func apart(_ count: (String) -> String) -> String {
            "abs(CAST(\(count(a)) AS HUGEINT) - CAST(\(count(b)) AS HUGEINT))"
        }
        switch form {
        case .days:
            return "CASE WHEN isfinite(\(a)) AND isfinite(\(b)) THEN abs(\(a) - \(b)) <= \(nanoseconds / 86_400_000_000_000) ELSE FALSE END"
        case .clock(fine: false): return apart { "epoch_us(\($0))" } + " <= \(nanoseconds / 1000)"
        case .clock(fine: true): return apart { "epoch_ns(CAST(\($0) AS TIME_NS))" } + " <= \(nanoseconds)"
        case .instant(fine: false): return apart { "epoch_us(TRY_CAST(\($0) AS TIMESTAMP))" } + " <= \(nanoseconds / 1000)"
        case .instant(fine: true): return apart { "epoch_ns(TRY_CAST(\($0) AS TIMESTAMP_NS))" } + " <= \(nanoseconds)"
        case .count(let fine): return "abs(\(a) - \(b)) <= \(fine ? nanoseconds : nanoseconds / 1000)"
        }
    }
}

extension DecimalNumber {
    /// Finite numbers are never further apart than twice the larger one.
    fileprivate static let two = DecimalNumber(2)
}
