/// What is wrong with a rule of equality that somebody wrote.
package struct EqualityRuleError: Error, Hashable, Sendable, CustomStringConvertible {
    package let description: String
}

extension EqualityRules.Entry {
    /// Reads `[COLUMN=]abs:X` or `[COLUMN=]rel:X`.
    ///
    /// - Throws: `EqualityRuleError` that names the text and what is expected.
    package init(tolerance text: String) throws(EqualityRuleError) {
        let (column, rest) = Self.split(text)
        guard column != "", let rule = EqualityRule(rest), rule.kind == .number else {
            throw EqualityRuleError(
                description: "tolerance '\(text)': expected [COLUMN=]abs:X or [COLUMN=]rel:X with a number X such as 0.01, not negative, "
                    + "of at most 38 digits before and behind the point")
        }
        self.init(column: column, rule: rule)
    }

    /// Reads `[COLUMN=]DURATION`.
    ///
    /// - Throws: `EqualityRuleError` that names the text and what is expected.
    package init(timeTolerance text: String) throws(EqualityRuleError) {
        let (column, rest) = Self.split(text)
        guard column != "", let span = TimeSpan(rest) else {
            throw EqualityRuleError(
                description: "time tolerance '\(text)': expected [COLUMN=]DURATION, a whole number and its unit "
                    + "(ns, us, ms, s, m, h, d) such as 500ms, 2m or 1d")
        }
        self.init(column: column, rule: .time(span))
    }

    /// The last equals sign: a column's name may hold some, what follows cannot.
    private static func split(_ text: String) -> (column: String?, rest: String) {
        guard let sign = text.lastIndex(of: "=") else { return (nil, text) }
        return (String(text[..<sign]), String(text[text.index(after: sign)...]))
    }
}
