/// Hashes in PostgreSQL: the functions behind its hash indexes, each with a seed (11 and later).
///
/// The seed goes through the function's mixing, so that one call binds a value to its key. They agree with the types' own
/// equality, as hash indexes need; that unequal values rarely have one hash is seen to here.
extension Fingerprints {
    static let postgresql = Fingerprints(
        hash: { values in values.reduce("0") { hashed($1, seed: $0) } },
        // NULL is no value to the functions; each column has a seed of its own, and a number for NULL.
        row: { values in
            values.enumerated().map { "coalesce(\(hashed($1, seed: String($0 + 1))), \($0))" }.joined(separator: " # ")
        },
        // Sums of 64 bits are numbers without bounds. NULL, which is no value to the function, counts for nothing, as it should.
        column: { "CAST(sum(\(hashed($0, seed: $1))) AS text)" },
        // Its join is quicker than its hash functions: only rows too wide to be kept in memory are worth the look.
        columnsWorthwhile: 32,
        numbersSeen: { number, count, condition in
            let none = "CAST(repeat('0', \(count)) AS bit(\(count)))"
            return "CAST(bit_or(CASE WHEN \(condition) THEN set_bit(\(none), CAST(\(number) AS integer), 1) END) AS text)"
        }
    )

    @Sendable private static func hashed(_ value: Hashed, seed: String) -> String {
        switch value.form {
        case .integer: integer("CAST(\(value.sql) AS bigint)", seed)
        case .number: number("CAST(\(value.sql) AS numeric)", seed)
        case .double: "hashfloat8extended(CAST(\(value.sql) AS double precision), \(seed))"
        // A timestamp's own function folds it as an integer's does.
        case .text, .timestamp, .uuid, .plain, .unsafe: "hashtextextended(CAST(\(value.sql) AS text) COLLATE \"C\", \(seed))"
        }
    }

    /// The function folds 64 bits into 32 before it mixes them, so the upper half counts once more.
    private static func integer(_ sql: String, _ seed: String) -> String {
        "hashint8extended(\(sql), hashint8extended(\(sql) >> 32, \(seed)))"
    }

    /// The function looks neither at the sign nor at which of the infinities, or NaN, it is given.
    private static func number(_ sql: String, _ seed: String) -> String {
        "hash_numeric_extended(\(sql), \(seed) # CASE WHEN \(sql) < 0 THEN 1 WHEN \(sql) = 'NaN' THEN 2 ELSE 0 END)"
    }
}
