import DataDiff
import Foundation
import Relational
import SQL
import Testing

/// What a sample's counts become in a result.
@Suite struct SampledResultTests {
    private let settings = SamplingSettings(tolerance: 0.01, confidence: 0.99, threshold: 1000)

    private func assembly(_ settings: SamplingSettings) throws -> DiffAssembly {
        let request = DiffRequest(
            a: .relation(RelationName(identifier: "a")), b: .relation(RelationName(identifier: "b")),
            key: KeyChoice(columns: ["id"], source: "argument"), sampling: settings)
        let columns = ["id", "v", "w"].map { Column(name: $0, type: Dialect.duckdb.types.columnType("BIGINT")) }
        let pairing = try ColumnPairing(request, columnsA: columns, columnsB: columns, dialect: .duckdb)
        return DiffAssembly(plan: DiffPlan(request, pairing: pairing, dialect: .duckdb), sides: [])
    }

    private func row(_ counts: [Int]) -> [Value] { counts.map { .integer(Int64($0)) } }

    /// 10,000 rows and 9,900 common keys, of which `rows` were looked at.
    private func result(
        rows: Int, different: Int, v: Int, w: Int, isSampled: Bool = true, settings: SamplingSettings? = nil
    ) throws -> DiffResult {
        let settings = settings ?? self.settings
        let assembly = try assembly(settings)
        let keys = try [10_000, 9_900].map { try KeyCounts(row: row([$0, 0, 0, $0])) }
        let sample = SamplePlan(settings, keys: keys, commonKeys: 9_900)
        #expect(!isSampled || sample != nil)
        return assembly.result(
            keys: keys, commonKeys: 9_900,
            values: try ValueCounts(
                row: row([rows, different, v, w]), plan: assembly.plan, query: ValueQuery(columns: [0, 1], duplicates: false)),
            rows: RowSamples(), sample: isSampled ? sample : nil)
    }

    @Test func countsAreOfTheSampleAndEstimatesOfAll() throws {
        let result = try result(rows: 450, different: 5, v: 5, w: 0)
        let values = try #require(result.values)
        #expect(values.totalRows == 450 && result.sampling.sampleRows == 450 && result.sampling.commonKeys == 9_900)
        #expect(result.sampling.sampled && result.sampling.reason == nil)
        #expect(values.rowsWithDifferences == 5 && values.columnsDiffStats.map(\.valuesDifferent) == [5, 0])
        let expected = SampleEstimate(value: 5, sampleRows: 450, commonKeys: 9_900, confidence: 0.99)
        #expect(expected.estimate == 110)
        #expect(values.rowsWithDifferencesEstimate == expected)
        #expect(values.columnsDiffStats[0].valuesDifferentEstimate == expected)
        #expect(values.columnsDiffStats[1].valuesDifferentEstimate?.estimate == 0)
        // Key counts are exact.
        #expect(result.pks?.exclusives == [100, 0])
    }

    @Test func theMatchScoreIsEstimated() throws {
        let all = 3.0 * 10_000 + 3 * 9_900
        let score = try #require(try result(rows: 450, different: 5, v: 5, w: 1).matchScore)
        #expect(abs(score - (all - 2 * 6 * 9_900 / 450.0 - 3 * 100) / all) < 1e-12)
        #expect(try result(rows: 450, different: 0, v: 0, w: 0).matchScore == (all - 3 * 100) / all)
    }

    @Test func withoutASampleNothingIsEstimated() throws {
        let result = try result(rows: 9_900, different: 1, v: 1, w: 0, isSampled: false, settings: .off)
        #expect(result.sampling == SamplingOutcome(reason: .off, settings: .off))
        #expect(result.values?.rowsWithDifferencesEstimate == nil)
        let json = String(decoding: try DiffJSON.encoder().encode(result), as: UTF8.self)
        #expect(!json.contains("estimate"))
        #expect(json.contains(#""sampling":{"common_keys":null,"confidence":0.99,"reason":"off","sample_rows":null,"sampled":false"#))
        #expect(try self.result(rows: 9_900, different: 1, v: 1, w: 0, isSampled: false).sampling.reason == .off)
        let strict = SamplingSettings(tolerance: 0.0001, confidence: 0.99, threshold: 1000)
        let whole = try self.result(rows: 9_900, different: 1, v: 1, w: 0, isSampled: false, settings: strict)
        #expect(whole.sampling.reason == .sampleNotSmaller && !whole.sampling.sampled)
    }

    @Test func theJSONHasTheEstimateAndIsReadAgain() throws {
        let result = try result(rows: 450, different: 5, v: 5, w: 0)
        let data = try DiffJSON.encoder().encode(result)
        let json = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        let values = try #require(json["values"] as? [String: Any])
        let column = try #require((values["columns_diff_stats"] as? [[String: Any]])?.first)
        let estimate = try #require(column["values_different_estimate"] as? [String: Any])
        #expect(Set(estimate.keys) == ["value", "estimate", "confidence", "interval"])
        #expect(estimate["value"] as? Int == 5 && estimate["estimate"] as? Int == 110 && estimate["confidence"] as? Double == 0.99)
        #expect(Set((estimate["interval"] as? [String: Int] ?? [:]).keys) == ["min", "max"])
        #expect((values["rows_with_differences_estimate"] as? [String: Any])?["value"] as? Int == 5)
        #expect(try DiffJSON.decoder().decode(DiffResult.self, from: data) == result)
    }

    /// Results that were stored before sampling existed.
    @Test func olderResultsAreRead() throws {
        let old = #"{"sampled":false,"sample_rows":null,"tolerance":1e-05,"confidence":0.99,"threshold":5000000}"#
        let read = try DiffJSON.decoder().decode(SamplingOutcome.self, from: Data(old.utf8))
        #expect(read == SamplingOutcome(settings: SamplingSettings()))
    }
}
