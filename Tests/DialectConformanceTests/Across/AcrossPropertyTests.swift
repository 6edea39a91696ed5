import DataDiff
import DiffEngine
import Relational
import TestSupport
import Testing

/// Random tables in two databases: the counts equal those of the naive truth, and those of one database that holds both tables.
@Suite struct AcrossPropertyTests {
    @Test(arguments: EnginePair.all, (200..<210).blocks(of: 5))
    func countsEqualTheNaiveTruth(_ engines: EnginePair, seeds: Range<Int>) async throws {
        try await expectTruth(engines, seeds) { _ in AcrossSettings(strategy: .stream) }
    }

    /// Many buckets skip what is equal, few of them hold rows of many keys.
    @Test(arguments: EnginePair.all, (400..<412).blocks(of: 6))
    func checksumsMissNothing(_ engines: EnginePair, seeds: Range<Int>) async throws {
        try await expectTruth(engines, seeds) { AcrossSettings(strategy: .checksums, bucketCount: [1021, 11, 5][$0 % 3]) }
    }

    private func expectTruth(_ engines: EnginePair, _ seeds: Range<Int>, _ settings: (Int) -> AcrossSettings) async throws {
        let all = seeds.map { ($0, RandomTables(seed: UInt64($0))) }
        let statements = all.flatMap { $1.statements("\($0)") }
        let databases = try await engines.open(statements, statements)
        for (seed, tables) in all {
            let result = try await diffAcross(databases, key: tables.keyNames, rows: 1000, settings: settings(seed)) { $0.name(seed) }
            #expect(NaiveTruth(tables).deviations(result) == [], "seed \(seed)")
        }
    }

    @Test(arguments: Engine.all)
    func asInOneDatabase(_ engine: Engine) async throws {
        let all = (300..<306).map { ($0, RandomTables(seed: UInt64($0))) }
        let database = try await engine.open(all.flatMap { $1.statements("\($0)") })
        for (seed, tables) in all {
            let one = try await diff(database, key: tables.keyNames, rows: 1000) { $0.name(seed) }
            let across = try await diffAcross((database, database), key: tables.keyNames, rows: 1000) { $0.name(seed) }
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
        func statements(_ side: String, _ type: (LoosePairs) -> String, _ literal: (LoosePairs.Pair) -> String?) -> [String] {
            cases.enumerated().flatMap { number, loose in
                let rows = loose.pairs.enumerated().map { "(\($0), \(literal($1).map { "CAST(\($0) AS \(type(loose)))" } ?? "NULL"))" }
                return [
                    "CREATE TABLE \(side)\(number) (id INTEGER, v \(type(loose)))",
                    "INSERT INTO \(side)\(number) VALUES \(rows.joined(separator: ", "))",
                ]
            }
        }
        let databases = try await engines.open(statements("a", \.typeA) { $0.a }, statements("b", \.typeB) { $0.b })
        for (number, loose) in cases.enumerated() {
            let result = try await diffAcross(databases, rows: 1000) { request in
                request.name(number)
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

extension DiffRequest {
    /// Compares `a` and `b` of that number.
    mutating func name(_ number: Int) {
        a = .relation(RelationName(identifier: "a\(number)"))
        b = .relation(RelationName(identifier: "b\(number)"))
    }
}
