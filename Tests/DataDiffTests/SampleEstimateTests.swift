import DataDiff
import Foundation
import Testing
import TestSupport

@Suite struct SampleEstimateTests {
    /// Probabilities of every count by multiplying out, for small numbers.
    private func distribution(total: Int, marked: Int, drawn: Int) -> [Double] {
        // Draw by draw: what is in the sample after each.
        var shares = [1.0] + Array(repeating: 0, count: drawn)
        for draw in 0..<drawn {
            var next = Array(repeating: 0.0, count: drawn + 1)
            for count in 0...draw where shares[count] > 0 {
                let hit = Double(marked - count) / Double(total - draw)
                if hit > 0 { next[count + 1] += shares[count] * hit }
                if hit < 1 { next[count] += shares[count] * (1 - hit) }
            }
            shares = next
        }
        return shares
    }

    /// The bounds are the last numbers that are not ruled out, on either side, at which what was seen has half the risk.
    @Test(arguments: [(1, 1), (7, 3), (12, 12), (30, 11), (41, 40), (60, 25)], [0.5, 0.9, 0.99, 0.9999])
    func boundsAreThoseOfTheExactDistribution(sizes: (total: Int, drawn: Int), confidence: Double) {
        let (total, drawn) = sizes
        let risk = (1 - confidence) / 2
        for value in 0...drawn {
            let estimate = SampleEstimate(value: value, sampleRows: drawn, commonKeys: total, confidence: confidence)
            let possible = (0...total).filter { marked in
                let shares = distribution(total: total, marked: marked, drawn: drawn)
                return shares[0...value].reduce(0, +) > risk + 1e-12 && shares[value...].reduce(0, +) > risk + 1e-12
            }
            #expect(estimate.interval == .init(min: possible.first ?? -1, max: possible.last ?? -1), "\(value) of \(drawn) of \(total)")
        }
    }

    @Test(arguments: 0..<200)
    func boundsNeverContradictWhatWasSeen(seed: Int) {
        var random = SeededGenerator(seed: UInt64(seed))
        let total = Int.random(in: 1...Int(pow(10, Double.random(in: 0...12, using: &random))), using: &random)
        let drawn = Int.random(in: 0...min(total, 1_000_000), using: &random)
        let value = Int.random(in: 0...(Bool.random(using: &random) ? drawn : min(drawn, 20)), using: &random)
        let confidence = [0.1, 0.5, 0.9, 0.99, 0.99999].randomElement(using: &random) ?? 0.9
        let estimate = SampleEstimate(value: value, sampleRows: drawn, commonKeys: total, confidence: confidence)
        #expect(value <= estimate.interval.min)
        #expect(estimate.interval.min <= estimate.estimate && estimate.estimate <= estimate.interval.max)
        #expect(estimate.interval.max <= total - (drawn - value))
        #expect(estimate.value == value && estimate.confidence == confidence)
        let surer = SampleEstimate(value: value, sampleRows: drawn, commonKeys: total, confidence: 0.999999)
        #expect(surer.interval.min <= estimate.interval.min && estimate.interval.max <= surer.interval.max)
        if value < drawn {
            let more = SampleEstimate(value: value + 1, sampleRows: drawn, commonKeys: total, confidence: confidence)
            #expect(more.interval.min >= estimate.interval.min && more.interval.max >= estimate.interval.max)
        }
    }

    @Test func aWholeSampleIsNoEstimate() {
        let all = SampleEstimate(value: 7, sampleRows: 100, commonKeys: 100, confidence: 0.99)
        #expect(all.estimate == 7 && all.interval == .init(min: 7, max: 7))
        let none = SampleEstimate(value: 0, sampleRows: 0, commonKeys: 100, confidence: 0.99)
        #expect(none.estimate == 0 && none.interval == .init(min: 0, max: 100))
    }

    /// Large tables: a count without replacement is nearly Poisson's, whose exact bounds are printed in tables (Garwood, 99 %).
    @Test(arguments: [(0, 0.0, 5.2983), (1, 0.0050125, 7.4302), (5, 1.0779, 14.1498), (10, 3.7169, 21.3978), (50, 33.6643, 71.2677)])
    func largeTablesHaveTheBoundsOfPoisson(value: Int, low: Double, high: Double) {
        let (rows, all) = (1_000_000, 10_000_000_000)
        let interval = SampleEstimate(value: value, sampleRows: rows, commonKeys: all, confidence: 0.99).interval
        let scale = Double(all / rows)
        #expect(abs(Double(interval.min) / scale - low) < 0.002 + low * 0.0005)
        #expect(abs(Double(interval.max) / scale - high) < 0.002 + high * 0.0005)
    }

    /// Calculated with logarithms of factorials of forty digits.
    @Test(arguments: [
        (1_000_000, 4_605, 5, 236...3_065), (98_800_000, 460_517, 1_952, 394_876...443_709),
        (98_800_000, 460_517, 460_000, 98_675_927...98_701_210), (1_000_000_000, 460_517, 230_000, 497_540_181...501_337_180),
        (1_000_000_000_000, 1_000_000, 3, 337_865...10_977_429), (10_000_000_000, 690_776, 690_000, 9_987_685_892...9_989_777_261),
        (5_000_000, 460_517, 12_345, 131_131...136_983),
    ])
    func boundsOfLargeNumbers(all: Int, rows: Int, value: Int, bounds: ClosedRange<Int>) {
        let interval = SampleEstimate(value: value, sampleRows: rows, commonKeys: all, confidence: 0.99).interval
        // Doubles hold 15 digits of a logarithm that sums up to a million.
        #expect(abs(interval.min - bounds.lowerBound) <= bounds.lowerBound / 100_000_000)
        #expect(abs(interval.max - bounds.upperBound) <= bounds.upperBound / 100_000_000)
    }

    @Test func aCleanSampleRulesOutTheTolerance() {
        func share(_ rows: Int, _ all: Int) -> Double? {
            SamplingOutcome(sampled: true, sampleRows: rows, commonKeys: all, settings: SamplingSettings()).ruledOutShare
        }
        // Drawn without replacement, the wanted number proves a little more than was asked for; it is not said.
        #expect(share(460_517, 10_000_000) == 0.00001)
        #expect(share(460_000, 10_000_000) == 0.00001)
        // A sample of a tenth proves a tenth.
        #expect((share(46_052, 1_000_000_000) ?? 0) > 0.000099 && (share(46_052, 1_000_000_000) ?? 1) < 0.000101)
        #expect(share(0, 1000) == nil)
        #expect(SamplingOutcome(settings: SamplingSettings()).ruledOutShare == nil)
    }
}
