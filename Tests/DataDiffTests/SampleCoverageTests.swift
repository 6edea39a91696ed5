import DataDiff
import Foundation
import Relational
import Testing
import TestSupport

/// That what is said of a sample is true as often as it is said to be; with keys drawn as the plan draws them.
@Suite struct SampleCoverageTests {
    private static let commonKeys = 1000
    private static let trials = 1500

    /// How far a share of `trials` may be from its probability by chance: four standard deviations, which happens once in 30,000 times.
    private static func noise(_ probability: Double, _ trials: Int = trials) -> Double {
        4 * (probability * (1 - probability) / Double(trials)).squareRoot()
    }

    private static func plan(_ tolerance: Double, _ confidence: Double, commonKeys: Int) throws -> SamplePlan {
        let count = Value.integer(Int64(commonKeys))
        let keys = try KeyCounts(row: [count, .integer(0), .integer(0), count])
        let settings = SamplingSettings(tolerance: tolerance, confidence: confidence, threshold: 0)
        return try #require(SamplePlan(settings, keys: [keys, keys], commonKeys: commonKeys))
    }

    private static func isTaken(_ plan: SamplePlan, _ random: inout SeededGenerator) -> Bool {
        Int(random.next() % UInt64(SamplePlan.modulus)) < plan.limit
    }

    @Test(arguments: [0.9, 0.99])
    func intervalsHoldTheTruthAsOftenAsTheySay(confidence: Double) throws {
        // About 150 of 1000 keys are taken.
        let plan = try Self.plan(-log1p(-confidence) / 150, confidence, commonKeys: Self.commonKeys)
        let truths = [0, 1, 3, 20, 150, 500, 990, 1000]
        var held = Array(repeating: 0, count: truths.count)
        var rows = 0
        for seed in 0..<Self.trials {
            var random = SeededGenerator(seed: UInt64(seed))
            let sample = (0..<Self.commonKeys).filter { _ in Self.isTaken(plan, &random) }
            rows += sample.count
            for (index, truth) in truths.enumerated() {
                let found = sample.count { $0 < truth }
                let interval = SampleEstimate(
                    value: found, sampleRows: sample.count, commonKeys: Self.commonKeys, confidence: confidence
                ).interval
                if interval.min <= truth && truth <= interval.max { held[index] += 1 }
            }
        }
        for (truth, held) in zip(truths, held) {
            #expect(Double(held) / Double(Self.trials) >= confidence - Self.noise(confidence), "\(truth) rows differ")
        }
        let mean = Double(rows) / Double(Self.trials * Self.commonKeys)
        #expect(abs(mean - 0.15) <= Self.noise(0.15, Self.trials * Self.commonKeys) + 1 / Double(SamplePlan.modulus))
    }

    /// The interval is not so wide that it says nothing: its middle follows the truth.
    @Test func estimatesHaveNoBias() throws {
        let plan = try Self.plan(-log1p(-0.9) / 150, 0.9, commonKeys: Self.commonKeys)
        let truth = 200
        var sum = 0.0
        for seed in 0..<Self.trials {
            var random = SeededGenerator(seed: UInt64(seed) + 1_000_000)
            let sample = (0..<Self.commonKeys).filter { _ in Self.isTaken(plan, &random) }
            let found = sample.count { $0 < truth }
            sum += Double(
                SampleEstimate(value: found, sampleRows: sample.count, commonKeys: Self.commonKeys, confidence: 0.9).estimate)
        }
        // A sample of 150 that is 20 % different has a standard deviation of 5 rows at most, 33 of all.
        #expect(abs(sum / Double(Self.trials) - Double(truth)) <= 4 * 33 / Double(Self.trials).squareRoot())
    }

    @Test(arguments: [(0.01, 0.9), (0.01, 0.99), (0.002, 0.95), (0.05, 0.5)])
    func aShareAsLargeAsTheToleranceIsSeldomMissed(tolerance: Double, confidence: Double) throws {
        let plan = try Self.plan(tolerance, confidence, commonKeys: 5000)
        let (different, trials) = (Int((tolerance * 5000).rounded(.up)), 10_000)
        let missed = (0..<trials).count { seed in
            var random = SeededGenerator(seed: UInt64(seed) + 2_000_000)
            return !(0..<different).contains { _ in Self.isTaken(plan, &random) }
        }
        #expect(Double(missed) / Double(trials) <= 1 - confidence + Self.noise(confidence, trials))
    }

    /// What a report says of a sample without a difference.
    @Test(arguments: [(0.02, 0.9), (0.01, 0.95)])
    func whatACleanSampleRulesOutIsSeldomTrue(tolerance: Double, confidence: Double) throws {
        let plan = try Self.plan(tolerance, confidence, commonKeys: Self.commonKeys)
        let settings = SamplingSettings(tolerance: tolerance, confidence: confidence, threshold: 0)
        let truths = [5, 15, 19, 20, 25, 40]
        var wrong = Array(repeating: 0, count: truths.count)
        for seed in 0..<Self.trials {
            var random = SeededGenerator(seed: UInt64(seed) + 3_000_000)
            let sample = (0..<Self.commonKeys).filter { _ in Self.isTaken(plan, &random) }
            let outcome = SamplingOutcome(sampled: true, sampleRows: sample.count, commonKeys: Self.commonKeys, settings: settings)
            let ruledOut = try #require(outcome.ruledOutShare) * Double(Self.commonKeys)
            for (index, truth) in truths.enumerated() where Double(truth) >= ruledOut && sample.allSatisfy({ $0 >= truth }) {
                wrong[index] += 1
            }
        }
        for (truth, wrong) in zip(truths, wrong) {
            #expect(Double(wrong) / Double(Self.trials) <= 1 - confidence + Self.noise(confidence), "\(truth) rows differ")
        }
        // Were nothing ever ruled out, nothing above could fail.
        #expect(wrong.contains { $0 > 0 })
    }
}
