import DataDiff
import TestSupport

/// A column type of the random tables, with SQL literals of distinct values.
enum RandomType: CaseIterable {
    case integer, bigint, double, text, boolean, date, timestamp, decimal

    var sql: String {
        switch self {
        case .integer: "INTEGER"
        case .bigint: "BIGINT"
        case .double: "DOUBLE PRECISION"
        case .text: "VARCHAR"
        case .boolean: "BOOLEAN"
        case .date: "DATE"
        case .timestamp: "TIMESTAMP"
        case .decimal: "DECIMAL(12,3)"
        }
    }

    /// Literals that are pairwise different values of the type.
    var literals: [String] {
        switch self {
        case .integer: ["0", "-1", "1", "2147483647", "-2147483648"]
        case .bigint: ["0", "9007199254740993", "9007199254740992", "-9223372036854775808"]
        case .double: ["0.0", "'nan'", "'infinity'", "-1.5", "1e300", "0.1", "0.30000000000000004", "0.3"]
        case .text: ["''", "' '", "'a'", "'A'", "'it''s; --'", "'é'", "'🙂'", "'null'"]
        case .boolean: ["true", "false"]
        case .date: ["'2024-02-29'", "'1969-12-31'", "'0001-01-01'", "'9999-12-31'"]
        case .timestamp: ["'2024-01-01 00:00:00.000001'", "'2024-01-01'", "'1900-01-01 12:00:00'"]
        case .decimal: ["0.001", "-0.001", "999999999.999", "12.5"]
        }
    }
}

/// Two random tables: b is a with rows dropped, added, copied and changed.
///
/// Cells are literals; nil is NULL.
struct RandomTables {
    typealias Row = [String?]

    let keyCount: Int
    let types: [RandomType]
    private(set) var a: [Row] = []
    private(set) var b: [Row] = []

    init(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        keyCount = Int.random(in: 1...3, using: &random)
        let keys = (0..<keyCount).map { _ in [RandomType.integer, .text, .bigint, .date].randomElement(using: &random) ?? .integer }
        let values = (0..<Int.random(in: 0...6, using: &random)).map { _ in RandomType.allCases.randomElement(using: &random) ?? .text }
        types = keys + values
        let isDirty = Bool.random(using: &random)
        for _ in 0..<Int.random(in: 0...60, using: &random) { a.append(row(isDirty, &random)) }
        if !isDirty { a = Self.unique(a, keyCount) }
        for row in a {
            switch Int.random(in: 0..<10, using: &random) {
            case 0: continue
            case 1 where isDirty: b += [row, row]
            case 2, 3: b.append(changed(row, &random))
            default: b.append(row)
            }
        }
        for _ in 0..<Int.random(in: 0...8, using: &random) { b.append(row(isDirty, &random)) }
        if !isDirty { b = Self.unique(b, keyCount) }
        b.shuffle(using: &random)
    }

    private func row(_ mayHaveNullKey: Bool, _ random: inout SeededGenerator) -> Row {
        types.indices.map { index in
            let isNull = Int.random(in: 0..<8, using: &random) == 0 && (index >= keyCount || mayHaveNullKey)
            return isNull ? nil : literal(types[index], isKey: index < keyCount, &random)
        }
    }

    /// Keys need room, so that not all of them collide.
    private func literal(_ type: RandomType, isKey: Bool, _ random: inout SeededGenerator) -> String {
        guard isKey else { return type.literals.randomElement(using: &random) ?? "NULL" }
        let number = Int.random(in: 0..<40, using: &random)
        switch type {
        case .text: return number % 5 == 0 ? "'\(number),'" : "'\(number)'"
        case .date: return "'2024-01-\(number % 28 < 9 ? "0" : "")\(number % 28 + 1)'"
        default: return "\(number)"
        }
    }

    private func changed(_ row: Row, _ random: inout SeededGenerator) -> Row {
        guard types.count > keyCount else { return row }
        var row = row
        let index = Int.random(in: keyCount..<types.count, using: &random)
        row[index] = Bool.random(using: &random) ? nil : literal(types[index], isKey: false, &random)
        return row
    }

    private static func unique(_ rows: [Row], _ keyCount: Int) -> [Row] {
        var seen: Set<Row> = []
        return rows.filter { seen.insert(Array($0[..<keyCount])).inserted }
    }

    /// Statements that make both tables.
    ///
    /// - Parameter suffix: stands behind `a` and `b` in their names.
    func statements(_ suffix: String = "") -> [String] {
        [("a" + suffix, a), ("b" + suffix, b)].flatMap { name, rows in
            let columns = types.indices.map { "\(columnName($0)) \(types[$0].sql)" }.joined(separator: ", ")
            let values = rows.map { "(" + $0.map { $0 ?? "NULL" }.joined(separator: ", ") + ")" }.joined(separator: ", ")
            return ["CREATE TABLE \(name) (\(columns))"] + (rows.isEmpty ? [] : ["INSERT INTO \(name) VALUES \(values)"])
        }
    }

    func columnName(_ index: Int) -> String { index < keyCount ? "k\(index)" : "v\(index)" }
    var keyNames: [String] { (0..<keyCount).map { columnName($0) } }
}

/// The meaning of a diff written down plainly: nested loops over rows in memory.
struct NaiveTruth {
    private let keyCount: Int
    let pks: KeyStatistics
    let rows: Int
    let differentRows: Int
    let differentValues: [Int]

    init(_ tables: RandomTables) {
        let keyCount = tables.keyCount
        self.keyCount = keyCount
        func key(_ row: RandomTables.Row) -> RandomTables.Row { Array(row[..<keyCount]) }
        let sides = [tables.a, tables.b]
        let keyed = sides.map { rows in rows.filter { !key($0).contains(nil) } }
        let groups = keyed.map { Dictionary(grouping: $0, by: key) }
        pks = KeyStatistics(
            totalRows: sides.map(\.count),
            nulls: zip(sides, keyed).map { $0.count - $1.count },
            dupes: groups.map { $0.values.filter { $0.count > 1 }.reduce(0) { $0 + $1.count } },
            exclusives: [groups[0].keys.count { groups[1][$0] == nil }, groups[1].keys.count { groups[0][$0] == nil }],
            distincts: groups.map(\.count)
        )
        var (rows, differentRows) = (0, 0)
        var differentValues = Array(repeating: 0, count: tables.types.count - keyCount)
        for (key, copies) in groups[0] {
            guard copies.count == 1, let others = groups[1][key], others.count == 1 else { continue }
            let different = (keyCount..<tables.types.count).filter { copies[0][$0] != others[0][$0] }
            rows += 1
            differentRows += different.isEmpty ? 0 : 1
            for index in different { differentValues[index - keyCount] += 1 }
        }
        (self.rows, self.differentRows, self.differentValues) = (rows, differentRows, differentValues)
    }

    /// What a result with all rows says otherwise; empty where it is right.
    func deviations(_ result: DiffResult) -> [String] {
        guard let values = result.values else { return ["no values: \(String(describing: result.error))"] }
        var deviations: [String] = []
        func compare<Figure: Equatable>(_ name: String, _ found: Figure?, _ wanted: Figure) {
            if found != wanted { deviations.append("\(name): \(found.map { "\($0)" } ?? "none") instead of \(wanted)") }
        }
        compare("verdict", result.verdict, verdict)
        compare("pks", result.pks, pks)
        compare("rows compared", values.totalRows, rows)
        compare("rows with differences", values.rowsWithDifferences, differentRows)
        // Columns that only make a table wide are equal.
        let counts = values.columnsDiffStats.filter { $0.columnName.hasPrefix("v") }
        compare("columns", counts.map(\.columnName), differentValues.indices.map { "v\($0 + keyCount)" })
        compare("values different", counts.map(\.valuesDifferent), differentValues)
        compare("exclusive rows", [result.rows.exclusiveA.count, result.rows.exclusiveB.count], pks.exclusives)
        compare("duplicate rows", [result.rows.duplicateA.count, result.rows.duplicateB.count], pks.dupes)
        compare("rows with null keys", [result.rows.nullKeyA.count, result.rows.nullKeyB.count], pks.nulls)
        compare("different rows", result.rows.different.count, differentRows)
        compare("different cells", result.rows.different.reduce(0) { $0 + $1.columns.count }, differentValues.reduce(0, +))
        return deviations
    }

    var verdict: Verdict {
        if pks.totalRows == [0, 0] { return .empty }
        if pks.hasBadKeys { return .badKeys }
        return pks.hasExclusives || differentRows > 0 ? .different : .identical
    }
}
