extension Renderer {
    /// The text of one part of a profile.
    func text(_ part: ProfileExpression) -> String {
        let rules = dialect.profiles
        switch part {
        case .statistic(let statistic, let value, let type): return rules.statistic(statistic, text(value), type)
        case .quantiles(let fractions, let value, let type, let condition):
            let filter = condition.map { " FILTER (WHERE \(text($0)))" } ?? ""
            return rules.quantiles(fractions.map { String($0) }.joined(separator: ", "), text(value), type, filter)
        case .list(let elements): return rules.list(elements.map { text($0) }.joined(separator: ", "))
        case .rows(let selects):
            let names = selects.first?.columnNames.map(dialect.quoted).joined(separator: ", ") ?? ""
            return rules.rows(names, selects.map { "(\n\(text($0))\n)" }.joined(separator: "\nUNION ALL\n"))
        case .text(let count): return dialect.normalise(text(count), .text)
        case .excerpt(let value, let limit): return "left(\(dialect.normalise(text(value), .text)), \(limit))"
        case .rowsBeforeLimit: return "count(*) OVER ()"
        case .finite(let value, let type): return rules.finite(text(value), type)
        case .counts(let elements): return rules.counts(elements.map { text($0) }.joined(separator: ", "))
        case .filled(let value): return "count(\(text(value)))"
        case .countBelow(let value, let bound, let type): return rules.countIf("\(text(value)) < \(rules.bound(bound, type))")
        case .isSampled(let key, let share):
            guard !key.isEmpty else { return "random() < \(share)" }
            return "\(rules.keyHash(key.map { text($0) }.joined(separator: ", "))) < \(Int((share * 1_048_576).rounded(.up)))"
        }
    }
}

extension Select {
    /// Names of the columns that have one of their own.
    fileprivate var columnNames: [String] {
        columns.compactMap { column in
            guard case .expression(_, let name) = column else { return nil }
            return name
        }
    }
}
