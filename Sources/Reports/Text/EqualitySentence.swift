import DataDiff

extension AppliedEquality {
    /// Rules of single columns that are named; the rest is counted.
    private static let namedRules = 8

    /// One line, for example `Equal within 0.01 (abs); amount: within 0.001 (rel)`; nil without rules.
    ///
    /// - Parameter name: makes a column's name fit where the line will stand.
    func sentence(_ name: (String) -> String) -> String? {
        guard !rules.isEmpty else { return nil }
        let global = rules.filter(\.isGlobal).map(\.rule.words)
        let own = rules.compactMap { entry in
            (entry.column.map(name) ?? entry.types.map { "\($0.rawValue) columns" }).map { "\($0): \(entry.rule.words)" }
        }
        let more = own.count > Self.namedRules ? ["and \(own.count - Self.namedRules) more"] : []
        let parts = (global.isEmpty ? [] : [global.joined(separator: ", ")]) + own.prefix(Self.namedRules) + more
        return "Equal " + (global.isEmpty ? "in " : "") + parts.joined(separator: "; ")
    }
}

extension EqualityRule {
    fileprivate var words: String {
        switch self {
        case .absolute: "within \(text.dropFirst("abs:".count)) (abs)"
        case .relative: "within \(text.dropFirst("rel:".count)) (rel)"
        case .time(let span): "within \(span.text)"
        case .ignoresCase: "ignoring case"
        case .nullEqualsEmpty: "with NULL as empty text"
        case .ignoresArrayOrder: "with arrays in any order"
        }
    }
}
