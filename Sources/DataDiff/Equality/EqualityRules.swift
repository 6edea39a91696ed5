/// What else counts as equal, beyond being the same value; nothing, unless asked.
///
/// Never holds for key columns.
package struct EqualityRules: Hashable, Sendable, Codable {
    /// A rule, and where it holds.
    package struct Entry: Hashable, Sendable, Codable {
        /// Side a's name; nil for all columns that the rule fits.
        package var column: String?
        package var rule: EqualityRule

        package init(column: String? = nil, rule: EqualityRule) {
            self.column = column
            self.rule = rule
        }
    }

    package var entries: [Entry]

    package init(_ entries: [Entry] = []) {
        self.entries = entries
    }

    package var isEmpty: Bool { entries.isEmpty }

    /// The rules of a column: per kind its own if it has some, else the global ones; several of a kind: any suffices.
    func rules(ownedBy owns: (String) -> Bool) -> [EqualityRule] {
        let own = entries.filter { $0.column.map(owns) ?? false }.map(\.rule)
        let kinds = Set(own.map(\.kind))
        return own + entries.filter { $0.column == nil && !kinds.contains($0.rule.kind) }.map(\.rule)
    }
}

extension EqualityRules {
    private enum CodingKeys: String, CodingKey { case rules }

    /// Requests of older versions have no rules.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        entries = try container.decodeIfPresent([Entry].self, forKey: .rules) ?? []
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(entries, forKey: .rules)
    }
}

extension EqualityRules.Entry {
    private enum CodingKeys: String, CodingKey { case column, rule }

    /// Writes the column also when there is none.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(column, forKey: .column)
        try container.encode(rule, forKey: .rule)
    }
}
