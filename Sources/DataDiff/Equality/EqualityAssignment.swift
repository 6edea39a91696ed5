import Relational

/// The rules of equality with the columns they name found: by index of side a.
struct EqualityAssignment: Hashable, Sendable {
    private let rules: EqualityRules
    /// Places of the named columns, by the name that was given.
    private let places: [String: Int]

    /// Finds the named columns.
    ///
    /// A column that only one side has is allowed: nothing is compared there, and it is listed as exclusive anyway.
    /// - Throws: `DiffFailure` naming a column that is nowhere or in the key.
    init(_ request: DiffRequest, _ namesA: ColumnNames, _ namesB: ColumnNames, keys: [Int], mapped: [Int: Int]) throws(DiffFailure) {
        var places: [String: Int] = [:]
        for entry in request.equality.entries {
            guard let name = entry.column, places[name] == nil else { continue }
            guard let place = namesA.find(name) else {
                if let b = namesB.find(name), !mapped.values.contains(b) { continue }
                _ = try namesA.require(name, of: request.a, entry.rule.kind.role)
                continue
            }
            guard !keys.contains(place) else {
                throw DiffFailure(
                    code: "rule_on_key",
                    message: "\(entry.rule.kind.role) column '\(name)' is part of the key, and keys are never compared loosely",
                    hint: "take the rule away, or choose another key")
            }
            places[name] = place
        }
        rules = request.equality
        self.places = places
    }

    /// What is asked for a column of side a.
    ///
    /// - Parameter types: of the column, and of its partner where it has one.
    func rules(at place: Int, _ types: [ColumnType]) -> [EqualityRule] {
        rules.rules(ownedBy: { places[$0] == place }, types: types.map(\.typeClass))
    }

    /// - Throws: `DiffFailure` naming a rule that a column was given by name and that its types cannot have.
    func check(_ pair: ColumnPair, at place: Int) throws(DiffFailure) {
        for entry in rules.entries {
            guard let name = entry.column, places[name] == place, !pair.rule.equality.contains(entry.rule) else { continue }
            let types = pair.typesDiffer ? "\(pair.a.type.spelling) and \(pair.b.type.spelling)" : pair.a.type.spelling
            throw DiffFailure(
                code: "rule_not_applicable",
                message: "\(entry.rule.kind.role) column '\(name)' is \(types), but the rule is for \(entry.rule.kind.subject)",
                hint: "take the rule away, or cast the column in a query")
        }
    }
}

extension EqualityRule.Kind {
    /// What a column is called that the rule names.
    fileprivate var role: String {
        switch self {
        case .number: "tolerance"
        case .time: "time tolerance"
        case .letterCase: "ignore-case"
        case .emptyText: "null-equals-empty"
        case .arrayOrder: "ignore-array-order"
        }
    }

    /// What both columns of a pair must be.
    fileprivate var subject: String {
        switch self {
        case .number: "numbers on both sides"
        case .time: "dates, times or timestamps on both sides"
        case .letterCase, .emptyText: "text on both sides"
        case .arrayOrder: "arrays of comparable elements on both sides"
        }
    }
}
