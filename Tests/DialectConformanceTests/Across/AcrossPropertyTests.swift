import DataDiff
import TestSupport
import Testing

/// Random tables in two databases: the counts equal those of the naive truth, and those of one database that holds both tables.
@Suite struct AcrossPropertyTests {
    @Test(arguments: EnginePair.all, 200..<210)
    func countsEqualTheNaiveTruth(_ engines: EnginePair, seed: Int) async throws {
        let tables = RandomTables(seed: UInt64(seed))
        let truth = NaiveTruth(tables)
        let result = try await diffAcross(
            try await engines.open(tables.statements, tables.statements), key: tables.keyNames, rows: 1000)
        #expect(result.error == nil)
        let values = try #require(result.values)
        #expect(result.pks == truth.pks)
        #expect(values.totalRows == truth.rows)
        #expect(values.rowsWithDifferences == truth.differentRows)
        #expect(values.columnsDiffStats.map(\.valuesDifferent) == truth.differentValues)
        #expect(values.columnsDiffStats.map(\.columnName) == tables.types.indices.dropFirst(tables.keyCount).map { tables.columnName($0) })
        #expect(result.verdict == truth.verdict)
        #expect(result.rows.exclusiveA.count == truth.pks.exclusives[0])
        #expect(result.rows.exclusiveB.count == truth.pks.exclusives[1])
        #expect(result.rows.duplicateA.count == truth.pks.dupes[0])
        #expect(result.rows.nullKeyB.count == truth.pks.nulls[1])
        #expect(result.rows.different.count == truth.differentRows)
        #expect(result.rows.different.reduce(0) { $0 + $1.columns.count } == truth.differentValues.reduce(0, +))
    }

    @Test(arguments: Engine.all, 300..<306)
    func asInOneDatabase(_ engine: Engine, seed: Int) async throws {
        let tables = RandomTables(seed: UInt64(seed))
        let database = try await engine.open(tables.statements)
        let one = try await diff(database, key: tables.keyNames, rows: 1000)
        let across = try await diffAcross((database, database), key: tables.keyNames, rows: 1000)
        #expect(across.pks == one.pks)
        #expect(across.schema == one.schema)
        #expect(across.values == one.values)
        #expect(across.verdict == one.verdict)
        #expect(across.matchScore == one.matchScore)
        #expect(across.sides == one.sides)
        #expect(across.primaryKey == one.primaryKey)
        #expect(across.rows.exclusiveA.count == one.rows.exclusiveA.count)
        #expect(across.rows.different.map(\.key).count == one.rows.different.map(\.key).count)
    }

    /// Rules of equality across databases are those within one.
    @Test(arguments: EnginePair.all, 0..<3)
    func tolerancesOfNumbers(_ engines: EnginePair, seed: Int) async throws {
        var random = SeededGenerator(seed: UInt64(seed))
        let cases = [
            try LoosePairs.exact(
                "DECIMAL(18,4)", "DECIMAL(12,2)", scales: (4, 2), digits: 12, tolerance: "0.05", isRelative: seed == 1, &random),
            try LoosePairs.doubles(tolerance: "0.01", isRelative: seed == 2, &random),
            try LoosePairs.instants("TIMESTAMP", "TIMESTAMP", "2m", step: 1, &random),
            try LoosePairs.instants("DATE", "TIMESTAMP", "1d", step: 86_400_000_000, &random),
            LoosePairs.texts([.ignoresCase], &random), LoosePairs.texts([.nullEqualsEmpty], &random),
        ]
        for loose in cases {
            func statements(_ side: String, _ type: String, _ literal: (LoosePairs.Pair) -> String?) -> [String] {
                let rows = loose.pairs.enumerated().map { "(\($0), \(literal($1).map { "CAST(\($0) AS \(type))" } ?? "NULL"))" }
                return ["CREATE TABLE \(side) (id INTEGER, v \(type))", "INSERT INTO \(side) VALUES \(rows.joined(separator: ", "))"]
            }
            let databases = try await engines.open(
                statements("a", loose.typeA) { $0.a }, statements("b", loose.typeB) { $0.b })
            let result = try await diffAcross(databases, rows: 1000) { request in
                request.equality = EqualityRules(loose.rules.map { .init(column: "v", rule: $0) })
            }
            #expect(result.error == nil)
            let different = Set(result.rows.different.compactMap { $0.key["id"] })
            let expected = Set(loose.pairs.indices.filter { !loose.pairs[$0].isSame }.map { CellValue.integer(Int64($0)) })
            #expect(different == expected, "\(loose.typeA) \(loose.typeB) \(loose.rules)")
            #expect(result.equality?.columns.map(\.columnName) == ["v"])
        }
    }
}
