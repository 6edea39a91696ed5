/// Checksums that other engines calculate too, <https://duckdb.org/docs/stable/sql/functions/text>.
extension AcrossRules {
    static let duckdb = AcrossRules(
        parts: parts,
        digest: { "CAST(CAST('0x' || left(md5(\($0)), \($1)) AS UBIGINT) AS BIGINT)" },
        // Two's complement, as the other engines read the digits.
        wideDigest: { text in
            let bits = "CAST('0x' || left(md5(\(text)), 16) AS UBIGINT)"
            return "CAST(CAST(xor(\(bits), CAST(9223372036854775808 AS UBIGINT)) AS HUGEINT) - 9223372036854775808 AS BIGINT)"
        },
        bit: { "get_bit(CAST('\($0)' AS BIT), \($1))" },
        groupsQuickly: true,
        size: size
    )

    @Sendable private static func parts(_ sql: String, _ form: CanonicalForm) -> [String] {
        switch form {
        case .integer, .boolean, .moment, .uuid: ["CAST(\(sql) AS VARCHAR)"]
        case .instant: ["CAST(CAST(\(sql) AS TIMESTAMP) AS VARCHAR)"]
        case .number(let scale, let isTrimmed):
            isTrimmed && scale != 0 ? ["rtrim(rtrim(CAST(\(sql) AS VARCHAR), '0'), '.')"] : ["CAST(\(sql) AS VARCHAR)"]
        case .double, .nearestDouble: [bits("CAST(\(sql) AS DOUBLE)")]
        case .text: ["strlen(CAST(\(sql) AS VARCHAR))", "':'", "CAST(\(sql) AS VARCHAR)"]
        case .bytes: ["'x' || hex(\(sql))"]
        case .interval: [Dialect.duckdb.normalise(sql, .intervalParts)]
        }
    }

    private static func bits(_ double: String) -> String {
        "CASE WHEN isnan(\(double)) THEN 'nan' ELSE hex(CAST(CAST(\(double) + 0 AS BIT) AS BLOB)) END"
    }

    /// A name may be one of several tables' in other schemas; it is only about how many.
    @Sendable private static func size(_ relation: String, _ parts: [String]) -> String {
        let columns = ["table_name", "schema_name", "database_name"]
        let conditions = zip(columns, parts.reversed()).map { "lower(\($0)) = lower(\(SQLText.enclosed($1, in: "'")))" }
        return "SELECT max(estimated_size) AS size FROM duckdb_tables() WHERE \(conditions.joined(separator: " AND "))"
    }
}
