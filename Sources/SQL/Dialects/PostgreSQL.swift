import Relational

extension Dialect {
    /// PostgreSQL (10 and later), <https://www.postgresql.org/docs/current/sql.html>.
    ///
    /// Casts to text and between timestamps rely on the session: zone UTC, ISO dates, all digits of doubles.
    package static let postgresql = Dialect(
        name: "postgresql",
        ignoresIdentifierCase: false,
        testsFieldsForNull: true,
        // MaxTupleAttributeNumber in src/include/access/htup_details.h.
        columnLimit: 1664,
        // NAMEDATALEN in src/include/pg_config_manual.h, less the zero byte at the end.
        nameLimit: 63,
        types: PostgreSQLTypes.rules,
        fingerprints: .postgresql,
        across: .postgresql,
        normalise: normaliseForPostgreSQL,
        closeness: PostgreSQLCloseness.text,
        profiles: PostgreSQLProfiles.rules,
        // A subquery with a WITH clause stays one (is_simple_subquery in src/backend/optimizer/prep/prepjointree.c), and parallel.
        fence: "WITH \"fence\" AS (SELECT 1)",
        conditionalCount: { "count(*) FILTER (WHERE \($0))" },
        describe: PostgreSQLCatalog.describe,
        uniqueKeys: PostgreSQLCatalog.uniqueKeys,
        relations: PostgreSQLCatalog.relations,
        classify: PostgreSQLErrors.classify,
        advice: PostgreSQLErrors.advice
    )
}

@Sendable private func normaliseForPostgreSQL(_ sql: String, _ normalisation: Normalisation) -> String {
    switch normalisation {
    case .double: "CAST(\(sql) AS double precision)"
    case .nearestDouble: nearestDouble(sql)
    // `numeric` has no bounds, and 1.0 equals 1.00 in it.
    case .decimal, .digits: "CAST(\(sql) AS numeric)"
    case .wideInteger: "CAST(\(sql) AS bigint)"
    case .timestamp: "CAST(\(sql) AS timestamp without time zone)"
    case .timeCount(let count): timeCount(sql, count)
    case .date: CalendarText.date(sql)
    case .dayNumber(let unit): CalendarText.dayNumber(sql, startOf: unit)
    // Of a time of day the number is exact in every version, of an instant it is not before version 14.
    case .microsecondOfDay: "CAST(extract(epoch FROM CAST(\(sql) AS time)) * 1000000 AS bigint)"
    case .text: "CAST(\(sql) AS text)"
    case .binaryText: "(\(sql) COLLATE \"C\")"
    case .jsonContent: jsonContent(sql)
    case .lowercase: "lower(\(sql))"
    case .emptyForNull: "coalesce(\(sql), '')"
    case .sortedElements: sortedElements(sql)
    case .elements(let element): elements(sql, element)
    case .nested(let form): PostgreSQLNested.parts(sql, form)
    case .jsonText: "CAST(to_json(\(sql)) AS text)"
    case .nestedText(let shape): PostgreSQLNested.text(sql, shape)
    case .structureContent(let shape): PostgreSQLNested.content(sql, shape)
    case .intervalParts: intervalParts(sql)
    case .ordinaryInstant: "CASE WHEN \(isOrdinary(sql)) THEN \(sql) END"
    case .extremeInstant: "CASE WHEN NOT (\(isOrdinary(sql))) THEN CAST(\(sql) AS text) END"
    }
}

/// A date and a time of day are exact in every version; of an instant, the count of seconds is not before version 14.
private func timeCount(_ sql: String, _ count: TimeCount) -> String {
    let value = count.source == .date ? sql : "CAST(\(sql) AS timestamp without time zone)"
    let day = count.source == .date ? value : "CAST(\(value) AS date)"
    let clock = count.source == .date ? "" : " + CAST(extract(epoch FROM CAST(\(value) AS time)) * 1000000 AS bigint)"
    return "CASE WHEN isfinite(\(value)) THEN CAST(\(day) - DATE '1970-01-01' AS numeric) * 86400000000\(clock) "
        + "WHEN \(value) > DATE '1970-01-01' THEN \(TimeCount.infinity) WHEN \(value) < DATE '1970-01-01' THEN -\(TimeCount.infinity) END"
}

/// The driver reads infinities as numbers.
private func isOrdinary(_ sql: String) -> String { "\(sql) > '-infinity' AND \(sql) < '294247-01-01'" }

/// Only since version 17 are there infinite intervals, which have no parts.
private func intervalParts(_ sql: String) -> String {
    func part(_ name: String) -> String { "CAST(extract(\(name) FROM \(sql)) AS numeric)" }
    return "CASE WHEN isfinite(\(sql)) THEN (\(part("year")) * 12 + \(part("month"))) || ' months ' || \(part("day")) || ' days ' || "
        + "CAST(\(part("hour")) * 3600000000 + \(part("minute")) * 60000000 + \(part("microseconds")) AS numeric(40,0)) "
        + "|| ' microseconds' ELSE CAST(\(sql) AS text) END"
}

/// Arrays without elements have no dimension; those with several are rows and columns, whose order is their meaning.
private func sortedElements(_ sql: String) -> String {
    let sorted = "ARRAY(SELECT \"value\" FROM unnest(\(sql)) AS \"element\"(\"value\") ORDER BY \"value\")"
    return "CASE WHEN array_ndims(\(sql)) = 1 THEN \(sorted) ELSE \(sql) END"
}

private func elements(_ sql: String, _ step: Normalisation) -> String {
    switch step {
    case .jsonContent, .structureContent: PostgreSQLNested.contents(sql, step)
    case .text: "(CAST(\(sql) AS text[]) COLLATE \"C\")"
    // An array of arrays has the type of an array.
    case .elements(let inner): elements(sql, inner)
    default: "CAST(\(sql) AS \(arrayType(step)))"
    }
}

private func arrayType(_ element: Normalisation) -> String {
    switch element {
    case .double, .nearestDouble: "double precision[]"
    case .decimal, .digits: "numeric[]"
    case .wideInteger: "bigint[]"
    case .timestamp: "timestamp without time zone[]"
    default: "text[]"
    }
}

/// The plain cast ends the statement for numbers beyond a double; NaN is greater than all others.
private func nearestDouble(_ sql: String) -> String {
    """
    CASE WHEN \(sql) = 'NaN' THEN CAST('NaN' AS double precision) \
    WHEN \(sql) >= 1.797693134862315807e308 THEN CAST('Infinity' AS double precision) \
    WHEN \(sql) <= -1.797693134862315807e308 THEN CAST('-Infinity' AS double precision) \
    WHEN abs(\(sql)) < 2.4703282292062328e-324 THEN 0 ELSE CAST(\(sql) AS double precision) END
    """
}

/// `jsonb` refuses the escapes of a zero byte and of half a surrogate pair, which `json` may hold; such a value is compared as its text.
private func jsonContent(_ sql: String) -> String {
    let text = "CAST(\(sql) AS text)"
    let pairs = #"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}"#
    return """
        CASE WHEN strpos(\(text), '\\u') > 0 AND regexp_replace(\(text), '\(pairs)', '', 'g') ~ '\\\\u(0000|[dD][89a-fA-F])' \
        THEN to_jsonb(\(text)) ELSE CAST(\(sql) AS jsonb) END
        """
}
