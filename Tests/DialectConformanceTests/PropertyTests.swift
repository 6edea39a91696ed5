import DataDiff
import Testing
import TestSupport

/// Random schemas and edits: every warehouse's counts equal those of the naive truth.
///
/// Ten seeds share a database, as making one takes longer than a diff in it.
@Suite struct PropertyTests {
    @Test(arguments: Engine.all, (0..<40).blocks(of: 10))
    func countsEqualTheNaiveTruth(_ engine: Engine, seeds: Range<Int>) async throws {
        let all = seeds.map { ($0, RandomTables(seed: UInt64($0))) }
        let database = try await engine.open(all.flatMap { $1.statements("\($0)") })
        for (seed, tables) in all {
            let result = try await diff(database, "a\(seed)", "b\(seed)", key: tables.keyNames, rows: 1000)
            #expect(NaiveTruth(tables).deviations(result) == [], "seed \(seed)")
        }
    }

    /// Tables too wide for values to be carried through an engine's join.
    @Test(arguments: Engine.all, (200..<220).blocks(of: 10))
    func countsOfWideTablesEqualTheNaiveTruth(_ engine: Engine, seeds: Range<Int>) async throws {
        let all = seeds.map { ($0, RandomTables(seed: UInt64($0))) }
        let database = try await engine.open(
            all.flatMap { seed, tables in
                tables.statements("\(seed)")
                    + ["a", "b"].map { "CREATE TABLE wide_\($0)\(seed) AS SELECT *, \(PlanTests.wide) FROM \($0)\(seed)" }
            })
        for (seed, tables) in all {
            let result = try await diff(database, "wide_a\(seed)", "wide_b\(seed)", key: tables.keyNames, rows: 1000)
            #expect(NaiveTruth(tables).deviations(result) == [], "seed \(seed)")
        }
    }

    /// Swapping the sides swaps every pair of counts and leaves the score.
    @Test(arguments: Engine.all)
    func sidesAreSymmetric(_ engine: Engine) async throws {
        let all = (100..<110).map { ($0, RandomTables(seed: UInt64($0))) }
        let database = try await engine.open(all.flatMap { $1.statements("\($0)") })
        for (seed, tables) in all {
            let forward = try await diff(database, "a\(seed)", "b\(seed)", key: tables.keyNames)
            let backward = try await diff(database, "b\(seed)", "a\(seed)", key: tables.keyNames)
            let (pks, swapped) = (try #require(forward.pks), try #require(backward.pks))
            #expect(pks.exclusives == swapped.exclusives.reversed(), "seed \(seed)")
            #expect(pks.dupes == swapped.dupes.reversed(), "seed \(seed)")
            #expect(forward.matchScore == backward.matchScore, "seed \(seed)")
            #expect(forward.values?.valuesWithDifferences == backward.values?.valuesWithDifferences, "seed \(seed)")
        }
    }
}

extension Range<Int> {
    /// The range in pieces of so many.
    func blocks(of size: Int) -> [Range<Int>] {
        stride(from: lowerBound, to: upperBound, by: size).map { $0..<Swift.min($0 + size, upperBound) }
    }
}
