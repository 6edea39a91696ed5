import DataDiff
import Testing
import TestSupport

/// Random values around the edge of every rule: each warehouse finds equal what the naive truth does, and nothing else.
@Suite struct EqualityPropertyTests {
    private func columns(_ engine: Engine, _ random: inout SeededGenerator) throws -> [LoosePairs] {
        let absolute = random.pick(["0", "0.01", "0.5", "1", "1e-6", "12345678901234567890", "1.005"])
        let relative = random.pick(["0", "0.01", "1e-9", "0.123456789012345678901", "0.5", "1", "1.5", "2", "3"])
        let span = random.pick(["0s", "500ms", "1s", "2m", "1d", "36h"])
        let wide = engine.name == "duckdb" ? "HUGEINT" : "NUMERIC"
        var columns: [LoosePairs] = []
        for (tolerance, isRelative) in [(absolute, false), (relative, true)] {
            func exact(_ a: String, _ b: String, _ scales: (Int, Int), _ digits: Int) throws {
                columns.append(
                    try .exact(a, b, scales: scales, digits: digits, tolerance: tolerance, isRelative: isRelative, &random))
            }
            try exact("INTEGER", "BIGINT", (0, 0), 9)
            try exact("BIGINT", "BIGINT", (0, 0), 18)
            try exact("DECIMAL(18,2)", "DECIMAL(18,2)", (2, 2), 18)
            try exact("BIGINT", "DECIMAL(20,3)", (0, 3), 20)
            try exact("DECIMAL(38,10)", "DECIMAL(38,10)", (10, 10), 38)
            try exact("DECIMAL(38,0)", "DECIMAL(38,18)", (0, 18), 38)
            try exact(wide, wide, (0, 0), 38)
            columns.append(try .doubles(tolerance: isRelative ? "0.001" : tolerance, isRelative: isRelative, &random))
        }
        for rules in [[], [.ignoresCase], [.nullEqualsEmpty], [EqualityRule.ignoresCase, .nullEqualsEmpty]] {
            columns.append(.texts(rules, &random))
        }
        for rules in [[], [EqualityRule.ignoresArrayOrder]] {
            columns.append(.lists("INTEGER[]", ["1", "2", "NULL"], rules, &random))
            columns.append(.lists("VARCHAR[]", ["'a'", "'A'", "''", "NULL"], rules, &random))
        }
        columns.append(try .instants("TIMESTAMP", "TIMESTAMP", span, step: 1, &random))
        columns.append(try .instants("TIMESTAMP", "TIMESTAMP WITH TIME ZONE", span, step: 1, &random))
        columns.append(try .instants("DATE", "TIMESTAMP", span, step: 86_400_000_000, &random))
        columns.append(try .instants("DATE", "DATE", span, step: 86_400_000_000, &random))
        return columns
    }

    @Test(arguments: Engine.all, 0..<20)
    func rulesMeanWhatTheySay(_ engine: Engine, seed: Int) async throws {
        var random = SeededGenerator(seed: UInt64(seed))
        let columns = try columns(engine, &random)
        func statements(_ name: String, _ type: (LoosePairs) -> String, _ cell: (LoosePairs.Pair) -> String?) -> [String] {
            let definition = columns.enumerated().map { "v\($0) \(type($1))" }.joined(separator: ", ")
            let rows = (0..<LoosePairs.rowCount).map { row in
                "(\(row), "
                    + columns.map { column in cell(column.pairs[row]).map { "CAST(\($0) AS \(type(column)))" } ?? "NULL" }.joined(
                        separator: ", ") + ")"
            }
            return ["CREATE TABLE \(name) (id INTEGER, \(definition))", "INSERT INTO \(name) VALUES \(rows.joined(separator: ", "))"]
        }
        let database = try await engine.open(statements("a", \.typeA, \.a) + statements("b", \.typeB, \.b))
        let entries = columns.enumerated().flatMap { index, column in
            column.rules.map { EqualityRules.Entry(column: "v\(index)", rule: $0) }
        }
        let result = try await diff(database, rows: 1000) { $0.equality = EqualityRules(entries) }
        #expect(result.error == nil, "\(String(describing: result.error))")
        #expect(result.values?.notCompared.isEmpty == true)
        var found: [String: Set<Int64>] = [:]
        for row in result.rows.different {
            guard case .integer(let id) = row.key["id"] else { continue }
            for name in row.columns.keys { found[name, default: []].insert(id) }
        }
        for (index, column) in columns.enumerated() {
            for (row, pair) in column.pairs.enumerated() where found["v\(index)", default: []].contains(Int64(row)) == pair.isSame {
                Issue.record(
                    "\(column.typeA)/\(column.typeB) \(column.rules.map(\.text)): \(pair.a ?? "NULL") and \(pair.b ?? "NULL") are \(pair.isSame ? "the same" : "different")"
                )
            }
        }
        #expect(result.values?.columnsDiffStats.map(\.valuesDifferent) == columns.map { $0.pairs.count { !$0.isSame } })
    }
}
