import Foundation
import TestSupport
import Testing

/// `--materialize` and `--export` in the real binary.
@Suite(.timeLimit(.minutes(15))) struct KeepCommandTests {
    private let plumbline = BuiltProduct("plumbline")
    private let statements = [
        "CREATE TABLE a AS SELECT * FROM (VALUES (1, 1), (2, 2)) AS t(id, v)",
        "CREATE TABLE b AS SELECT * FROM (VALUES (1, 5), (3, 3)) AS t(id, v)",
    ]

    private func keys(_ text: String, _ key: String) throws -> [[String: Any]] {
        let result = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
        return try #require(result[key] as? [[String: Any]])
    }

    @Test func tablesAndFilesAreNamed() async throws {
        let file = try await DuckDBFile(statements + ["CREATE SCHEMA diffs"])
        let folder = try TemporaryFolder()
        let command = ["diff", file.uri, "a", "b", "-k", "id", "--materialize", "diffs", "--export", "out/new", "--export-format", "csv"]
        let text = try await plumbline.run(command, folder: folder.path)
        #expect(text.exitCode == 1, "\(text.errors)")
        #expect(text.output.contains("Tables with all rows\n  diffs.plumbline_a_different  1 row\n  diffs.plumbline_a_only_a  1 row\n"))
        #expect(text.output.contains("/out/new/plumbline_a_only_b.csv  1 row\n"))
        #expect(try String(contentsOfFile: folder.path + "/out/new/plumbline_a_only_b.csv", encoding: .utf8) == "id,v\n3,3\n")
        let taken = try await plumbline.run(command + ["--format", "json"], folder: folder.path)
        #expect(taken.exitCode == 2 && taken.errors.contains("plumbline_a_different.csv is there already"))
        let again = try await plumbline.run(command + ["--format", "json", "--overwrite"], folder: folder.path)
        #expect(again.exitCode == 1)
        #expect(try keys(again.output, "materialized").compactMap { $0["kind"] as? String } == ["different", "only_a", "only_b"])
        #expect(try keys(again.output, "exported").compactMap { $0["rows"] as? Int } == [1, 1, 1])
        let same = try await plumbline.run(["diff", file.uri, "a", "a", "-k", "id", "--materialize", "diffs"])
        #expect(same.exitCode == 0 && same.output.contains("Tables with all rows  none"))
        // Those of the earlier diff went.
        try await file.run(["CREATE TABLE diffs.plumbline_a_different AS SELECT 1 AS id"])
    }

    @Test(arguments: [
        (["--materialize", "x"], "without a key (-k)"), (["--export", "x"], "without a key (-k)"),
        (["-k", "id", "--overwrite"], "--overwrite is for --export"), (["-k", "id", "--export", "x", "--export-format", "xls"], "xls"),
        (["-k", "id", "--materialize", ""], "--materialize needs the name of a schema"),
    ])
    func wrongUsageIsTwo(options: [String], says: String) async throws {
        let folder = try TemporaryFolder()
        let outcome = try await plumbline.run(["diff", "duckdb:///x.duckdb", "a", "b"] + options, folder: folder.path)
        #expect(outcome.exitCode == 2 && outcome.errors.contains(says), "\(outcome.errors)")
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == [])
    }

    /// Ctrl-C while the tables of an earlier diff are being replaced.
    @Test func anInterruptedRunLeavesTheTablesOfTheOneBefore() async throws {
        let schema = try await PostgreSQLSchema(statements)
        let mark = "application_name=\(schema.name)"
        let command = ["diff", schema.uri + "&" + mark, "a", "b", "-k", "id", "--materialize", schema.name]
        #expect(try await plumbline.run(command).exitCode == 1)
        try await schema.run(["UPDATE a SET v = 6 WHERE id = 1", "INSERT INTO a VALUES (9, 9)"])
        let sums = "SELECT (SELECT sum(v_a) FROM plumbline_a_different)::text || ' ' || (SELECT count(*) FROM plumbline_a_only_a)::text"
        #expect(try await schema.text(sums) == "1 1")
        // A reader keeps the last of the tables from being dropped.
        let reader = Task { try await schema.text("SELECT (pg_sleep(3600)::text || count(*)::text) FROM plumbline_a_only_b") }
        while try await schema.text("SELECT count(*)::text FROM pg_locks WHERE relation = 'plumbline_a_only_b'::regclass AND granted")
            == "0"
        {
            try await Task.sleep(for: .milliseconds(20))
        }
        let running = try plumbline.start(command)
        let activity = "FROM pg_stat_activity WHERE \(mark.replacing("=", with: " = '"))'"
        while try await schema.text("SELECT count(*)::text \(activity) AND query LIKE 'DROP TABLE%' AND wait_event_type = 'Lock'") == "0" {
            try await Task.sleep(for: .milliseconds(20))
        }
        running.interrupt()
        let outcome = try await running.outcome()
        #expect(outcome.exitCode == 2 && outcome.errors == "plumbline: interrupted\n")
        reader.cancel()
        _ = try? await reader.value
        while try await schema.text("SELECT count(*)::text \(activity)") != "0" { try await Task.sleep(for: .milliseconds(20)) }
        #expect(try await schema.text(sums) == "1 1")
        #expect(try await plumbline.run(command).exitCode == 1)
        #expect(try await schema.text(sums) == "6 2")
    }
}
