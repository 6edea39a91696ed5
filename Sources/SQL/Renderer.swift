/// Makes SQL text from statement values for one dialect.
///
/// Pure; equal values give equal text.
package struct Renderer: Sendable {
    package let dialect: Dialect

    package init(_ dialect: Dialect) {
        self.dialect = dialect
    }

    /// The text of a whole statement, without a final semicolon.
    package func text(_ select: Select) -> String {
        var clauses: [String] = []
        if !select.with.isEmpty {
            let tables = select.with.map { "\(dialect.quoted($0.name)) AS \(keyword($0))(\n\(fence($0))\(text($0.select))\n)" }
            clauses.append("WITH " + tables.joined(separator: ",\n"))
        }
        clauses.append("SELECT " + list(select.columns.map(text)))
        clauses.append("FROM " + text(select.from))
        clauses += select.joins.map(text)
        if let predicate = select.predicate { clauses.append("WHERE " + text(predicate)) }
        if !select.groupBy.isEmpty { clauses.append("GROUP BY " + list(select.groupBy.map(text))) }
        if let having = select.having { clauses.append("HAVING " + text(having)) }
        if !select.orderBy.isEmpty { clauses.append("ORDER BY " + list(select.orderBy.map(text))) }
        if let limit = select.limit { clauses.append("LIMIT \(limit)") }
        return clauses.joined(separator: "\n")
    }

    private func keyword(_ table: CommonTable) -> String {
        table.isReadAnew && dialect.profiles.readsTablesAnew ? "NOT MATERIALIZED " : ""
    }

    private func fence(_ table: CommonTable) -> String {
        table.isComputedOnce ? dialect.fence.map { $0 + "\n" } ?? "" : ""
    }

    private func text(_ join: Join) -> String {
        switch join.kind {
        case .inner: "JOIN \(text(join.source)) ON \(text(join.condition))"
        case .full: "FULL JOIN \(text(join.source)) ON \(text(join.condition))"
        case .byPlace: "POSITIONAL JOIN \(text(join.source))"
        }
    }

    private func text(_ column: SelectColumn) -> String {
        switch column {
        case .all: "*"
        case .expression(let expression, let alias): "\(text(expression)) AS \(dialect.quoted(alias))"
        }
    }

    private func text(_ source: Source) -> String {
        switch source {
        case .relation(let name): dialect.quoted(name)
        case .renamed(let name, let alias): dialect.quoted(name) + " AS " + dialect.quoted(alias)
        case .common(let name, let alias): dialect.quoted(name) + (alias.map { " AS " + dialect.quoted($0) } ?? "")
        // The line break ends a trailing comment of the user's.
        case .query(let sql): "(\n\(sql)\n) AS \(dialect.quoted("query"))"
        }
    }

    /// The text of one expression.
    package func text(_ expression: Expression) -> String {
        switch expression {
        case .column(let name, let source): (source.map { dialect.quoted($0) + "." } ?? "") + dialect.quoted(name)
        case .integer(let value): String(value)
        case .text(let value): dialect.literal(value)
        case .raw(let sql): "(\n\(sql)\n)"
        case .normalised(let value, let normalisation): dialect.normalise(text(value), normalisation)
        case .comparison(let left, let operation, let right): "\(text(left)) \(operation.rawValue) \(text(right))"
        case .isNull(let value): text(value) + (dialect.testsFieldsForNull ? " IS NOT DISTINCT FROM NULL" : " IS NULL")
        case .isNotNull(let value): text(value) + (dialect.testsFieldsForNull ? " IS DISTINCT FROM NULL" : " IS NOT NULL")
        case .isDistinct(let left, let right): "\(text(left)) IS DISTINCT FROM \(text(right))"
        case .differs(let left, let right, let rules): differs(left, right, rules)
        case .not(let value): "NOT (\(text(value)))"
        case .all(let parts): joined(parts, by: " AND ", empty: "TRUE")
        case .any(let parts): joined(parts, by: " OR ", empty: "FALSE")
        case .count(let condition): condition.map { dialect.conditionalCount(text($0)) } ?? "count(*)"
        case .countDistinct(let value): "count(DISTINCT \(text(value)))"
        case .sum(let value, let condition): "coalesce(sum(\(conditional(value, condition))), 0)"
        case .rowNumber(let partition, let order):
            "row_number() OVER (PARTITION BY \(list(partition.map(text))) ORDER BY \(list(order.map(text))))"
        case .exists(let select): "EXISTS (\n\(text(select))\n)"
        case .when(let condition, let value): conditional(value, condition)
        case .min(let value): "min(\(text(value)))"
        case .max(let value): "max(\(text(value)))"
        case .isFinite(let value): "isfinite(\(text(value)))"
        case .moment(let moment, let precision): dialect.literal(moment, precision)
        case .profile(let part): text(part)
        case .across(let part): text(part)
        case .descending(let value): text(value) + " DESC"
        case .varies(let value): "CASE WHEN min(\(text(value))) < max(\(text(value))) THEN 1 ELSE 0 END"
        case .isOneOf(let value, let numbers): numbers.isEmpty ? "FALSE" : "\(text(value)) IN (\(list(numbers.map(String.init))))"
        case .hash, .rowHash, .checksum, .lowBits, .numbersSeen, .firstRows, .distinctIntegers, .threadsOfJoinByKey:
            fingerprint(expression)
        }
    }

    private func fingerprint(_ expression: Expression) -> String {
        let fingerprints = dialect.fingerprints
        return switch expression {
        case .hash(let values): fingerprints.hash(values.map(hashed))
        case .rowHash(let values): fingerprints.row(values.map(hashed))
        case .checksum(let value, let keyHash): fingerprints.column(hashed(value), text(keyHash))
        case .lowBits(let value, let bound): "(\(text(value)) & \(bound - 1))"
        case .numbersSeen(let number, let count, let condition): fingerprints.numbersSeen(text(number), count, text(condition))
        case .firstRows(let row, let order, let limit, let condition):
            fingerprints.firstRows?(row.map(text), order.map(text), limit, text(condition)) ?? "NULL"
        case .distinctIntegers(let values):
            fingerprints.distinctIntegers?(values.map { .init(value: text($0.value), lowest: $0.lowest, highest: $0.highest) }) ?? "NULL"
        case .threadsOfJoinByKey: fingerprints.threadsOfJoinByKey ?? "NULL"
        default: ""
        }
    }

    private func hashed(_ value: HashedExpression) -> Fingerprints.Hashed {
        Fingerprints.Hashed(sql: text(value.value), form: value.form)
    }

    /// Closeness is calculated only for values that are not the same, as most are.
    private func differs(_ left: Expression, _ right: Expression, _ rules: [Closeness]) -> String {
        guard !rules.isEmpty else { return text(.isDistinct(left, right)) }
        let (a, b) = (text(left), text(right))
        let close = rules.map { "(\(dialect.closeness(a, b, $0)))" }.joined(separator: " OR ")
        return """
            CASE WHEN NOT (\(a) IS DISTINCT FROM \(b)) THEN FALSE WHEN \(a) IS NULL OR \(b) IS NULL THEN TRUE \
            ELSE coalesce(NOT (\(close)), TRUE) END
            """
    }

    /// Most engines have no FILTER clause.
    private func conditional(_ value: Expression, _ condition: Expression?) -> String {
        condition.map { "CASE WHEN \(text($0)) THEN \(text(value)) END" } ?? text(value)
    }

    private func joined(_ parts: [Expression], by separator: String, empty: String) -> String {
        guard let first = parts.first else { return empty }
        return parts.count == 1 ? text(first) : "(" + parts.map(text).joined(separator: separator) + ")"
    }

    private func list(_ parts: [String]) -> String {
        parts.joined(separator: ", ")
    }
}
