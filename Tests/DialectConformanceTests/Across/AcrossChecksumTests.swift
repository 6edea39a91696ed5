import DataDiff
import DiffEngine
import Foundation
import Relational
import Synchronization
import TestSupport
import Testing
import Warehouse

/// Rows that checksums tell equal are not moved, and nothing is missed for it.
@Suite struct AcrossChecksumTests {
    /// A row of every type whose text both engines write alike, and one column that changes.
    private func tables(_ engine: Engine, _ name: String, rows: Int, changed: String = "0 = 1") -> [String] {
        let values = [
            "i AS id", "CAST(i % 7 AS SMALLINT) AS small", "CAST(i * 4000000000 AS BIGINT) AS wide",
            "CAST(i / 4.0 AS DECIMAL(12,2)) AS money",
            "CAST(i AS DOUBLE PRECISION) / 3 AS ratio", "CAST(i AS REAL) AS single", "CASE WHEN i % 5 > 0 THEN 'é|' || i END AS name",
            "i % 2 = 0 AS flag", "DATE '2020-01-01' + CAST(i AS INTEGER) AS day", "TIMESTAMP '2020-01-01 00:00:00.5' AS moment",
            "TIME '12:00:00.25' AS clock", "CAST('a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11' AS UUID) AS uuid",
            "INTERVAL '1 month 2 days' AS span",
            "CAST(TIMESTAMP '2020-01-01 00:00:00.5' AS TIMESTAMP WITH TIME ZONE) AS instant", "CASE WHEN \(changed) THEN 1 ELSE 0 END AS v",
        ]
        return ["SET TimeZone = 'UTC'", "CREATE TABLE \(name) AS SELECT \(values.joined(separator: ", ")) FROM \(engine.series(rows))"]
    }

    @Test(arguments: EnginePair.all)
    func onlyBucketsThatDifferAreMoved(_ engines: EnginePair) async throws {
        let databases = try await engines.open(
            tables(engines.a, "a", rows: 5000), tables(engines.b, "b", rows: 5000, changed: "i IN (7, 4000)"))
        let checksums = AcrossSettings(strategy: .checksums)
        let result = try await diffAcross(databases, settings: checksums)
        #expect(result.error == nil)
        #expect(result.pks?.totalRows == [5000, 5000] && result.pks?.distincts == [5000, 5000])
        #expect(result.values?.totalRows == 5000 && result.values?.rowsWithDifferences == 2)
        #expect(result.values?.columnsDiffStats.first { $0.columnName == "v" }?.match == 99.96)
        #expect(Set(result.rows.different.map(\.key["id"])) == [.integer(7), .integer(4000)])
        let streamed = try await diffAcross(databases, settings: AcrossSettings(strategy: .stream))
        #expect(streamed.values == result.values && streamed.pks == result.pks && streamed.matchScore == result.matchScore)
        #expect(streamed.statistics.rowsFetched == 2 * 5000 + 2 * 15)
        // Columns, sizes, a checksum for each bucket, and two buckets of five rows a side.
        #expect(result.statistics.rowsFetched <= 2 * (15 + 1 + 1021 + 2 * 5))
        #expect(result.statistics.queries == 2 * 4)
        #expect(result.statistics.bytesFetched * 5 < streamed.statistics.bytesFetched)
        let same = try await diffAcross(databases, settings: checksums) { $0.columns.exclude = ["v"] }
        #expect(same.verdict == .identical && same.matchScore == 1)
        #expect(same.pks?.totalRows == [5000, 5000] && same.values?.totalRows == 5000)
        #expect(same.statistics.rowsFetched <= 2 * (15 + 1 + 1021))
    }

    /// More buckets than a list is good for; keys below zero have theirs, too.
    @Test(arguments: EnginePair.all)
    func manyBucketsThatDiffer(_ engines: EnginePair) async throws {
        func statements(_ name: String, _ engine: Engine, _ changed: String) -> [String] {
            let key = "i - 2500"
            return ["CREATE TABLE \(name) AS SELECT \(key) AS id, CASE WHEN \(changed) THEN 1 ELSE 0 END AS v FROM \(engine.series(5000))"]
        }
        let databases = try await engines.open(statements("a", engines.a, "0 = 1"), statements("b", engines.b, "i % 25 = 0"))
        let settings = AcrossSettings(strategy: .checksums, bucketCount: 5003)
        let result = try await diffAcross(databases, rows: 500, settings: settings)
        #expect(result.error == nil && result.values?.rowsWithDifferences == 200 && result.values?.totalRows == 5000)
        let keys: [CellValue] = (0..<200).map { CellValue.integer(Int64($0 * 25 - 2500)) }
        let found: [CellValue] = result.rows.different.compactMap { $0.key["id"] }
        #expect(Set(found) == Set(keys))
        #expect(result.statistics.rowsFetched == 2 * (2 + 1 + 5000 + 200))
    }

    /// Where most rows differ, the checksums were for nothing, once; rows are never read a third time.
    @Test(arguments: EnginePair.mixed)
    func changesEverywhereAreReadOnce(_ engines: EnginePair) async throws {
        let databases = try await engines.open(
            tables(engines.a, "a", rows: 3000), tables(engines.b, "b", rows: 3000, changed: "i % 2 = 0"))
        let result = try await diffAcross(databases, settings: AcrossSettings(strategy: .checksums))
        #expect(result.values?.rowsWithDifferences == 1500 && result.values?.totalRows == 3000)
        #expect(result.statistics.queries == 2 * 4)
        #expect(result.statistics.rowsFetched == 2 * (15 + 1 + 1021 + 3000))
    }

    /// Duplicates that are equal on both sides, keys that are NULL, and rows of one side alone are still told.
    @Test(arguments: EnginePair.all, [1021, 7])
    func keysAreCountedAsInAStream(_ engines: EnginePair, buckets: Int) async throws {
        func statements(_ name: String, _ engine: Engine, _ rows: String) -> [String] {
            [
                "CREATE TABLE \(name) AS SELECT CAST(i AS INTEGER) AS id, 'k' || i AS k, 0 AS v FROM \(engine.series(2000))",
                "INSERT INTO \(name) VALUES (5, 'k5', 0), (NULL, 'k', 0), (-3, NULL, 0), \(rows)",
            ]
        }
        let databases = try await engines.open(
            statements("a", engines.a, "(9000, 'k', 0), (-7, 'k', 1)"), statements("b", engines.b, "(9001, 'k', 0), (-7, 'k', 2)"))
        for key in [["id"], ["k", "id"], ["id", "k"]] {
            let settings = AcrossSettings(strategy: .checksums, bucketCount: buckets)
            let result = try await diffAcross(databases, key: key, rows: 3000, settings: settings)
            let truth = try await diffAcross(databases, key: key, rows: 3000, settings: AcrossSettings(strategy: .stream))
            #expect(result.error == nil)
            #expect(result.pks == truth.pks && result.values == truth.values && result.verdict == truth.verdict)
            #expect(result.matchScore == truth.matchScore)
            #expect(Set(result.rows.duplicateA) == Set(truth.rows.duplicateA) && Set(result.rows.nullKeyB) == Set(truth.rows.nullKeyB))
            #expect(Set(result.rows.exclusiveA) == Set(truth.rows.exclusiveA) && Set(result.rows.different) == Set(truth.rows.different))
            #expect(buckets < 1021 || result.statistics.rowsFetched < truth.statistics.rowsFetched)
        }
    }

    /// Values that would run together if they were only put one after the other.
    @Test(arguments: EnginePair.all)
    func neighboursDoNotRunTogether(_ engines: EnginePair) async throws {
        let pairs = [
            ("'a|1:b', 'c'", "'a', 'b|1:c'"), ("'', NULL", "NULL, ''"), ("'1', '1'", "'11', ''"), ("'x', NULL", "'x', ''"),
            ("'a|', 'b'", "'a', '|b'"), ("NULL, 'a'", "'a', NULL"),
        ]
        func statements(_ name: String, _ engine: Engine, _ values: [String]) -> [String] {
            [
                "CREATE TABLE \(name) (id INTEGER, x VARCHAR, y VARCHAR)",
                "INSERT INTO \(name) SELECT 100 + i, 'x', NULL FROM \(engine.series(100))",
                "INSERT INTO \(name) VALUES \(values.enumerated().map { "(\($0), \($1))" }.joined(separator: ", "))",
            ]
        }
        let result = try await diffAcross(
            try await engines.open(statements("a", engines.a, pairs.map(\.0)), statements("b", engines.b, pairs.map(\.1))),
            settings: AcrossSettings(strategy: .checksums))
        #expect(result.values?.rowsWithDifferences == pairs.count)
        #expect(result.statistics.rowsFetched < 2 * (3 + 1 + 106) + 2 * 3 * pairs.count)
    }

    /// What cannot be decided by checksums is moved: types without one text, and columns that may have been renamed.
    @Test(arguments: [
        ("id, [1] AS l", "id, ARRAY[1] AS l"), ("id, i AS old", "id, i AS new"), ("id, '{}'::JSON AS j", "id, '{}'::jsonb AS j"),
        ("id, i AS v", "id, CAST(i AS text) AS v"),
    ])
    func whatChecksumsCannotDecideIsMoved(a: String, b: String) async throws {
        let duckdb = try await DuckDBFile(["CREATE TABLE a AS SELECT i AS \(a) FROM range(50) AS r(i)"])
        let postgresql = try await PostgreSQLSchema(["CREATE TABLE b AS SELECT i AS \(b) FROM generate_series(0, 49) AS r(i)"])
        let result = try await diffAcross((duckdb, postgresql), settings: AcrossSettings(strategy: .checksums))
        #expect(result.error == nil && result.values?.totalRows == 50 && result.values?.rowsWithDifferences == 0)
        #expect(result.statistics.queries == 4)
    }

    /// A hundred values are more than one function takes.
    @Test(arguments: EnginePair.mixed)
    func wideTables(_ engines: EnginePair) async throws {
        let columns = (0..<120).map { "CAST(i + \($0) AS VARCHAR) AS c\($0)" }.joined(separator: ", ")
        let databases = try await engines.open(
            ["CREATE TABLE a AS SELECT i AS id, \(columns) FROM \(engines.a.series(300))"],
            ["CREATE TABLE b AS SELECT i AS id, \(columns) FROM \(engines.b.series(300))", "UPDATE b SET c119 = 'x' WHERE id = 5"])
        let result = try await diffAcross(databases, settings: AcrossSettings(strategy: .checksums))
        #expect(result.values?.columnsDiffStats.filter { $0.valuesDifferent > 0 }.map(\.columnName) == ["c119"])
        #expect(result.statistics.rowsFetched == 2 * (121 + 1 + 300 + 1))
    }

    /// A step that was told is never taken back, and each comes in its turn.
    @Test(arguments: [AcrossSettings.Strategy.stream, .checksums])
    func progressMoves(_ strategy: AcrossSettings.Strategy) async throws {
        let engines = try #require(EnginePair.mixed.first)
        let databases = try await engines.open(
            tables(engines.a, "a", rows: 2000), tables(engines.b, "b", rows: 2000, changed: "i = 5"))
        defer { withExtendedLifetime(databases) {} }
        let a = try Warehouse(try WarehouseConfiguration(uri: databases.0.uri))
        let b = try Warehouse(try WarehouseConfiguration(uri: databases.1.uri))
        let request = DiffRequest(
            a: .relation(RelationName(identifier: "a")), b: .relation(RelationName(identifier: "b")),
            key: KeyChoice(columns: ["id"], source: "argument"),
            timeColumn: TimeColumnChoice(name: "day", source: "argument", window: .overlap), profile: true)
        let told = Mutex<[DiffProgress]>([])
        let result = try await AcrossEngine(a, b, settings: AcrossSettings(strategy: strategy)).run(request) { progress in
            told.withLock { $0.append(progress) }
        }
        await a.close()
        await b.close()
        #expect(result.error == nil)
        let steps = told.withLock { $0 }
        let completed: [Int] = steps.map(\.completedSteps)
        #expect(completed == completed.sorted())
        #expect(steps.allSatisfy { $0.completedSteps < $0.totalSteps })
        var words: [String] = steps.map { step in
            step.message.hasPrefix("moving rows") ? "moving rows" : step.message
        }
        words = words.reduce(into: [String]()) { kept, word in if kept.last != word { kept.append(word) } }
        var before = ["reading columns", "reading times", "moving rows"]
        if strategy == .checksums { before.insert("calculating checksums", at: 2) }
        #expect(words.starts(with: before) && words.last == "profiling columns", "\(words)")
    }

    /// Sampling is for all rows; when the equal ones are known, the others are all compared.
    @Test func samplesAreNotTakenOfWhatIsLeft() async throws {
        let engines = try #require(EnginePair.mixed.first)
        let databases = try await engines.open(
            tables(engines.a, "a", rows: 3000), tables(engines.b, "b", rows: 3000, changed: "i % 50 = 0"))
        let result = try await diffAcross(databases, settings: AcrossSettings(strategy: .checksums)) {
            $0.sampling = SamplingSettings(tolerance: 0.1, confidence: 0.9, threshold: 10)
        }
        #expect(!result.sampling.sampled && result.sampling.reason == .equalRowsSkipped)
        #expect(result.values?.rowsWithDifferences == 60)
    }

    @Test func aCancelledPassLeavesNothing() async throws {
        for engines in EnginePair.mixed {
            let databases = try await engines.open([], [])
            defer { withExtendedLifetime(databases) {} }
            let a = try Warehouse(try WarehouseConfiguration(uri: databases.0.uri))
            let b = try Warehouse(try WarehouseConfiguration(uri: databases.1.uri))
            func endless(_ engine: Engine) -> Dataset {
                .query(
                    engine.name == "duckdb"
                        ? "SELECT i AS id FROM range(1000000000000) AS r(i)" : "SELECT generate_series(1, 1000000000000) AS id")
            }
            let request = DiffRequest(a: endless(engines.a), b: endless(engines.b), key: KeyChoice(columns: ["id"], source: "argument"))
            let (passing, pass) = AsyncStream.makeStream(of: Void.self)
            let running = Task {
                defer { pass.finish() }
                return try await AcrossEngine(a, b, settings: AcrossSettings(strategy: .checksums)).run(request) { progress in
                    if progress.message == "calculating checksums" { pass.yield() }
                }
            }
            for await _ in passing { break }
            running.cancel()
            await #expect(throws: CancellationError.self) { try await running.value }
            await a.close()
            await b.close()
        }
    }
}
