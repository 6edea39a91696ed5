import Relational

/// What else counts as equal, beyond being the same value; nothing, unless asked.
///
/// Never holds for key columns.
package struct EqualityRules: Hashable, Sendable, Codable {
    /// A rule, and where it holds.
    package struct Entry: Hashable, Sendable, Codable {
        /// Side a's name; nil for all columns that the rule fits.
        package var column: String?
        /// The types that it is for; nil for any.
        package var types: EqualityTypes?
        package var rule: EqualityRule

        package init(column: String? = nil, types: EqualityTypes? = nil, rule: EqualityRule) {
            self.column = column
            self.types = types
            self.rule = rule
        }

        /// Whether it holds wherever it fits.
        package var isGlobal: Bool { column == nil && types == nil }
    }

    package var entries: [Entry]

    package init(_ entries: [Entry] = []) {
        self.entries = entries
    }

    package var isEmpty: Bool { entries.isEmpty }

    /// The rules of a column: per kind its own if it has some, else those of its types, else the global ones; several of a kind: any
    /// suffices.
    func rules(ownedBy owns: (String) -> Bool, types: [TypeClass]) -> [EqualityRule] {
        let own = entries.filter { $0.column.map(owns) ?? false }
        let ofTypes = entries.filter { $0.types?.hold(types) ?? false }
        return [own, ofTypes, entries.filter(\.isGlobal)].reduce(into: []) { rules, entries in
            let kinds = Set(rules.map(\.kind))
            rules += entries.map(\.rule).filter { !kinds.contains($0.kind) }
        }
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
    private enum CodingKeys: String, CodingKey {
        case column
        case types = "type"
        case rule
    }

    /// Writes the column also when there is none.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(column, forKey: .column)
        try container.encode(rule, forKey: .rule)
        try container.encodeIfPresent(types, forKey: .types)
    }
}
