import DataDiff
import DiffEngine
import Foundation
import Relational
import SQL
import TestSupport
import Testing
import Warehouse

/// What a diff may be asked for besides differences, across two databases: profiles, times, files with all rows.
@Suite struct AcrossExtrasTests {
    private static let strategies = [AcrossSettings(strategy: .stream), AcrossSettings(strategy: .checksums)]

    private func tables(_ engine: Engine, _ name: String, from: Int, to: Int, change: String = "v") -> [String] {
        let time = "TIMESTAMP '2026-01-01 10:00:00' + i * INTERVAL '12 hours'"
        return [
            "CREATE TABLE \(name) AS SELECT i AS id, \(time) AS seen, CAST(i % 9 AS INTEGER) AS v, CAST(i / 8.0 AS DECIMAL(9,3)) AS d, 'n' || (i % 3) AS n FROM \(engine.series(to)) WHERE i >= \(from)",
            "UPDATE \(name) SET v = \(change) WHERE id % 40 = 0",
        ]
    }

    private func open(_ engines: EnginePair) async throws -> (any TestDatabase, any TestDatabase) {
        try await engines.open(
            tables(engines.a, "a", from: 0, to: 180), tables(engines.b, "b", from: 10, to: 200, change: "v + 1"))
    }

    private func one(_ engine: Engine, edit: (inout DiffRequest) -> Void) async throws -> DiffResult {
        try await diff(
            try await engine.open(
                tables(engine, "a", from: 0, to: 180) + tables(engine, "b", from: 10, to: 200, change: "v + 1")), edit: edit)
    }

    @Test(arguments: EnginePair.all)
    func windowsAndTimelinesAreThoseOfOneDatabase(_ engines: EnginePair) async throws {
        let databases = try await open(engines)
        for window in [TimeColumnChoice.Window.overlap, .none] {
            let edit = { (request: inout DiffRequest) in
                request.timeColumn = TimeColumnChoice(name: "seen", source: "argument", window: window)
                // A time column need not be compared.
                request.columns.exclude = ["seen"]
            }
            let truth = try await one(engines.a, edit: edit)
            #expect(truth.timeline?.mismatches ?? 0 > 0 && (window == .none || truth.window?.leftOut == [10, 20]))
            for settings in Self.strategies {
                let result = try await diffAcross(databases, settings: settings, edit: edit)
                #expect(result.error == nil)
                #expect(result.window == truth.window && result.timeline == truth.timeline)
                #expect(result.pks == truth.pks && result.values == truth.values && result.schema?.columnCounts == [4, 4])
                #expect(result.rows.different.count == truth.rows.different.count)
            }
        }
    }

    /// The time column renamed, of dates on one side, with times that are none.
    @Test(arguments: EnginePair.mixed)
    func timesOfTwoTypes(_ engines: EnginePair) async throws {
        let databases = try await engines.open(
            [
                "CREATE TABLE a (id INTEGER, day DATE)",
                "INSERT INTO a VALUES (1, '2026-01-01'), (2, '2026-01-02'), (3, 'infinity'), (4, NULL)",
            ],
            [
                "CREATE TABLE b (id INTEGER, moment TIMESTAMP)",
                "INSERT INTO b VALUES (1, '2026-01-01'), (2, '2026-01-02 10:00:00'), (3, 'infinity'), (4, NULL), (5, '2026-01-09')",
            ])
        let result = try await diffAcross(databases) { request in
            request.columns.mappings = [ColumnMapping(a: "day", b: "moment")]
            request.timeColumn = TimeColumnChoice(name: "moment", source: "argument", window: .overlap)
        }
        #expect(result.error == nil)
        #expect(result.window?.column == "day" && result.window?.leftOut == [0, 1])
        #expect(result.timeline?.buckets.map(\.start) == ["2026-01-01", "2026-01-02", nil])
        #expect(result.timeline?.buckets.map(\.different) == [0, 1, 0] && result.timeline?.buckets.map(\.rowsB) == [1, 1, 2])
        let missing = try await diffAcross(databases) { $0.timeColumn = TimeColumnChoice(name: "nope", source: "argument") }
        #expect(missing.error?.code == "column_not_found" && missing.error?.message.contains("nope") == true)
        let optional = try await diffAcross(databases) {
            $0.timeColumn = TimeColumnChoice(name: "day", source: "event_time", window: .overlap, isRequired: false)
        }
        #expect(optional.window?.reason == .columnMissing && optional.timeline == nil && optional.pks?.totalRows == [4, 5])
        let keyless = try await diffAcross(databases, key: []) { request in
            request.columns.mappings = [ColumnMapping(a: "day", b: "moment")]
            request.timeColumn = TimeColumnChoice(name: "day", source: "argument", window: .overlap)
        }
        #expect(keyless.verdict == .missingKey && keyless.window?.leftOut == [0, 1] && keyless.pks?.totalRows == [4, 4])
    }

    @Test(arguments: EnginePair.all)
    func profilesAreThoseOfTheirOwnEngines(_ engines: EnginePair) async throws {
        let databases = try await open(engines)
        let truth = try await one(engines.a) { $0.profile = true }
        let columns = try #require(truth.profiles?.columns)
        for settings in Self.strategies {
            let result = try await diffAcross(databases, settings: settings) { $0.profile = true }
            #expect(result.error == nil)
            #expect(result.values == truth.values)
            #expect(result.profiles?.columns.map(\.columnName) == columns.map(\.columnName))
            #expect(result.profiles?.columns.map(\.a?.quantiles) == columns.map(\.a?.quantiles))
            #expect(result.profiles?.columns.map(\.a?.topValues) == columns.map(\.a?.topValues))
            #expect(result.profiles?.columns.map(\.b?.rows) == columns.map(\.b?.rows))
            #expect(result.profiles?.columns.map(\.b?.distinct) == columns.map(\.b?.distinct))
            #expect(result.profiles?.columns.map(\.histogram?.a) == columns.map(\.histogram?.a))
            #expect(result.profiles?.columns.map(\.histogram?.b) == columns.map(\.histogram?.b))
        }
        let b = try await diffAcross(databases) { request in
            request.profile = true
            request.filtersB = ["id < 100"]
            request.columns.exclude = ["d"]
        }
        #expect(b.profiles?.columns.map(\.columnName) == ["id", "seen", "v", "n"])
        #expect(b.profiles?.columns.map(\.b?.rows) == [90, 90, 90, 90])
        #expect(b.profiles?.columns.map(\.b?.type) != nil)
    }

    @Test(arguments: EnginePair.mixed)
    func filesHoldAllRowsUnderTheirNames(_ engines: EnginePair) async throws {
        let databases = try await engines.open(
            [
                "CREATE TABLE a AS SELECT i AS \"Id\", i AS v, 'only' AS gone, 1 AS w FROM \(engines.a.series(300))",
                "INSERT INTO a VALUES (NULL, 0, 'n', 1)",
            ],
            ["CREATE TABLE b AS SELECT i + 5 AS id, CASE WHEN i % 3 = 0 THEN -1 ELSE i + 5 END AS v, 1 AS w FROM \(engines.b.series(300))"])
        for (index, settings) in Self.strategies.enumerated() {
            let folder = FileManager.default.temporaryDirectory.appending(path: "plumbline-test-\(UUID().uuidString)").path
            let result = try await diffAcross(
                databases, rows: 1, settings: settings, keepers: [FileExport(folder: folder, format: .parquet, replaces: false)]
            ) { $0.columns.mappings = [ColumnMapping(a: "Id", b: "id")] }
            #expect(result.error == nil)
            let files = try #require(result.exported)
            #expect(
                files.map { "\(URL(filePath: $0.file).lastPathComponent) \($0.rows)" } == [
                    "plumbline_a_different.parquet 99", "plumbline_a_only_a.parquet 5", "plumbline_a_only_b.parquet 5",
                    "plumbline_a_null_keys_a.parquet 1",
                ], "\(index)")
            let reader = try await DuckDBFile()
            let warehouse = try Warehouse(try WarehouseConfiguration(uri: reader.uri))
            func names(_ file: String) async throws -> [String] {
                try await warehouse.describe(Select([.all], from: .query("SELECT * FROM '\(folder)/\(file).parquet'"))).map(\.name)
            }
            #expect(try await names("plumbline_a_different") == ["Id", "v_differs", "v_a", "v_b", "w_differs", "w_a", "w_b"])
            #expect(try await names("plumbline_a_only_a") == ["Id", "v", "gone", "w"])
            #expect(try await names("plumbline_a_only_b") == ["Id", "v", "w"])
            await warehouse.close()
            try FileManager.default.removeItem(atPath: folder)
        }
    }
}
