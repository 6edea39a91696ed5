/// Hashes in DuckDB, <https://duckdb.org/docs/stable/sql/functions/utility>.
///
/// `hash` of several values is a function of the first one, xor the hash of the last: an xor over rows of that would not notice values that
/// have changed places. So what is aggregated is hashed once more. Of 128 bits, both halves are hashed alike, and -1 is no other than 0:
/// such values are hashed as text.
extension Fingerprints {
    static let duckdb = Fingerprints(
        // Twice, so that a column which equals the key does not cancel it out.
        hash: { "hash(hash(\($0.map(content).joined(separator: ", "))), 0)" },
        row: { "hash(hash(\($0.map(content).joined(separator: ", "))), 0)" },
        column: { "bit_xor(hash(xor(hash(\(content($0))), \($1))))" },
        columnsWorthwhile: 2,
        numbersSeen: { number, count, condition in
            "CAST(bitstring_agg(CAST(\(number) AS INTEGER), 0, \(count - 1)) FILTER (WHERE \(condition)) AS VARCHAR)"
        },
        firstRows: { row, order, limit, condition in
            let fields = row.enumerated().map { "f\($0) := \($1)" }.joined(separator: ", ")
            return "arg_min(struct_pack(\(fields)), row(\(order.joined(separator: ", "))), \(limit)) FILTER (WHERE \(condition))"
        },
        distinctIntegers: { values in
            // One bit for each combination: the places of a number whose digits have these ranges.
            let (place, count) = values.reduce(("", Int64(1))) { sum, value in
                let offset = "(CAST(\(value.value) AS BIGINT) - (\(value.lowest)))"
                let span = value.span ?? 1
                return (sum.0.isEmpty ? offset : "(\(sum.0) * \(span) + \(offset))", sum.1 * span)
            }
            return "coalesce(bit_count(bitstring_agg(\(place), 0, \(count - 1))), 0)"
        },
        threadsOfJoinByKey: "current_setting('threads')"
    )

    @Sendable private static func content(_ value: Hashed) -> String {
        switch value.form {
        case .number(isWide: true), .uuid: "CAST(\(value.sql) AS VARCHAR)"
        default: value.sql
        }
    }
}
