import Relational

/// Profiles of columns in DuckDB, <https://duckdb.org/docs/stable/sql/functions/aggregates>.
enum DuckDBProfiles {
    static let rules = ProfileRules(
        exactCells: 100_000_000,
        readsTablesAnew: true,
        statistic: { text(statistic($0, $1, $2)) },
        quantiles: { fractions, value, type, filter in
            "CAST(quantile_disc(\(ordered(value, type)), [\(fractions)])\(filter) AS VARCHAR[])"
        },
        list: { "[\($0)]" },
        // One cast, and no default for no row: thousands of them would take the engine longer to plan than to run.
        counts: { "CAST([\($0)] AS VARCHAR[])" },
        countIf: { "count_if(\($0))" },
        rows: { "(SELECT flatten(list([\($0)])) FROM (\n\($1)\n) AS \"listed\")" },
        finite: finite,
        bound: bound,
        keyHash: { "hash(\($0)) % 1048576" }
    )

    private static func text(_ sql: String) -> String { "CAST(\(sql) AS VARCHAR)" }

    private static func statistic(_ statistic: ProfileStatistic, _ value: String, _ type: ColumnType) -> String {
        switch statistic {
        case .filled: "count(\(value))"
        case .distinct: "approx_count_distinct(\(value))"
        case .minimum: "min(\(ordered(value, type)))"
        case .maximum: "max(\(ordered(value, type)))"
        case .mean: mean(value, type)
        case .nans: type.typeClass == .float ? count("isnan(\(value))") : "0"
        case .infinities: type.typeClass == .float ? count("isinf(\(value))") : "0"
        case .lowest: position("min(\(finite(value, type)))", type)
        case .highest: position("max(\(finite(value, type)))", type)
        case .shortest: "min(length(\(text(value))))"
        case .longest: "max(length(\(text(value))))"
        case .empty: count("\(text(value)) = ''")
        }
    }

    private static func count(_ condition: String) -> String { "coalesce(count_if(\(condition)), 0)" }

    /// The engine sums small integers exactly; doubles so large that their sum has no place in one are made smaller first.
    private static func mean(_ value: String, _ type: ColumnType) -> String {
        let double = "CAST(\(finite(value, type)) AS DOUBLE)"
        switch type.typeClass {
        case .float: return "CASE WHEN max(abs(\(double))) > 1e290 THEN favg(\(double) * 8e-19) * 1.25e18 ELSE favg(\(double)) END"
        case .integer where !wideIntegers.contains(type.base): return "avg(\(value))"
        default: return "favg(TRY_CAST(\(value) AS DOUBLE))"
        }
    }

    private static let wideIntegers: Set = ["HUGEINT", "UHUGEINT", "BIGNUM", "VARINT"]

    private static func ordered(_ value: String, _ type: ColumnType) -> String {
        type.typeClass == .float ? "CASE WHEN isnan(\(value)) THEN NULL ELSE \(value) END" : value
    }

    @Sendable private static func finite(_ value: String, _ type: ColumnType) -> String {
        type.typeClass == .float || type.typeClass.isTemporal ? "CASE WHEN isfinite(\(value)) THEN \(value) END" : value
    }

    private static func position(_ value: String, _ type: ColumnType) -> String {
        switch type.typeClass {
        case .date: "\(value) - DATE '1970-01-01'"
        // `epoch_us` rounds nanoseconds, up as well as down.
        case .timestamp where type.base.hasSuffix("_NS"): "(epoch_ns(\(value)) - if(epoch_ns(\(value)) < 0, 999, 0)) // 1000"
        case .timestamp, .zonedTimestamp: "epoch_us(\(value))"
        default: value
        }
    }

    @Sendable private static func bound(_ bound: ProfileBound, _ type: ColumnType) -> String {
        switch bound {
        case .number(let digits): "CAST('\(digits)' AS \(type.typeClass == .float ? "DOUBLE" : type.base))"
        case .days(let days): "DATE '1970-01-01' + (\(days))"
        case .microseconds(let count):
            "TIMESTAMP '1970-01-01' + CAST('\(count / 86_400_000_000) days \(count % 86_400_000_000) microseconds' AS INTERVAL)"
        }
    }
}
