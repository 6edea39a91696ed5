/// What is wrong with a rule of equality that somebody wrote.
package struct EqualityRuleError: Error, Hashable, Sendable, CustomStringConvertible {
    package let description: String
}

extension EqualityRules.Entry {
    /// Reads `[COLUMN=]abs:X`, `[COLUMN=]rel:X` or either of them behind `type:TYPE=`.
    ///
    /// - Throws: `EqualityRuleError` that names the text and what is expected.
    package init(tolerance text: String) throws(EqualityRuleError) {
        let (scope, rest) = Self.split(text)
        guard scope != "", let rule = EqualityRule(rest), rule.kind == .number else {
            throw EqualityRuleError(
                description: "tolerance '\(text)': expected [COLUMN=]abs:X or [COLUMN=]rel:X with a number X such as 0.01, not negative, "
                    + "of at most 38 digits before and behind the point; in place of COLUMN also \(Self.scopes(.number))")
        }
        try self.init(scope, rule, "tolerance '\(text)'")
    }

    /// Reads `[COLUMN=]DURATION` or `type:TYPE=DURATION`.
    ///
    /// - Throws: `EqualityRuleError` that names the text and what is expected.
    package init(timeTolerance text: String) throws(EqualityRuleError) {
        let (scope, rest) = Self.split(text)
        guard scope != "", let span = TimeSpan(rest) else {
            throw EqualityRuleError(
                description: "time tolerance '\(text)': expected [COLUMN=]DURATION, a whole number and its unit "
                    + "(ns, us, ms, s, m, h, d) such as 500ms, 2m or 1d; in place of COLUMN also \(Self.scopes(.time))")
        }
        try self.init(scope, .time(span), "time tolerance '\(text)'")
    }

    /// - Parameters:
    ///   - scope: a column, or types behind ``EqualityTypes/prefix``; nil for everything.
    ///   - text: what an error begins with.
    private init(_ scope: String?, _ rule: EqualityRule, _ text: String) throws(EqualityRuleError) {
        guard let scope, scope.hasPrefix(EqualityTypes.prefix) else {
            self.init(column: scope, rule: rule)
            return
        }
        guard let types = EqualityTypes(rawValue: String(scope.dropFirst(EqualityTypes.prefix.count))), types.kind == rule.kind else {
            throw EqualityRuleError(description: "\(text): '\(scope)' is not one of \(Self.scopes(rule.kind))")
        }
        self.init(types: types, rule: rule)
    }

    /// The types of columns that a rule may be for, as they are written.
    private static func scopes(_ kind: EqualityRule.Kind) -> String {
        EqualityTypes.allCases.filter { $0.kind == kind }.map { EqualityTypes.prefix + $0.rawValue }.joined(separator: ", ")
    }

    /// The last equals sign: a column's name may hold some, what follows cannot.
    private static func split(_ text: String) -> (column: String?, rest: String) {
        guard let sign = text.lastIndex(of: "=") else { return (nil, text) }
        return (String(text[..<sign]), String(text[text.index(after: sign)...]))
    }
}
