import Relational

/// Values inside lists, structures and maps, each brought into a form of its own, <https://duckdb.org/docs/stable/sql/functions/lambda>.
enum DuckDBNested {
    typealias Form = Nested<[Normalisation]>

    /// - Parameter depth: of the lists around it, so that each has names of its own.
    static func text(_ sql: String, _ form: Form, depth: Int = 1) -> String {
        guard form.contains(where: { !$0.isEmpty }) || form.isShared else { return sql }
        switch form {
        case .value(let steps): return steps.reduce(sql) { Dialect.duckdb.normalise($0, $1) }
        case .elements(let element): return elements(sql, element, depth)
        case .fields(let fields):
            return structure(
                sql,
                fields.map {
                    ($0.sharedName ?? $0.name, text("struct_extract(\(sql), \(Dialect.duckdb.literal($0.name)))", $0.content, depth: depth))
                }
            )
        case .places(let places):
            return structure(sql, places.enumerated().map { ("f\($0 + 1)", text("(\(sql))[\($0 + 1)]", $1, depth: depth)) })
        case .entries(let key, let value):
            let entry = Form.fields([.init(name: "key", content: key), .init(name: "value", content: value)])
            return text("map_entries(\(sql))", .elements(entry), depth: depth)
        case .members(let members):
            let values = members.map { member in
                (member.name, text("union_extract(\(sql), \(Dialect.duckdb.literal(member.name)))", member.content, depth: depth))
            }
            return structure(sql, [("", "CAST(union_tag(\(sql)) AS VARCHAR)")] + values)
        }
    }

    /// A structure that is NULL is another one than that whose fields are.
    private static func structure(_ sql: String, _ fields: [(name: String, text: String)]) -> String {
        let parts = fields.map { "\(Dialect.duckdb.quoted($0.name.isEmpty ? "tag " : $0.name)) := \($0.text)" }
        return "CASE WHEN \(sql) IS NOT NULL THEN struct_pack(\(parts.joined(separator: ", "))) END"
    }

    /// JSON is looked into by a subquery, which no lambda may hold.
    private static func elements(_ sql: String, _ element: Form, _ depth: Int) -> String {
        let name = "e\(depth)"
        guard element.contains(where: { $0.contains(.jsonContent) }) else {
            let value = text(name, element, depth: depth + 1)
            return "list_transform(\(sql), lambda \(name): \(element.isText ? "struct_pack(text := \(value))" : value))"
        }
        return """
            CASE WHEN \(sql) IS NOT NULL THEN coalesce((SELECT list(\(text("\(name).value", element, depth: depth + 1)) ORDER BY \(name).place) \
            FROM (SELECT unnest(\(sql)) AS value, generate_subscripts(\(sql), 1) AS place) AS \(name)), []) END
            """
    }
}

extension Nested<[Normalisation]> {
    /// Whether it is text: a list of texts would keep its old collation, a list of structures does not.
    fileprivate var isText: Bool {
        guard case .value(let steps) = self else { return false }
        return [.text, .binaryText].contains(steps.last)
    }
}
