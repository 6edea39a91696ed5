import DataDiff
import Testing
import TestSupport

/// Values compared on a sample, in every real warehouse: what is exact stays exact, and what is estimated holds the truth.
@Suite struct SamplingTests {
    /// So sure that no interval of this suite should ever miss; about 691 rows are taken.
    static let settings = SamplingSettings(tolerance: 0.02, confidence: 0.999_999, threshold: 1000)
    /// Six standard deviations of the number of rows.
    static let rows = 535...850

    private static func sampled(_ request: inout DiffRequest) { request.sampling = settings }

    @Test(arguments: Engine.all, 0..<6)
    func whatIsSampledAgreesWithTheNaiveTruth(_ engine: Engine, seed: Int) async throws {
        let tables = SampledTables(seed: UInt64(seed))
        let database = try await engine.open(tables.statements)
        let result = try await diff(database, rows: 5000, edit: Self.sampled)
        let values = try #require(result.values)
        #expect(result.pks == tables.pks)
        #expect(result.sampling.sampled && result.sampling.commonKeys == tables.common.count)
        #expect(result.sampling.sampleRows == values.totalRows && Self.rows.contains(values.totalRows), "\(values.totalRows)")
        let rowsEstimate = try #require(values.rowsWithDifferencesEstimate)
        #expect((rowsEstimate.interval.min...rowsEstimate.interval.max).contains(tables.differentRows))
        #expect(rowsEstimate.value == values.rowsWithDifferences)
        #expect(values.columnsDiffStats.map(\.columnName) == tables.columnNames)
        for (column, truth) in zip(values.columnsDiffStats, tables.differentValues) {
            let estimate = try #require(column.valuesDifferentEstimate)
            #expect((estimate.interval.min...estimate.interval.max).contains(truth), "\(column.columnName)")
            #expect(estimate.value == column.valuesDifferent && (truth > 0 || column.valuesDifferent == 0))
        }
        // The rows shown are those of the sample: they differ in truth, and as often as was counted.
        #expect(result.rows.different.count == values.rowsWithDifferences)
        for row in result.rows.different {
            guard case .integer(let id)? = row.key["id"] else { return #expect(Bool(false), "no key") }
            #expect(tables.differences[Int(id)] == Set(row.columns.keys))
        }
        #expect(result.rows.exclusiveA.count == tables.pks.exclusives[0])
        #expect(result.rows.duplicateB.count == tables.pks.dupes[1])
    }

    /// Were the sides' keys chosen apart, or by their spelling, few would be common.
    @Test(arguments: Engine.all)
    func bothSidesTakeTheSameKeys(_ engine: Engine) async throws {
        let database = try await engine.open([
            "CREATE TABLE a AS SELECT CAST(i AS \(engine.integer)) AS id, CAST(i % 7 AS VARCHAR) AS t, i AS v FROM \(engine.series(10_000))",
            "CREATE TABLE b AS SELECT CAST(id AS \(engine.bigint)) AS id, t, v FROM a ORDER BY v DESC",
            "CREATE TABLE c AS SELECT CAST(id AS VARCHAR) AS id, t, v FROM a ORDER BY t",
        ])
        for (other, key) in [("b", ["id"]), ("b", ["id", "t"]), ("b", ["t", "id"]), ("c", ["id"]), ("c", ["t", "id"])] {
            let there = try await diff(database, "a", other, key: key, edit: Self.sampled)
            let rows = try #require(there.sampling.sampleRows)
            #expect(Self.rows.contains(rows), "\(other) \(key): \(rows)")
            #expect(there.values?.rowsWithDifferences == 0 && there.rows.different.isEmpty)
            let back = try await diff(database, other, "a", key: key, edit: Self.sampled)
            #expect(back.sampling.sampleRows == rows)
            #expect(try await diff(database, "a", other, key: key, edit: Self.sampled).values == there.values)
        }
        let same = try await diff(database, "a", "a", edit: Self.sampled)
        #expect(same.verdict == .identical && same.sampling.sampled && same.matchScore == 1)
    }

    @Test(arguments: Engine.all)
    func withoutASampleEverythingIsExact(_ engine: Engine) async throws {
        let database = try await engine.open([
            "CREATE TABLE a AS SELECT i AS id, i AS v FROM \(engine.series(3000))",
            "CREATE TABLE b AS SELECT id, CASE WHEN id % 10 = 0 THEN -1 ELSE v END AS v FROM a",
        ])
        let cases: [(SamplingSettings, [String], SamplingExemption)] = [
            (.off, [], .off),
            (SamplingSettings(tolerance: 0.02, confidence: 0.99, threshold: 3001), [], .belowThreshold),
            // The threshold is of the rows that pass the filters.
            (SamplingSettings(tolerance: 0.02, confidence: 0.99, threshold: 2000), ["id < 1999"], .belowThreshold),
            (SamplingSettings(tolerance: 0.002, confidence: 0.99, threshold: 0), [], .sampleNotSmaller),
        ]
        for (settings, filters, reason) in cases {
            let result = try await diff(database) {
                $0.sampling = settings
                ($0.filtersA, $0.filtersB) = (filters, filters)
            }
            let rows = filters.isEmpty ? 3000 : 1999
            #expect(result.sampling == SamplingOutcome(reason: reason, settings: settings))
            #expect(result.values?.totalRows == rows && result.values?.rowsWithDifferences == (rows + 9) / 10)
            #expect(result.values?.rowsWithDifferencesEstimate == nil)
            #expect(result.values?.columnsDiffStats.allSatisfy { $0.valuesDifferentEstimate == nil } == true)
        }
    }

    /// Differences over time were counted in the sample; only their estimates can stand beside exact counts.
    @Test(arguments: Engine.all)
    func aTimelineOfASampleIsScaledToAllRows(_ engine: Engine) async throws {
        let database = try await engine.open([
            "CREATE TABLE a AS SELECT i AS id, DATE '2026-01-01' + CAST(i % 2 AS INTEGER) AS day, 0 AS v FROM \(engine.series(20_000))",
            "CREATE TABLE b AS SELECT id, day, CASE WHEN id % 4 < 2 THEN 1 ELSE v END AS v FROM a WHERE id > 9",
        ])
        let result = try await diff(database) { request in
            Self.sampled(&request)
            request.timeColumn = TimeColumnChoice(name: "day", source: "argument", window: .none, isRequired: true)
        }
        let (timeline, values) = (try #require(result.timeline), try #require(result.values))
        #expect(result.sampling.sampled && timeline.isEstimated && timeline.buckets.count == 2)
        #expect(timeline.buckets.reduce(0) { $0 + $1.different } == values.rowsWithDifferences)
        #expect(timeline.buckets.map(\.exclusiveA) == [5, 5])
        for bucket in timeline.buckets {
            let estimate = try #require(bucket.differentEstimate)
            // 5,000 rows of each day differ in truth.
            #expect((3_500...6_500).contains(estimate), "\(estimate)")
            #expect(bucket.mismatches == estimate + bucket.exclusiveA)
        }
        let exact = try await diff(database) { request in
            request.timeColumn = TimeColumnChoice(name: "day", source: "argument", window: .none, isRequired: true)
        }
        #expect(exact.timeline?.isEstimated == false && exact.timeline?.buckets.allSatisfy { $0.differentEstimate == nil } == true)
    }

    @Test(arguments: Engine.all)
    func aRenamedColumnIsFoundInASample(_ engine: Engine) async throws {
        let database = try await engine.open([
            "CREATE TABLE a AS SELECT i AS id, i * 3 AS price FROM \(engine.series(5000))",
            "CREATE TABLE b AS SELECT id, price AS amount FROM a",
        ])
        let result = try await diff(database, edit: Self.sampled)
        #expect(result.sampling.sampled)
        #expect(result.schema?.renameHints == [.init(a: "price", b: "amount", match: 100)])
        #expect(result.values?.totalRows == result.sampling.sampleRows)
    }
}
