import Relational

/// Profiles of columns in PostgreSQL, <https://www.postgresql.org/docs/current/functions-aggregate.html>.
enum PostgreSQLProfiles {
    static let rules = ProfileRules(
        // Values are sorted and grouped one by one, at two or three microseconds each.
        exactCells: 10_000_000,
        statistic: { text(statistic($0, $1, $2)) },
        quantiles: { fractions, value, type, filter in
            "CAST(percentile_disc(ARRAY[\(fractions)]) WITHIN GROUP (ORDER BY \(ordered(value, type)))\(filter) AS text[])"
        },
        list: { "ARRAY[\($0)]" },
        counts: { "CAST(ARRAY[\($0)] AS text[])" },
        countIf: count,
        rows: { "ARRAY(SELECT unnest(ARRAY[\($0)]) FROM (\n\($1)\n) AS \"listed\")" },
        finite: finite,
        bound: bound,
        keyHash: { "(hashtext(CAST(ROW(\($0)) AS text)) & 1048575)" }
    )

    private static func text(_ sql: String) -> String { "CAST(\(sql) AS text)" }

    private static func statistic(_ statistic: ProfileStatistic, _ value: String, _ type: ColumnType) -> String {
        switch statistic {
        case .filled: "count(\(value))"
        case .distinct: distinct(value)
        case .minimum: "min(\(ordered(value, type)))"
        case .maximum: "max(\(ordered(value, type)))"
        case .mean: mean(value, type)
        case .nans: holdsNaN(type) ? count("\(value) = 'NaN'") : "0"
        case .infinities: infinities(value, type)
        case .lowest: position("min(\(finite(value, type)))", type)
        case .highest: position("max(\(finite(value, type)))", type)
        case .shortest: "min(length(\(text(value))))"
        case .longest: "max(length(\(text(value))))"
        case .empty: count("\(text(value)) = ''")
        }
    }

    @Sendable private static func count(_ condition: String) -> String { "count(*) FILTER (WHERE \(condition))" }
    private static func holdsNaN(_ type: ColumnType) -> Bool { [.float, .decimal].contains(type.typeClass) }

    /// There is no function for it: the values with one in 64 hashes are counted; NULL where these are too few to tell.
    private static func distinct(_ value: String) -> String {
        let found = "count(DISTINCT \(value)) FILTER (WHERE (hashtext(\(text(value))) & 63) = 0)"
        return "CASE WHEN \(found) >= 64 THEN 64 * \(found) END"
    }

    /// As `numeric`: sums of doubles end the statement where there is no double for them.
    private static func mean(_ value: String, _ type: ColumnType) -> String {
        switch type.typeClass {
        case .float: "avg(CAST(CAST(\(finite(value, type)) AS double precision) AS numeric))"
        case .decimal: "avg(\(finite(value, type)))"
        default: "avg(\(value))"
        }
    }

    /// Numbers that are finite are nothing less themselves; before version 14, `numeric` had no word for infinity.
    private static func infinities(_ value: String, _ type: ColumnType) -> String {
        switch type.typeClass {
        case .float: count("\(value) IN ('Infinity', '-Infinity')")
        case .decimal: count("\(value) <> 'NaN' AND \(value) - \(value) <> 0")
        default: "0"
        }
    }

    private static func ordered(_ value: String, _ type: ColumnType) -> String {
        holdsNaN(type) ? "nullif(\(value), 'NaN')" : value
    }

    @Sendable private static func finite(_ value: String, _ type: ColumnType) -> String {
        switch type.typeClass {
        case .float: "CASE WHEN \(value) NOT IN ('NaN', 'Infinity', '-Infinity') THEN \(value) END"
        case .decimal: "CASE WHEN \(value) - \(value) = 0 THEN \(value) END"
        case .date, .timestamp, .zonedTimestamp: "CASE WHEN isfinite(\(value)) THEN \(value) END"
        default: value
        }
    }

    private static func position(_ value: String, _ type: ColumnType) -> String {
        switch type.typeClass {
        case .date: "\(value) - DATE '1970-01-01'"
        case .timestamp, .zonedTimestamp: "CAST(floor(extract(epoch FROM \(value)) * 1000000) AS numeric)"
        default: value
        }
    }

    @Sendable private static func bound(_ bound: ProfileBound, _ type: ColumnType) -> String {
        switch bound {
        case .number(let digits):
            switch type.typeClass {
            case .integer: "CAST('\(digits)' AS bigint)"
            case .float: "CAST('\(digits)' AS double precision)"
            default: "CAST('\(digits)' AS numeric)"
            }
        case .days(let days): "DATE '1970-01-01' + (\(days))"
        case .microseconds(let count):
            "TIMESTAMP '1970-01-01' + CAST('\(count / 86_400_000_000) days \(count % 86_400_000_000) microseconds' AS interval)"
        }
    }
}
