import Relational

/// Values inside arrays and composite types, <https://www.postgresql.org/docs/current/functions-json.html>.
enum PostgreSQLNested {
    // MARK: By content

    /// A composite value that holds JSON, as `jsonb`: its content, and where JSON is NULL, which the content does not tell from the `null` of
    /// JSON.
    static func content(_ sql: String, _ shape: Nested<ColumnType>) -> String {
        let content = Dialect.postgresql.normalise("to_json(\(sql))", .jsonContent)
        return "CASE WHEN \(sql) IS DISTINCT FROM NULL THEN jsonb_build_array(\(content), \(nulls(sql, shape) ?? "NULL")) END"
    }

    /// Which JSON inside is NULL; nil where there is none.
    private static func nulls(_ sql: String, _ shape: Nested<ColumnType>) -> String? {
        switch shape {
        case .value(let type): return type.typeClass == .json ? "(\(sql) IS NULL)" : nil
        case .elements(let element):
            return nulls("e.value", element).map { "(SELECT jsonb_agg(\($0)) FROM (SELECT unnest(\(sql)) AS value) AS e)" }
        case .fields(let fields):
            let parts = fields.compactMap { nulls(field(sql, $0), $0.content) }
            return parts.isEmpty ? nil : "jsonb_build_array(\(parts.joined(separator: ", ")))"
        case .places, .entries, .members: return nil
        }
    }

    private static func field(_ sql: String, _ field: Nested<ColumnType>.Field) -> String {
        "(\(sql)).\(Dialect.postgresql.quoted(field.name))"
    }

    /// An array's elements, each by its content: one row of elements stays one, others have their dimensions in front, and are no row.
    static func contents(_ sql: String, _ step: Normalisation) -> String {
        array(sql, Dialect.postgresql.normalise("e.value", step))
    }

    /// - Parameter content: the `jsonb` that an element `e.value` becomes.
    private static func array(_ sql: String, _ content: String) -> String {
        let elements = "ARRAY(SELECT \(content) FROM (SELECT unnest(\(sql)) AS value) AS e)"
        return "CASE WHEN \(sql) IS NULL THEN NULL WHEN coalesce(array_ndims(\(sql)), 1) = 1 THEN \(elements) "
            + "ELSE ARRAY[array_prepend(to_jsonb(array_dims(\(sql))), \(elements))] END"
    }

    // MARK: By parts

    /// Each value inside in a form of its own, as `jsonb`; an array at the top stays one, so that its elements can be sorted.
    static func parts(_ sql: String, _ form: Nested<[Normalisation]>) -> String {
        guard let element = form.element else { return part(sql, form) }
        return array(sql, part("e.value", element))
    }

    private static func part(_ sql: String, _ form: Nested<[Normalisation]>) -> String {
        switch form {
        // In brackets, as the `null` of JSON is another value than NULL.
        case .value(let steps):
            let value = steps.reduce(sql) { Dialect.postgresql.normalise($0, $1) }
            return "CASE WHEN \(sql) IS NOT NULL THEN jsonb_build_array(\(value)) END"
        case .elements(let element):
            return """
                CASE WHEN \(sql) IS NOT NULL THEN jsonb_build_array(array_dims(\(sql)), \
                (SELECT jsonb_agg(\(part("e.value", element))) FROM (SELECT unnest(\(sql)) AS value) AS e)) END
                """
        case .fields(let fields):
            let parts = fields.map { part("(\(sql)).\(Dialect.postgresql.quoted($0.name))", $0.content) }
            return "CASE WHEN \(sql) IS DISTINCT FROM NULL THEN \(list(parts)) END"
        case .places, .entries, .members: return "CAST(NULL AS jsonb)"
        }
    }

    /// A function has at most 100 arguments (FUNC_MAX_ARGS in src/include/pg_config_manual.h).
    private static func list(_ parts: [String]) -> String {
        stride(from: 0, to: parts.count, by: 100)
            .map { "jsonb_build_array(\(parts[$0..<min($0 + 100, parts.count)].joined(separator: ", ")))" }
            .joined(separator: " || ")
    }

    // MARK: As text

    /// JSON text for another engine: values are texts, a composite value is an array of its fields.
    static func text(_ sql: String, _ shape: Nested<ColumnType>) -> String { "CAST(\(json(sql, shape)) AS text)" }

    private static func json(_ sql: String, _ shape: Nested<ColumnType>) -> String {
        switch shape {
        case .value: return "to_json(CAST(\(sql) AS text))"
        case .elements(.value): return "to_json(CAST(\(sql) AS text[]))"
        case .elements(let element):
            return """
                CASE WHEN \(sql) IS NOT NULL THEN coalesce((SELECT json_agg(\(json("e.value", element))) \
                FROM (SELECT unnest(\(sql)) AS value) AS e), CAST('[]' AS json)) END
                """
        case .fields(let fields):
            let parts = fields.map { json(field(sql, $0), $0.content) }
            return "CASE WHEN \(sql) IS DISTINCT FROM NULL THEN json_build_array(\(parts.joined(separator: ", "))) END"
        case .places, .entries, .members: return "CAST(NULL AS json)"
        }
    }
}
