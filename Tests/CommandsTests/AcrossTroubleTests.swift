import Foundation
import TestSupport
import Testing

/// Bad luck with one of two databases, through the real command line: exit code 2, one message that names the side, and nothing left behind.
@Suite(.timeLimit(.minutes(15))) struct AcrossTroubleTests {
    private let plumbline = BuiltProduct("plumbline")

    private func left(_ schema: PostgreSQLSchema, _ folder: TemporaryFolder, _ file: DuckDBFile) async throws {
        let count = "SELECT count(*)::text FROM pg_stat_activity WHERE application_name = '\(schema.name)'"
        while try await schema.text(count) != "0" { try await Task.sleep(for: .milliseconds(20)) }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
        try await file.run(["CREATE TABLE t AS SELECT 1 AS id"])
    }

    private let slow = "SELECT i AS id, CASE WHEN i > 5000 THEN pg_sleep(3600)::text ELSE '' END AS v FROM generate_series(1, 10000) AS i"
    private let rows = "SELECT i AS id, '' AS v FROM range(10000) r(i)"

    /// While rows are moved, or checksums calculated.
    @Test(arguments: ["stream", "checksums"])
    func aConnectionThatIsLostMidway(strategy: String) async throws {
        let schema = try await PostgreSQLSchema()
        let (file, folder) = (try await DuckDBFile(), try TemporaryFolder())
        let running = try plumbline.start(
            ["diff", file.uri, "--query", rows, schema.uri + "&application_name=\(schema.name)", slow, "-k", "id", "--across", strategy],
            environment: ["TMPDIR": folder.path])
        let activity = "FROM pg_stat_activity WHERE application_name = '\(schema.name)'"
        while try await schema.text("SELECT count(*)::text \(activity) AND state = 'active' AND wait_event = 'PgSleep'") == "0" {
            try await Task.sleep(for: .milliseconds(20))
        }
        _ = try await schema.text("SELECT count(pg_terminate_backend(pid))::text \(activity)")
        let outcome = try await running.outcome()
        #expect(outcome.exitCode == 2 && outcome.output.isEmpty && outcome.errors.contains("connection was lost"), "\(outcome.errors)")
        #expect(outcome.errors.contains("side b"), "\(outcome.errors)")
        try await left(schema, folder, file)
    }

    @Test(arguments: ["stream", "checksums"])
    func theServersTimeLimit(strategy: String) async throws {
        let schema = try await PostgreSQLSchema()
        let (file, folder) = (try await DuckDBFile(), try TemporaryFolder())
        let role = "l\(schema.name)"
        try await schema.run(["CREATE ROLE \(role) LOGIN", "ALTER ROLE \(role) SET statement_timeout = '500ms'"])
        let address = schema.server.uri(user: role, parameters: "application_name=\(schema.name)")
        let outcome = try await plumbline.run(
            ["diff", file.uri, "--query", rows, address, slow, "-k", "id", "--across", strategy], environment: ["TMPDIR": folder.path])
        #expect(outcome.exitCode == 2 && outcome.output.isEmpty && outcome.errors.contains("statement_timeout"), "\(outcome.errors)")
        try await left(schema, folder, file)
        try await schema.run(["DROP ROLE \(role)"])
    }

    @Test func aKeyThatCannotBeCompared() async throws {
        let schema = try await PostgreSQLSchema(["CREATE TABLE b AS SELECT ARRAY[1] AS id, 1 AS v"])
        let (file, folder) = (try await DuckDBFile(["CREATE TABLE a AS SELECT MAP {'k': 1} AS id, 1 AS v"]), try TemporaryFolder())
        let outcome = try await plumbline.run(
            ["diff", file.uri, "a", schema.uri + "&application_name=\(schema.name)", "b", "-k", "id"], environment: ["TMPDIR": folder.path])
        #expect(outcome.exitCode == 2 && outcome.output.isEmpty, "\(outcome.errors)")
        #expect(
            outcome.errors.contains(
                "key column 'id' cannot be compared: MAP(VARCHAR, INTEGER) and integer[] are not made of the same parts"))
        try await left(schema, folder, file)
    }
}
