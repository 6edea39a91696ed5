import Relational
import SQL

/// A value inside a nested one as text that is equal exactly when the values are, in the SQL of DuckDB.
struct NestedValue {
    let type: ColumnType
    /// Of the value that it is compared with.
    let partner: ColumnType

    var isJSON: Bool { type.typeClass == .json && partner.typeClass == .json }

    private enum Form { case number, double, date, instant, time, bytes, interval, json, plain }

    private var form: Form {
        let (own, other) = (type.typeClass, partner.typeClass)
        if own.isNumeric && other.isNumeric { return own == .float || other == .float ? .double : .number }
        if own.isTemporal && other.isTemporal { return own == .date && other == .date ? .date : .instant }
        guard own == other else { return .plain }
        switch own {
        case .time: return type.base.lowercased().contains("with time zone") ? .plain : .time
        case .binary: return .bytes
        case .interval: return .interval
        case .json: return .json
        default: return .plain
        }
    }

    /// - Parameter sql: a value of the type, which is one of DuckDB's.
    func text(ofTyped sql: String) -> String {
        switch form {
        case .number: Dialect.duckdb.normalise(sql, .digits)
        case .double: double("CAST(\(sql) AS DOUBLE)")
        case .bytes: "'\\x' || lower(hex(\(sql)))"
        case .interval: Dialect.duckdb.normalise(sql, .intervalParts)
        case .json: json(sql)
        case .instant where type.typeClass == .date: "coalesce(\(varchar("TRY_CAST(\(sql) AS TIMESTAMP)")), \(varchar(sql)) || ' 00:00:00')"
        case .instant, .plain: varchar(type.typeClass == .zonedTimestamp ? "CAST(\(sql) AS TIMESTAMP)" : sql)
        case .date, .time: varchar(sql)
        }
    }

    /// - Parameter sql: what another engine writes for the value.
    func text(ofText sql: String) -> String {
        switch form {
        case .number: Dialect.duckdb.normalise(sql, .digits)
        case .double: "coalesce(\(double(isSingle ? "CAST(TRY_CAST(\(sql) AS FLOAT) AS DOUBLE)" : "TRY_CAST(\(sql) AS DOUBLE)")), \(sql))"
        case .date: read(era(sql), "DATE")
        case .instant where type.typeClass == .date:
            "coalesce(\(varchar("TRY_CAST(\(era(sql)) AS TIMESTAMP)")), \(read(era(sql), "DATE")) || ' 00:00:00')"
        case .instant where type.typeClass == .zonedTimestamp:
            "coalesce(\(varchar("CAST(TRY_CAST(\(era(sql)) AS TIMESTAMPTZ) AS TIMESTAMP)")), regexp_replace(\(sql), '\\+00', ''))"
        case .instant: read(era(sql), "TIMESTAMP")
        case .time: read(sql, "TIME")
        // A sign before hours is the other engine's way of saying that days were negative.
        case .interval:
            "coalesce(\(Dialect.duckdb.normalise("TRY_CAST(replace(\(sql), '+', '') AS INTERVAL)", .intervalParts)), \(sql))"
        case .json: "CASE WHEN json_valid(\(sql)) THEN \(json("CAST(\(sql) AS JSON)")) ELSE \(sql) END"
        case .bytes, .plain: sql
        }
    }

    /// Whether the text is the shortest one that tells single numbers apart, which names another double.
    private var isSingle: Bool { type.typeClass == .float && ["real", "float4"].contains(type.base.lowercased()) }

    private func varchar(_ sql: String) -> String { "CAST(\(sql) AS VARCHAR)" }
    /// Zero has no sign.
    private func double(_ sql: String) -> String { varchar("\(sql) + 0") }
    private func json(_ sql: String) -> String { "array_to_string(\(Dialect.duckdb.normalise(sql, .jsonContent)), chr(0))" }
    /// Where DuckDB has it: behind the date.
    private func era(_ sql: String) -> String { "regexp_replace(\(sql), '^([-0-9]+)(.*) BC$', '\\1 (BC)\\2')" }
    private func read(_ sql: String, _ type: String) -> String { "coalesce(\(varchar("TRY_CAST(\(sql) AS \(type))")), \(sql))" }
}
