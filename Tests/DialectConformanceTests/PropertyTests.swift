import DataDiff
import Testing
import TestSupport

/// Random schemas and edits: every warehouse's counts equal those of the naive truth.
@Suite struct PropertyTests {
    @Test(arguments: Engine.all, 0..<40)
    func countsEqualTheNaiveTruth(_ engine: Engine, seed: Int) async throws {
        let tables = RandomTables(seed: UInt64(seed))
        let truth = NaiveTruth(tables)
        let database = try await engine.open(tables.statements)
        let result = try await diff(database, key: tables.keyNames, rows: 1000)
        let values = try #require(result.values)
        #expect(result.pks == truth.pks)
        #expect(values.totalRows == truth.rows)
        #expect(values.rowsWithDifferences == truth.differentRows)
        #expect(values.columnsDiffStats.map(\.valuesDifferent) == truth.differentValues)
        #expect(result.verdict == truth.verdict)
        #expect(result.rows.exclusiveA.count == truth.pks.exclusives[0])
        #expect(result.rows.exclusiveB.count == truth.pks.exclusives[1])
        #expect(result.rows.duplicateA.count == truth.pks.dupes[0])
        #expect(result.rows.duplicateB.count == truth.pks.dupes[1])
        #expect(result.rows.nullKeyA.count == truth.pks.nulls[0])
        #expect(result.rows.nullKeyB.count == truth.pks.nulls[1])
        #expect(result.rows.different.count == truth.differentRows)
        #expect(result.rows.different.reduce(0) { $0 + $1.columns.count } == truth.differentValues.reduce(0, +))
    }

    /// Swapping the sides swaps every pair of counts and leaves the score.
    @Test(arguments: Engine.all, 100..<110)
    func sidesAreSymmetric(_ engine: Engine, seed: Int) async throws {
        let tables = RandomTables(seed: UInt64(seed))
        let database = try await engine.open(tables.statements)
        let forward = try await diff(database, "a", "b", key: tables.keyNames)
        let backward = try await diff(database, "b", "a", key: tables.keyNames)
        let (pks, swapped) = (try #require(forward.pks), try #require(backward.pks))
        #expect(pks.exclusives == swapped.exclusives.reversed())
        #expect(pks.dupes == swapped.dupes.reversed())
        #expect(forward.matchScore == backward.matchScore)
        #expect(forward.values?.valuesWithDifferences == backward.values?.valuesWithDifferences)
    }
}
