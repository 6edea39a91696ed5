import DataDiff
import Relational
import TestSupport
import Testing

/// What a window in time leaves out, and what it must not, in every real warehouse.
@Suite struct TimeWindowTests {
    /// Tables of a key, a time and a value.
    private func tables(_ engine: Engine, _ type: String = "TIMESTAMP", a: [String], b: [String]) async throws -> any TestDatabase {
        try await engine.open(
            [("a", a), ("b", b)].flatMap { name, rows in
                ["CREATE TABLE \(name) (id INTEGER, seen \(type), v INTEGER)"]
                    + (rows.isEmpty ? [] : ["INSERT INTO \(name) VALUES \(rows.map { "(\($0))" }.joined(separator: ", "))"])
            })
    }

    private func windowed(
        _ database: any TestDatabase, column: String = "seen", window: TimeColumnChoice.Window = .overlap, isRequired: Bool = true,
        edit: (inout DiffRequest) -> Void = { _ in }
    ) async throws -> DiffResult {
        try await diff(database) {
            $0.timeColumn = TimeColumnChoice(name: column, source: "argument", window: window, isRequired: isRequired)
            edit(&$0)
        }
    }

    /// Newer rows in production and older ones in the change are left out; a gap inside is not.
    @Test(arguments: Engine.all)
    func onlyTheEndsAreLeftOut(_ engine: Engine) async throws {
        let database = try await tables(
            engine,
            a: [
                "2, '2026-01-02', 1", "3, '2026-01-03', 1", "4, '2026-01-04', 1", "5, '2026-01-05 10:00:00.000001', 1",
                "6, '2026-01-06', 1",
            ],
            b: ["1, '2026-01-01', 1", "2, '2026-01-02', 1", "4, '2026-01-04', 2", "5, '2026-01-05 10:00:00', 1"])
        let result = try await windowed(database)
        #expect(
            result.window
                == DiffWindow(
                    column: "seen", from: "2026-01-02 00:00:00", to: "2026-01-05 10:00:00", leftOut: [2, 1], leftOutOlder: [0, 1],
                    reason: .overlap))
        // Key 5 is a microsecond too late in a, so b alone has it; key 3 is the gap.
        #expect(result.pks?.exclusives == [1, 1])
        #expect(result.pks?.totalRows == [3, 3])
        #expect(result.values?.rowsWithDifferences == 1)
        #expect(result.rows.exclusiveA.map { $0["id"] } == [.integer(3)])
        #expect(result.timeline?.buckets.map(\.start) == ["2026-01-02", "2026-01-03", "2026-01-04", "2026-01-05"])
        #expect(result.timeline?.buckets.map(\.exclusiveA) == [0, 1, 0, 0])
        #expect(result.timeline?.buckets.map(\.exclusiveB) == [0, 0, 0, 1])
        #expect(result.timeline?.buckets.map(\.different) == [0, 0, 1, 0])
        let all = try await windowed(database, window: .none)
        #expect(all.window == nil)
        #expect(all.pks?.exclusives == [2, 1])
        #expect(all.timeline?.buckets.map(\.rowsA) == [0, 1, 1, 1, 1, 1])
        #expect(try await diff(database).timeline == nil)
    }

    @Test(arguments: Engine.all)
    func rowsWithoutAFiniteTimeStayCompared(_ engine: Engine) async throws {
        let database = try await tables(
            engine,
            a: ["1, NULL, 1", "2, 'infinity', 1", "3, '-infinity', 1", "4, '2026-01-01', 1", "5, '2026-01-03', 1"],
            b: ["1, NULL, 2", "2, 'infinity', 1", "4, '2026-01-01', 1", "6, '2026-01-02', 1"])
        let result = try await windowed(database)
        #expect(result.window?.from == "2026-01-01 00:00:00" && result.window?.to == "2026-01-02 00:00:00")
        #expect(result.window?.leftOut == [1, 0])
        #expect(result.pks?.totalRows == [4, 4])
        #expect(result.pks?.exclusives == [1, 1])
        #expect(result.values?.rowsWithDifferences == 1)
        let last = try #require(result.timeline?.buckets.last)
        #expect(last == .init(start: nil, exclusiveA: 1, different: 1, rowsA: 3, rowsB: 2))
    }

    @Test(arguments: Engine.all)
    func nothingInCommonIsSaidAndEverythingCompared(_ engine: Engine) async throws {
        let database = try await tables(engine, a: ["1, '2026-01-01', 1"], b: ["1, '2026-02-01', 1"])
        let result = try await windowed(database)
        #expect(result.window == DiffWindow(column: "seen", reason: .noOverlap))
        #expect(result.values?.rowsWithDifferences == 1)
        #expect(result.timeline?.buckets.map(\.different).reduce(0, +) == 1)
    }

    @Test(arguments: Engine.all)
    func aSideWithoutTimesHasNoWindow(_ engine: Engine) async throws {
        let empty = try await windowed(try await tables(engine, a: [], b: ["1, '2026-02-01', 1"]))
        #expect(empty.window == DiffWindow(column: "seen", reason: .noTimes))
        #expect(empty.pks?.exclusives == [0, 1])
        let both = try await windowed(try await tables(engine, a: [], b: []))
        #expect(both.verdict == .empty && both.window?.reason == .noTimes && both.timeline == nil)
        let undated = try await windowed(try await tables(engine, a: ["1, NULL, 1"], b: ["1, NULL, 1"]))
        #expect(undated.verdict == .identical && undated.window?.reason == .noTimes && undated.timeline == nil)
    }

    /// A day is a day: a timestamp in the course of the last one is inside.
    @Test(arguments: Engine.all)
    func datesAgainstTimestamps(_ engine: Engine) async throws {
        let database = try await engine.open([
            "CREATE TABLE a (id INTEGER, seen DATE)", "CREATE TABLE b (id INTEGER, seen TIMESTAMP)",
            "INSERT INTO a VALUES (1, '2026-01-01'), (2, '2026-01-02'), (3, 'infinity')",
            "INSERT INTO b VALUES (1, '2026-01-01'), (2, '2026-01-02 23:59:59.999999'), (4, '2026-01-03'), (3, 'infinity')",
        ])
        let result = try await windowed(database)
        #expect(result.window?.from == "2026-01-01" && result.window?.to == "2026-01-02")
        #expect(result.window?.leftOut == [0, 1])
        #expect(result.pks?.exclusives == [0, 0])
        #expect(result.timeline?.buckets.map(\.rowsB) == [1, 1, 1])
    }

    @Test(arguments: Engine.all)
    func instantsWithZoneAreInUTC(_ engine: Engine) async throws {
        let database = try await engine.open([
            "CREATE TABLE a (id INTEGER, seen TIMESTAMP WITH TIME ZONE)", "CREATE TABLE b (id INTEGER, seen TIMESTAMP)",
            "INSERT INTO a VALUES (1, '2026-01-01 23:00:00-02'), (2, '2026-01-03 00:00:00+00')",
            "INSERT INTO b VALUES (1, '2026-01-02 01:00:00'), (2, '2026-01-03 00:00:00'), (3, '2026-01-03 00:00:00.5')",
        ])
        let result = try await windowed(database)
        #expect(result.window?.from == "2026-01-02 01:00:00+00:00" && result.window?.to == "2026-01-03 00:00:00+00:00")
        #expect(result.window?.leftOut == [0, 1])
        #expect(result.values?.rowsWithDifferences == 0)
        #expect(result.timeline?.buckets.map(\.start) == ["2026-01-02", "2026-01-03"])
    }

    /// Times of other ages are exact, too, to the microsecond; people keep 9999-12-31 for "never".
    @Test(arguments: Engine.all, ["DATE", "TIMESTAMP"])
    func endsOfTheCalendar(_ engine: Engine, type: String) async throws {
        let first = engine.name == "duckdb" ? "0044-03-15 (BC)" : "0044-03-15 BC"
        let before = engine.name == "duckdb" ? "0044-03-14 (BC)" : "0044-03-14 BC"
        let clock = type == "DATE" ? "" : " 23:59:59.999999"
        let database = try await tables(
            engine, type,
            a: [
                "1, '\(first)', 1", "2, '0001-01-01', 1", "3, '9999-12-31\(clock)', 1", "4, '12345-06-07\(clock)', 1",
                "5, '12345-06-08', 1",
            ],
            b: ["0, '\(before)', 1", "1, '\(first)', 1", "2, '0001-01-01', 1", "3, '9999-12-31\(clock)', 1", "4, '12345-06-07\(clock)', 1"])
        let result = try await windowed(database)
        #expect(result.window?.from == (type == "DATE" ? "-0043-03-15" : "-0043-03-15 00:00:00"))
        #expect(result.window?.to == "12345-06-07\(clock)")
        #expect(result.window?.leftOut == [1, 1] && result.window?.leftOutOlder == [0, 1])
        #expect(result.verdict == .identical)
        #expect(result.timeline?.unit == .year)
        #expect(result.timeline?.buckets.map(\.start) == ["-0043-01-01", "0001-01-01", "9999-01-01", "12345-01-01"])
        #expect(result.timeline?.buckets.map(\.rowsA) == [1, 1, 1, 1])
    }

    @Test(arguments: Engine.all)
    func filtersComeFirstAndRenamedColumnsPair(_ engine: Engine) async throws {
        let database = try await engine.open([
            "CREATE TABLE a (id INTEGER, seen TIMESTAMP)", "CREATE TABLE b (id INTEGER, happened TIMESTAMP)",
            "INSERT INTO a VALUES (1, '2026-01-01'), (2, '2026-01-02'), (3, '2026-01-03')",
            "INSERT INTO b VALUES (1, '2026-01-01'), (2, '2026-01-02'), (9, '2020-01-01')",
        ])
        for name in ["seen", "happened"] {
            let result = try await windowed(database, column: name) {
                $0.columns.mappings = [ColumnMapping(a: "seen", b: "happened")]
                ($0.filtersA, $0.filtersB) = (["id < 9"], ["id < 9"])
            }
            #expect(result.window?.column == "seen" && result.window?.from == "2026-01-01 00:00:00")
            #expect(result.window?.leftOut == [1, 0])
            #expect(result.verdict == .identical)
        }
    }

    @Test(arguments: Engine.all)
    func queriesAndTablesWithoutAKeyHaveAWindow(_ engine: Engine) async throws {
        let database = try await tables(
            engine, a: ["1, '2026-01-01', 1", "1, '2026-01-02', 1"], b: ["1, '2026-01-01', 1", "1, '2026-01-01', 1"])
        let result = try await windowed(database) {
            ($0.a, $0.b, $0.key) = (.query("SELECT * FROM a; -- all"), .query("SELECT * FROM b"), .missing)
        }
        #expect(result.verdict == .missingKey)
        #expect(result.window?.leftOut == [1, 0] && result.pks?.totalRows == [1, 2])
        #expect(result.timeline == nil)
    }

    @Test(arguments: Engine.all)
    func whatCannotServeFailsOrIsSaid(_ engine: Engine) async throws {
        let database = try await engine.open([
            "CREATE TABLE a (id INTEGER, seen BIGINT, old TIMESTAMP)", "CREATE TABLE b (id INTEGER, seen BIGINT)",
            "INSERT INTO b VALUES (1, 1)",
        ])
        let cases = [("seen", "not_a_time_column", DiffWindow.Reason.notATime), ("old", "column_not_found", .columnMissing)]
        for (column, code, reason) in cases {
            #expect(try await windowed(database, column: column).error?.code == code)
            let result = try await windowed(database, column: column, isRequired: false)
            #expect(result.status == .success && result.window == DiffWindow(column: column, reason: reason))
            #expect(result.pks?.exclusives == [0, 1])
        }
    }
}
