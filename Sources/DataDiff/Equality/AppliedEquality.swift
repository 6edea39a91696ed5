/// The rules of equality that a result was made with.
package struct AppliedEquality: Hashable, Sendable, Codable {
    /// The rules that one column was compared by.
    package struct Column: Hashable, Sendable, Codable {
        package var columnName: String
        package var rules: [EqualityRule]

        package init(columnName: String, rules: [EqualityRule]) {
            self.columnName = columnName
            self.rules = rules
        }
    }

    /// As they were asked for.
    package var rules: [EqualityRules.Entry]
    /// The compared columns that a rule fitted, in side a's order.
    package var columns: [Column]

    package init(rules: [EqualityRules.Entry], columns: [Column]) {
        self.rules = rules
        self.columns = columns
    }

    /// Nil when nothing was asked for.
    init?(_ rules: EqualityRules, pairs: [ColumnPair] = []) {
        guard !rules.isEmpty else { return nil }
        self.init(
            rules: rules.entries,
            columns: pairs.filter { !$0.rule.equality.isEmpty }.map { .init(columnName: $0.name, rules: $0.rule.equality) })
    }
}
