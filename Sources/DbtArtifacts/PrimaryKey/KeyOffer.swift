/// What one statement of the project says the key is, before it is known whether it can be taken.
struct KeyOffer {
    /// Column names; nil when they could not be told.
    let columns: [String]?
    /// As the project wrote it.
    let written: [String]
    let source: PrimaryKeySource
    var explanation: String
    /// Whether the statement is about some of the rows only.
    var isConditional = false

    init(columns: [String], _ source: PrimaryKeySource, _ explanation: String) {
        self.columns = columns
        self.written = columns
        self.source = source
        self.explanation = explanation
    }

    /// Each text may be a column's name or an expression of columns; one that is among the documented `names` is a name.
    init(expressions: [String], names: Set<String>, _ source: PrimaryKeySource, _ explanation: String) {
        let parts = expressions.map { names.contains($0) ? [$0] : KeyExpression.columns(of: $0) }
        self.columns = parts.contains(nil) ? nil : parts.compactMap(\.self).flatMap(\.self).uniqued()
        self.written = expressions
        self.source = source
        self.explanation = explanation
    }

    /// One offer of all `columns`, or none when there are none.
    static func list(_ columns: [String], _ source: PrimaryKeySource, _ explanation: String) -> [KeyOffer] {
        columns.isEmpty ? [] : [KeyOffer(columns: columns.uniqued(), source, explanation)]
    }

    /// The key, its columns spelled as in `known`, or why it cannot be taken.
    func resolve(among known: ColumnNames?) -> Result<PrimaryKey, RejectedKey> {
        func reject(_ reason: RejectedKey.Reason) -> Result<PrimaryKey, RejectedKey> {
            .failure(RejectedKey(columns: columns ?? written, source: source, reason: reason))
        }
        guard !isConditional else { return reject(.conditionalTest) }
        guard let columns, !columns.isEmpty else { return reject(.expression) }
        guard let known else { return .success(PrimaryKey(columns: columns, source: source, explanation: explanation)) }
        let missing = columns.filter { known.find($0) == nil }
        guard missing.isEmpty else { return reject(.unknownColumns(missing)) }
        return .success(PrimaryKey(columns: columns.compactMap(known.find), source: source, explanation: explanation))
    }
}

extension RejectedKey: Error {}

/// The columns of a relation, found by name: exactly, else ignoring case where that is not ambiguous.
struct ColumnNames {
    private let exact: Set<String>
    private let folded: [String: [String]]

    init(_ names: [String]) {
        self.exact = Set(names)
        self.folded = Dictionary(grouping: names.uniqued()) { $0.lowercased() }
    }

    func find(_ name: String) -> String? {
        if exact.contains(name) { return name }
        let candidates = folded[name.lowercased(), default: []]
        return candidates.count == 1 ? candidates[0] : nil
    }
}

extension Array where Element: Hashable {
    /// The elements without repetitions, in order of first appearance.
    func uniqued() -> [Element] {
        var seen: Set<Element> = []
        return filter { seen.insert($0).inserted }
    }
}
