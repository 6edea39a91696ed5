import Relational

extension Dialect {
    /// DuckDB (1.x and later), <https://duckdb.org/docs/stable/sql/introduction>.
    package static let duckdb = Dialect(
        name: "duckdb",
        ignoresIdentifierCase: true,
        beforeChrist: "(BC)",
        types: DuckDBTypes.rules,
        fingerprints: .duckdb,
        across: .duckdb,
        normalise: normaliseForDuckDB,
        closeness: DuckDBCloseness.text,
        profiles: DuckDBProfiles.rules,
        // Five times as fast as count(*) FILTER over hundreds of columns; over no row it is NULL.
        conditionalCount: { "coalesce(count_if(\($0)), 0)" },
        describe: { .rows("SELECT column_name, column_type FROM (DESCRIBE \($1))") },
        uniqueKeys: uniqueKeysInDuckDB,
        relations: relationsInDuckDB,
        classify: DuckDBErrors.classify,
        advice: DuckDBErrors.advice
    )
}

/// Type names of DuckDB, <https://duckdb.org/docs/stable/sql/data_types/overview>.
private enum DuckDBTypes {
    static let rules = TypeRules(
        typeClass: typeClass,
        exactShape: exactShape,
        fractionDigits: { $0.hasSuffix("_NS") ? 9 : 6 },
        comparedForm: comparedForm,
        filedForm: { type in unfiled.contains(where: type.spelling.contains) ? [.text] : [] },
        stagedForm: stagedForm,
        shape: shape
    )

    @Sendable private static func shape(_ type: ColumnType) -> Nested<ColumnType>? {
        DuckDBShape.read(type.spelling) { ColumnType(spelling: $0, typeClass: typeClass($0)) }
    }

    /// What is inside is compared as it would be by itself; text, too, keeps the collation of the column it came from.
    private static func comparedInside(_ type: ColumnType) -> [Normalisation] {
        guard let form = shape(type)?.map(comparedForm) else { return [] }
        return form.contains { !$0.isEmpty } ? [.nested(form)] : []
    }

    /// Parquet makes doubles of wide integers, milliseconds of intervals, UTC of times with a zone, and structures of unions.
    private static let unfiled = ["HUGEINT", "INTERVAL", "TIME WITH TIME ZONE", "UNION"]

    @Sendable private static func comparedForm(_ type: ColumnType) -> [Normalisation] {
        switch type.typeClass {
        case .json: [.jsonContent]
        case .text: type.spelling.hasPrefix("ENUM") ? [] : [.binaryText]
        // The engine calls a month and 30 days equal; a reader of the table does not.
        case .interval: [.text]
        case .array, .structure, .map, .unknown: comparedInside(type)
        default: []
        }
    }

    /// The staged values are DuckDB's again, so nearly all types stay what they are.
    @Sendable private static func stagedForm(_ type: ColumnType) -> StagedForm {
        switch type.typeClass {
        // Only the members of the batch that is read would be known.
        case .text: .plain(type.spelling.hasPrefix("ENUM") ? [.text] : [])
        // Arrow counts nanoseconds, of which an interval can hold more than 64 bits do.
        case .interval: .plain([.intervalParts])
        case .array, .structure, .map: .own
        case .unknown: ["BIT", "TIME WITH TIME ZONE"].contains(type.spelling) ? .plain([.text]) : .ownText(obstacle: nil)
        default: .plain([])
        }
    }

    static let classes: [String: TypeClass] = [
        "BOOLEAN": .boolean,
        "TINYINT": .integer, "SMALLINT": .integer, "INTEGER": .integer, "BIGINT": .integer, "HUGEINT": .integer,
        "UTINYINT": .integer, "USMALLINT": .integer, "UINTEGER": .integer, "UBIGINT": .integer, "UHUGEINT": .integer,
        "BIGNUM": .integer, "VARINT": .integer,
        "FLOAT": .float, "DOUBLE": .float,
        "VARCHAR": .text, "BLOB": .binary, "BIT": .unknown, "DATE": .date, "TIME": .time, "TIME_NS": .time,
        "TIMESTAMP": .timestamp, "TIMESTAMP_S": .timestamp, "TIMESTAMP_MS": .timestamp, "TIMESTAMP_NS": .timestamp,
        "TIMESTAMP WITH TIME ZONE": .zonedTimestamp, "TIMESTAMPTZ_NS": .zonedTimestamp, "INTERVAL": .interval, "UUID": .uuid, "JSON": .json,
    ]

    private static let integerDigits = [
        "TINYINT": 3, "SMALLINT": 5, "INTEGER": 10, "BIGINT": 19, "HUGEINT": 39,
        "UTINYINT": 3, "USMALLINT": 5, "UINTEGER": 10, "UBIGINT": 20, "UHUGEINT": 39,
    ]

    @Sendable static func exactShape(_ spelling: String) -> ExactShape? {
        if let digits = integerDigits[spelling] { return ExactShape(integerDigits: digits, scale: 0) }
        guard spelling.hasPrefix("DECIMAL("), let close = spelling.firstIndex(of: ")") else { return nil }
        let numbers = spelling[..<close].dropFirst("DECIMAL(".count).split(separator: ",").compactMap { Int($0) }
        guard numbers.count == 2 else { return nil }
        return ExactShape(integerDigits: numbers[0] - numbers[1], scale: numbers[1])
    }

    @Sendable static func typeClass(_ spelling: String) -> TypeClass {
        if spelling.hasSuffix("]") { return .array }
        let head = spelling.prefix { $0 != "(" }
        switch head {
        case "DECIMAL": return .decimal
        case "STRUCT", "TUPLE": return .structure
        case "MAP": return .map
        case "ENUM": return .text
        default: return classes[String(head)] ?? .unknown
        }
    }
}

@Sendable private func normaliseForDuckDB(_ sql: String, _ normalisation: Normalisation) -> String {
    switch normalisation {
    case .double, .nearestDouble: "CAST(\(sql) AS DOUBLE)"
    case .decimal(let scale): "CAST(\(sql) AS DECIMAL(38,\(scale)))"
    case .wideInteger: "CAST(\(sql) AS HUGEINT)"
    case .digits: "regexp_replace(CAST(\(sql) AS VARCHAR), '(\\.[0-9]*[1-9])0+$|\\.0+$', '\\1')"
    case .timestamp: "CAST(\(sql) AS TIMESTAMP)"
    case .timeCount(let count): timeCount(sql, count)
    case .date: CalendarText.date(sql)
    case .dayNumber(let unit): CalendarText.dayNumber(sql, startOf: unit)
    case .microsecondOfDay: "epoch_us(CAST(\(sql) AS TIME))"
    case .text: "CAST(\(sql) AS VARCHAR)"
    case .binaryText: "(\(sql) COLLATE \"binary\")"
    // Every leaf with its path and type, sorted: equal lists are equal content.
    case .jsonContent:
        "(SELECT list_sort(list(fullkey || ':' || type || ':' || coalesce(CAST(atom AS VARCHAR), ''))) FROM json_tree(\(sql)))"
    case .lowercase: "lower(\(sql))"
    case .emptyForNull: "coalesce(\(sql), '')"
    case .sortedElements(let levels): sortedElements(sql, levels)
    case .elements(let step): DuckDBNested.text(sql, .elements(.value([step])))
    case .nested(let form): DuckDBNested.text(sql, form)
    // Only other engines' values travel as text.
    case .jsonText: "CAST(to_json(\(sql)) AS VARCHAR)"
    case .nestedText, .structureContent: "CAST(\(sql) AS VARCHAR)"
    case .intervalParts: intervalParts(sql)
    case .ordinaryInstant: "CASE WHEN \(sql) > '-infinity' AND \(sql) < 'infinity' THEN \(sql) END"
    case .extremeInstant: "CASE WHEN NOT (\(sql) > '-infinity' AND \(sql) < 'infinity') THEN CAST(\(sql) AS VARCHAR) END"
    }
}

/// `epoch_us` and `epoch_ns` know no infinities, and refuse dates that no timestamp reaches.
private func timeCount(_ sql: String, _ count: TimeCount) -> String {
    let start = count.source == .date ? "DATE '1970-01-01'" : "TIMESTAMP '1970-01-01'"
    let type = count.source == .instant ? "TIMESTAMP" : "TIMESTAMP_NS"
    let value = count.source == .date ? sql : "CAST(\(sql) AS \(type))"
    let number =
        switch count.source {
        case .date: "CAST(\(value) - \(start) AS HUGEINT) * \(count.isFine ? "86400000000000" : "86400000000")"
        case .instant: "CAST(epoch_us(\(value)) AS HUGEINT)" + (count.isFine ? " * 1000" : "")
        case .fineInstant: "CAST(epoch_ns(\(value)) AS HUGEINT)"
        }
    return "CASE WHEN isfinite(\(value)) THEN \(number) WHEN \(value) > \(start) THEN \(TimeCount.infinity) "
        + "WHEN \(value) < \(start) THEN -\(TimeCount.infinity) END"
}

private func intervalParts(_ sql: String) -> String {
    func part(_ name: String) -> String { "CAST(date_part('\(name)', \(sql)) AS HUGEINT)" }
    return "(\(part("year")) * 12 + \(part("month"))) || ' months ' || \(part("day")) || ' days ' || "
        + "(\(part("hour")) * 3600000000 + \(part("minute")) * 60000000 + \(part("microsecond"))) || ' microseconds'"
}

/// Lists inside a list are sorted before it is.
private func sortedElements(_ sql: String, _ levels: Int) -> String {
    guard levels > 1 else { return "list_sort(\(sql))" }
    return "list_sort(list_transform(\(sql), lambda e\(levels): \(sortedElements("e\(levels)", levels - 1))))"
}

/// Constraints of a table; a view of the same name cannot be in its schema.
@Sendable private func uniqueKeysInDuckDB(_ relation: RelationName) -> String {
    func matches(_ column: String, _ name: String?, else current: String) -> String {
        "lower(\(column)) = lower(\(name.map { SQLText.enclosed($0, in: "'") } ?? current))"
    }
    return """
        SELECT concat(table_oid, ' ', constraint_index) AS key, unnest(constraint_column_names) AS column_name
        FROM duckdb_constraints() WHERE constraint_type IN ('PRIMARY KEY', 'UNIQUE')
        AND \(matches("database_name", relation.database, else: "current_database()"))
        AND \(matches("schema_name", relation.namespace, else: "current_schema()"))
        AND \(matches("table_name", relation.identifier, else: "NULL"))
        """
}

/// Views and tables of one name cannot be in a schema, whatever the case of their names.
@Sendable private func relationsInDuckDB(_ schema: String) -> String {
    let here = "WHERE lower(schema_name) = lower(\(SQLText.enclosed(schema, in: "'"))) AND database_name = current_database()"
    return """
        SELECT NULL AS name, NULL AS comment FROM duckdb_schemas() \(here)
        UNION ALL SELECT table_name, CAST(comment AS VARCHAR) FROM duckdb_tables() \(here)
        UNION ALL SELECT view_name, NULL FROM duckdb_views() \(here)
        """
}
