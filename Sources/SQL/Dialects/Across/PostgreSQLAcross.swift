/// Checksums that other engines calculate too, <https://www.postgresql.org/docs/current/functions-binarystring.html>.
///
/// `concat` writes dates and numbers as the session's settings have it, which are the same for every snapshot.
extension AcrossRules {
    static let postgresql = AcrossRules(
        parts: parts,
        digest: { "CAST(CAST('x' || left(md5(\($0)), \($1)) AS bit(\($1 * 4))) AS bigint)" },
        wideDigest: { "CAST(CAST('x' || left(md5(\($0)), 16) AS bit(64)) AS bigint)" },
        bit: { "get_bit(CAST('\($0)' AS bit varying), \($1))" },
        groupsQuickly: false,
        size: size
    )

    @Sendable private static func parts(_ sql: String, _ form: CanonicalForm) -> [String] {
        switch form {
        case .integer, .moment, .uuid, .number(_, isTrimmed: false): [sql]
        case .boolean: ["CAST(\(sql) AS text)"]
        case .instant: ["CAST(\(sql) AS timestamp without time zone)"]
        // Numbers without a fraction keep their zeros.
        case .number: ["rtrim(rtrim(concat(\(sql), CASE WHEN scale(\(sql)) = 0 THEN '.' END), '0'), '.')"]
        case .double: [bits("CAST(\(sql) AS double precision)")]
        case .nearestDouble: [bits(Dialect.postgresql.normalise(sql, .nearestDouble))]
        case .text: ["octet_length(CAST(\(sql) AS text))", "':'", "CAST(\(sql) AS text)"]
        case .bytes: ["'x' || upper(encode(\(sql), 'hex'))"]
        case .interval: [Dialect.postgresql.normalise(sql, .intervalParts)]
        }
    }

    private static func bits(_ double: String) -> String {
        "CASE WHEN (\(double)) = 'NaN' THEN 'nan' ELSE upper(encode(float8send((\(double)) + 0), 'hex')) END"
    }

    /// A table nobody has analysed yet has a size, and about 100 bytes a row; a partitioned one has those of its parts.
    @Sendable private static func size(_ relation: String, _ parts: [String]) -> String {
        let name = "to_regclass(\(SQLText.enclosed(relation, in: "'")))"
        return """
            SELECT CAST(sum(CASE WHEN reltuples > 0 THEN reltuples ELSE pg_relation_size(oid) / 100 END) AS bigint) AS size FROM pg_class \
            WHERE relkind IN ('r', 'm') AND (oid = \(name) OR oid IN (SELECT inhrelid FROM pg_inherits WHERE inhparent = \(name)))
            """
    }
}
