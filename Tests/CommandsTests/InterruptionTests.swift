import Foundation
import TestSupport
import Testing

/// Ctrl-C in the real binary, in the middle of a diff.
@Suite(.timeLimit(.minutes(15))) struct InterruptionTests {
    private let plumbline = BuiltProduct("plumbline")

    @Test func theStatementEndsOnThePostgreSQLServer() async throws {
        let schema = try await PostgreSQLSchema()
        let activity = "FROM pg_stat_activity WHERE application_name = '\(schema.name)'"
        let running = try plumbline.start([
            "diff", schema.uri + "&application_name=\(schema.name)", "--query", "SELECT 1 AS id, pg_sleep(3600)::text AS s",
            "SELECT 1 AS id, ''::text AS s", "-k", "id",
        ])
        while try await schema.text("SELECT count(*)::text \(activity) AND state = 'active' AND query LIKE '%AS s%'") == "0" {
            try await Task.sleep(for: .milliseconds(20))
        }
        running.interrupt()
        let outcome = try await running.outcome()
        #expect(outcome.exitCode == 2 && outcome.output.isEmpty)
        #expect(outcome.errors == "plumbline: interrupted\n")
        while try await schema.text("SELECT count(*)::text \(activity)") != "0" { try await Task.sleep(for: .milliseconds(20)) }
    }

    /// Across two databases: the server's statement and the file, while checksums are calculated and while rows are moved.
    @Test(arguments: ["stream", "checksums"]) func bothDatabasesAreFreeAgain(strategy: String) async throws {
        let schema = try await PostgreSQLSchema()
        let file = try await DuckDBFile()
        let activity = "FROM pg_stat_activity WHERE application_name = '\(schema.name)'"
        let endless = "SELECT i AS id, CAST(NULL AS INTEGER) AS v FROM range(100000000000) AS r(i)"
        let folder = try TemporaryFolder()
        let running = try plumbline.start(
            [
                "diff", schema.uri + "&application_name=\(schema.name)", "--query",
                "SELECT generate_series(1, 100000000000) AS id, CAST(NULL AS integer) AS v", file.uri, endless, "-k", "id",
                "--across", strategy,
            ], environment: ["TMPDIR": folder.path])
        while try await schema.text(
            "SELECT count(*)::text \(activity) AND state = 'active' AND query LIKE '%generate_series%' AND query LIKE '%id%'") == "0"
            || !isOpen(file.path, in: running.processIdentifier)
        { try await Task.sleep(for: .milliseconds(20)) }
        running.interrupt()
        let outcome = try await running.outcome()
        #expect(outcome.exitCode == 2 && outcome.errors == "plumbline: interrupted\n", "\(outcome.errors)")
        while try await schema.text("SELECT count(*)::text \(activity)") != "0" { try await Task.sleep(for: .milliseconds(20)) }
        try await file.run(["CREATE TABLE t AS SELECT 1 AS id"])
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
    }

    private func isOpen(_ path: String, in process: Int32) -> Bool {
        let folder = "/proc/\(process)/fd/"
        let open = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return open.contains { (try? FileManager.default.destinationOfSymbolicLink(atPath: folder + $0)) == path }
    }

    @Test func theFileIsFreeAgain() async throws {
        let file = try await DuckDBFile()
        let endless = "SELECT range AS id, hash(range) AS v FROM range(100000000000)"
        let running = try plumbline.start(["diff", file.uri, "--query", endless, endless, "-k", "id"])
        // Until the program has the file open; to try the lock would keep it from that.
        while !isOpen(file.path, in: running.processIdentifier) { try await Task.sleep(for: .milliseconds(20)) }
        running.interrupt()
        let outcome = try await running.outcome()
        #expect(outcome.exitCode == 2 && outcome.errors == "plumbline: interrupted\n", "\(outcome.errors)")
        try await file.run(["CREATE TABLE t AS SELECT 1 AS id"])
    }
}
