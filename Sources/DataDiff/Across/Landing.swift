import Relational
import SQL

/// A staged column, and what its values turned out to be.
struct Landing {
    let column: StagedColumn
    /// What the column's probes counted.
    let counts: [Int]

    private var name: String { column.name }
    private var typeClass: TypeClass { column.column.type.typeClass }

    /// The column as a value of its type; nil when the type has no room for a value that is there.
    ///
    /// - Parameter partner: the class of the column it is compared with, if there is one.
    func typed(beside partner: TypeClass?) -> String? {
        switch column.form {
        case .plain, .own, .ownText, .nested: name
        case .text(_, let type): "CAST(\(name) AS \(type))"
        // Beside something that is no number, the text is what its engine writes.
        case .digits: partner.map(\.isNumeric) ?? true ? decimal : name
        case .json: partner.map { $0 == .json || $0.isNested } ?? true ? json : name
        case .instants(let type, _): instant(type)
        }
    }

    private var decimal: String? {
        let (strange, digits, scale) = (counts[0], counts[1], counts[2])
        guard strange == 0, digits + scale <= 38 else { return nil }
        return "CAST(\(name) AS DECIMAL(\(max(1, digits + scale)),\(scale)))"
    }

    private var json: String? { counts[0] == 0 ? "CAST(\(name) AS JSON)" : nil }

    private func instant(_ type: String) -> String? {
        let (extreme, beyond) = (counts[0], counts[1])
        if extreme == 0 { return name }
        // Dates reach further than any other engine's.
        guard beyond == 0 || type == "DATE" else { return nil }
        return "CASE WHEN \(column.extremeName) IS NULL THEN \(name) ELSE CAST(\(column.extremeName) AS \(type)) END"
    }

    /// The column as text that is equal exactly when the values are, for columns of one class of which one has no type.
    func text(beside partner: TypeClass?) -> String {
        if typeClass.isNumeric, partner.map(\.isNumeric) ?? true { return Dialect.duckdb.normalise(name, .digits) }
        guard typeClass.isTemporal else { return asText(name) }
        // Two dates are what they are; beside an instant, a date is its midnight.
        let isDate = typeClass == .date && (partner ?? .date) == .date
        let ordinary = isDate ? asText(name) : typeClass == .date ? midnight : instant
        guard case .instants = column.form else { return ordinary }
        return "coalesce(\(isDate ? column.extremeName : extremeText), \(ordinary))"
    }

    private func asText(_ sql: String) -> String { "CAST(\(sql) AS VARCHAR)" }

    private var instant: String {
        asText(Dialect.duckdb.types.fractionDigits(column.column.type.base) > 6 ? name : "CAST(\(name) AS TIMESTAMP)")
    }

    /// Dates go further than instants.
    private var midnight: String { "coalesce(\(asText("TRY_CAST(\(name) AS TIMESTAMP)")), \(asText(name)) || ' 00:00:00')" }

    private var extremeText: String {
        let extreme = column.extremeName
        guard typeClass == .date else { return extreme }
        return "CASE WHEN \(extreme) IN ('infinity', '-infinity') THEN \(extreme) ELSE \(extreme) || ' 00:00:00' END"
    }
}
