/// The keys that the data tests of a node prove, the best first.
///
/// Of several the best is: a declared primary key; one column that is unique and never null; a combination of columns; one unique column.
/// Among equals a column named after the model goes first, then the documented order, then the alphabet.
struct UniquenessTests {
    private let model: String
    private let documented: [String]
    private let statements: [Statement]
    private let neverNull: Set<String>

    /// One enabled test that says something about uniqueness.
    private struct Statement {
        let test: String
        let kind: Kind
        let offer: KeyOffer
    }

    private enum Kind {
        case primaryKey, unique
    }

    init(node: ManifestNode, documented: [String], tests: [ManifestNode]) {
        self.model = node.name
        self.documented = documented.map { $0.lowercased() }
        let enabled = tests.filter(\.isEnabled).map(DataTest.init)
        self.statements = enabled.compactMap { test in
            guard let columns = test.uniqueColumns, !columns.isEmpty else { return nil }
            var offer = KeyOffer(expressions: columns, names: Set(documented), .uniquenessTest, "\(test.name) test")
            offer.isConditional = test.isConditional
            return Statement(test: test.name, kind: test.name == "primary_key" ? .primaryKey : .unique, offer: offer)
        }
        self.neverNull = Set(enabled.filter { !$0.isConditional }.compactMap(\.notNullColumn).map { $0.lowercased() })
    }

    func offers() -> [KeyOffer] {
        let ordered = statements.sorted { order(of: $0).lexicographicallyPrecedes(order(of: $1)) }
        return ordered.map { statement in
            let columns = statement.offer.columns
            let others = ordered.compactMap(\.offer.columns).filter { $0 != columns }.uniqued()
            var offer = statement.offer
            if isNeverNull(statement), statement.kind == .unique { offer.explanation = "\(statement.test) and not_null tests" }
            if !others.isEmpty {
                offer.explanation += "; not taken: " + others.map { $0.joined(separator: "+") }.joined(separator: ", ")
            }
            return offer
        }
    }

    /// Smaller is better; compared part by part.
    private func order(of statement: Statement) -> [String] {
        guard let columns = statement.offer.columns, let first = columns.first else { return ["9", statement.offer.written.joined()] }
        let rank =
            switch statement.kind {
            case .primaryKey: 0
            case .unique where columns.count > 1: 2
            case .unique: isNeverNull(statement) ? 1 : 3
            }
        let place = documented.firstIndex(of: first.lowercased()) ?? documented.count
        let parts = [rank, columns.count, isNamedAfterModel(first) ? 0 : 1, place].map { String(1_000_000 + $0) }
        return parts + columns
    }

    private func isNeverNull(_ statement: Statement) -> Bool {
        guard let columns = statement.offer.columns, columns.count == 1 else { return false }
        return neverNull.contains(columns[0].lowercased())
    }

    /// `customer_id` of `dim_customers`.
    private func isNamedAfterModel(_ column: String) -> Bool {
        let column = column.lowercased()
        if ["id", "pk", "pkey", "\(model.lowercased())_id"].contains(column) { return true }
        guard let suffix = ["_id", "_key", "_sk", "_pk"].first(where: column.hasSuffix) else { return false }
        let stem = column.dropLast(suffix.count)
        return stem.count > 1 && model.lowercased().split(separator: "_").contains { $0.hasPrefix(stem) || stem.hasPrefix($0) }
    }
}

/// A generic test as far as keys go.
private struct DataTest {
    let name: String
    /// Whether it looks at some of the rows only.
    let isConditional: Bool
    private let arguments: JSONSlice?

    init(_ node: ManifestNode) {
        let metadata = node["test_metadata"]
        self.name = metadata?["name"]?.string ?? ""
        self.arguments = metadata?["kwargs"]
        let condition = [node.config("where"), metadata?["kwargs"]?["row_condition"], metadata?["kwargs"]?["where"]]
        self.isConditional = condition.contains { $0?.string?.isEmpty == false }
    }

    /// The columns or expressions that the test says are unique together; nil when it says nothing of the kind.
    var uniqueColumns: [String]? {
        switch name {
        case "unique", "expect_column_values_to_be_unique": values("column_name")
        case "unique_combination_of_columns": values("combination_of_columns")
        case "expect_compound_columns_to_be_unique": values("column_list")
        case "primary_key", "unique_key": values("column_names") ?? values("column_name")
        default: nil
        }
    }

    var notNullColumn: String? {
        guard name == "not_null" || name == "expect_column_values_to_not_be_null" else { return nil }
        return values("column_name")?.first.flatMap { KeyExpression.columns(of: $0)?.first }
    }

    private func values(_ key: String) -> [String]? {
        let value = arguments?[key] ?? arguments?["arguments"]?[key]
        guard let strings = value?.strings, !strings.isEmpty else { return nil }
        return strings
    }
}
