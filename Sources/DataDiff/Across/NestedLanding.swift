import Relational
import SQL

/// Nested values of one side, where both sides are staged: the same arrays and structures, of text that is equal exactly when the values are.
struct NestedLanding {
    let side: DiffPlan.Side
    /// Whether they came as JSON of texts, and not as DuckDB's own nested values.
    let isText: Bool

    /// - Parameter column: the name of the staged column.
    func expression(_ column: String, _ pair: NestedPair) -> String {
        text(isText ? "CAST(\(column) AS JSON)" : column, pair, depth: 1)
    }

    private func text(_ sql: String, _ pair: NestedPair, depth: Int) -> String {
        switch pair {
        case .value(let a, let b):
            let value = NestedValue(type: side == .a ? a : b, partner: side == .a ? b : a)
            guard isText else { return value.text(ofTyped: sql) }
            // An array where the other side has a value is no value of the other side's.
            return
                "CASE WHEN json_type(\(sql)) = 'ARRAY' THEN \(arrayText(sql, value, depth)) ELSE \(value.text(ofText: "(\(sql) ->> '$')")) END"
        case .elements(let element): return elements(sql, element, depth)
        case .fields(let fields):
            let parts = fields.map { field in
                "\(Dialect.duckdb.quoted(field.name)) := \(text(part(field, of: sql), field.content, depth: depth))"
            }
            let isThere = isText ? "json_type(\(sql)) = 'ARRAY'" : "\(sql) IS NOT NULL"
            return "CASE WHEN \(isThere) THEN struct_pack(\(parts.joined(separator: ", "))) END"
        case .entries(let key, let value):
            let entry = NestedPair.fields([
                .init(name: "key", nameB: "key", places: [0, 0], content: key),
                .init(name: "value", nameB: "value", places: [1, 1], content: value),
            ])
            return elements(isText ? sql : "map_entries(\(sql))", entry, depth)
        }
    }

    private func part(_ field: NestedPair.Field, of sql: String) -> String {
        let place = field.places[side.index]
        return isText
            ? "json_extract(\(sql), '$[\(place)]')"
            : "struct_extract(\(sql), \(Dialect.duckdb.literal(side == .a ? field.name : field.nameB)))"
    }

    private func elements(_ sql: String, _ element: NestedPair, _ depth: Int) -> String {
        guard isText else { return transformed(sql, element, depth) { text($0, element, depth: depth + 1) } }
        let list = transformed("CAST(\(sql) AS JSON[])", element, depth) { text($0, element, depth: depth + 1) }
        return "CASE json_type(\(sql)) WHEN 'ARRAY' THEN \(list) WHEN 'NULL' THEN NULL "
            + "ELSE CASE WHEN \(sql) IS NOT NULL THEN [\(strange(sql, element))] END END"
    }

    /// JSON is looked into by a subquery, which no lambda may hold.
    private func transformed(_ list: String, _ element: NestedPair, _ depth: Int, _ text: (String) -> String) -> String {
        let name = "e\(depth)"
        guard element.holdsJSON else { return "list_transform(\(list), lambda \(name): \(text(name)))" }
        return """
            CASE WHEN \(list) IS NOT NULL THEN coalesce((SELECT list(\(text("\(name).value")) ORDER BY \(name).place) \
            FROM (SELECT unnest(\(list)) AS value, generate_subscripts(\(list), 1) AS place) AS \(name)), []) END
            """
    }

    /// An array of arrays, as text that no value is.
    private func arrayText(_ sql: String, _ value: NestedValue, _ depth: Int) -> String {
        guard !value.isJSON else { return "chr(0) || CAST(\(sql) AS VARCHAR)" }
        let name = "f\(depth)"
        let inner =
            "CASE WHEN json_type(\(name)) = 'ARRAY' THEN CAST(\(name) AS VARCHAR) ELSE \(value.text(ofText: "(\(name) ->> '$')")) END"
        return "chr(0) || CAST(list_transform(CAST(\(sql) AS JSON[]), lambda \(name): \(inner)) AS VARCHAR)"
    }

    /// A value where the other side has an array.
    private func strange(_ sql: String, _ pair: NestedPair) -> String {
        switch pair {
        case .value: "chr(0) || CAST(\(sql) AS VARCHAR)"
        case .elements(let element): "[\(strange(sql, element))]"
        case .fields, .entries: "NULL"
        }
    }
}
