import DataDiff
import Foundation
import Relational
import Testing

@Suite struct SamplePlanTests {
    private func counts(_ rows: Int, _ distincts: Int) throws -> KeyCounts {
        try KeyCounts(row: [.integer(Int64(rows)), .integer(0), .integer(0), .integer(Int64(distincts))])
    }

    /// One row of the decision table.
    struct Case: Sendable {
        var settings = SamplingSettings(tolerance: 0.01, confidence: 0.99, threshold: 1000)
        var rows = [1000, 1000]
        var commonKeys = 1000
        var exemption: SamplingExemption?
    }

    static let cases = [
        Case(),
        Case(settings: .off, rows: [10_000_000, 10_000_000], commonKeys: 10_000_000, exemption: .off),
        // The larger table decides.
        Case(rows: [999, 999], commonKeys: 999, exemption: .belowThreshold),
        Case(rows: [10, 1000], commonKeys: 10, exemption: .sampleNotSmaller),
        Case(rows: [1000, 922], commonKeys: 922),
        // 460.5 rows are wanted: half of 921 is exactly that.
        Case(rows: [1000, 1000], commonKeys: 921, exemption: .sampleNotSmaller),
        Case(rows: [1000, 1000], commonKeys: 0, exemption: .sampleNotSmaller),
        Case(settings: .init(tolerance: 0.01, confidence: 0.99, threshold: 0), rows: [0, 0], commonKeys: 0, exemption: .sampleNotSmaller),
        Case(settings: .init(), rows: [4_999_999, 4_999_999], commonKeys: 4_999_999, exemption: .belowThreshold),
        Case(settings: .init(), rows: [5_000_000, 4_000_000], commonKeys: 4_000_000),
        Case(settings: .init(tolerance: 1e-30), rows: [5_000_000, 5_000_000], commonKeys: 5_000_000, exemption: .sampleNotSmaller),
    ]

    @Test(arguments: cases.indices)
    func decision(index: Int) throws {
        let it = Self.cases[index]
        let keys = try it.rows.map { try counts($0, $0) }
        #expect(SamplePlan.exemption(it.settings, keys: keys, commonKeys: it.commonKeys) == it.exemption)
        #expect((SamplePlan(it.settings, keys: keys, commonKeys: it.commonKeys) == nil) == (it.exemption != nil))
        // What can be said before the common keys are counted never rules out what follows.
        #expect(it.exemption != nil || SamplePlan.isPossible(it.settings, keys: keys))
    }

    @Test func withoutEnoughDistinctKeysNothingMoreIsCounted() throws {
        let settings = SamplingSettings(tolerance: 0.01, confidence: 0.99, threshold: 1000)
        #expect(!SamplePlan.isPossible(settings, keys: [try counts(5000, 900), try counts(5000, 5000)]))
        #expect(SamplePlan.isPossible(settings, keys: [try counts(5000, 5000), try counts(5000, 5000)]))
    }

    @Test(arguments: [(0.00001, 0.99, 460_517), (0.00001, 0.999, 690_776), (0.001, 0.99, 4_605), (0.01, 0.95, 300)])
    func rowsWanted(tolerance: Double, confidence: Double, rows: Int) throws {
        let keys = try counts(10_000_000, 10_000_000)
        let settings = SamplingSettings(tolerance: tolerance, confidence: confidence, threshold: 0)
        let plan = try #require(SamplePlan(settings, keys: [keys, keys], commonKeys: 10_000_000))
        #expect(plan.wantedRows == rows)
        let expected = Double(plan.limit) / Double(SamplePlan.modulus) * 10_000_000
        #expect(abs(expected - Double(rows)) < 0.6)
    }

    /// The promise, without a draw: rows that differ are missed when none of them is taken.
    @Test(arguments: [0.5, 0.9, 0.99, 0.999, 0.999999], [1_000, 123_457, 5_000_000, 2_000_000_000, 100_000_000_000])
    func theToleranceIsMissedNoOftenerThanPromised(confidence: Double, commonKeys: Int) throws {
        let keys = try counts(commonKeys, commonKeys)
        for tolerance in [0.3, 0.02, 0.001, 0.00001, 0.0000001] {
            let settings = SamplingSettings(tolerance: tolerance, confidence: confidence, threshold: 0)
            guard let plan = SamplePlan(settings, keys: [keys, keys], commonKeys: commonKeys) else { continue }
            let share = Double(plan.limit) / Double(SamplePlan.modulus)
            #expect((1...(SamplePlan.modulus / 2 + 1)).contains(plan.limit))
            let different = (tolerance * Double(commonKeys)).rounded(.up)
            // The margin is what doubles lose, nothing else.
            #expect(different * log1p(-share) <= log1p(-confidence) * (1 - 1e-12))
        }
    }
}
