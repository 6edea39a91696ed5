import Foundation
import TestSupport
import Testing

/// Bad input and bad luck with a PostgreSQL server, through the real command line: exit code 2, one clear message, and nothing left there.
@Suite(.timeLimit(.minutes(15))) struct PostgreSQLDiffCommandTests {
    private let plumbline = BuiltProduct("plumbline")

    private func schema() async throws -> PostgreSQLSchema {
        try await PostgreSQLSchema([
            "CREATE TABLE a AS SELECT 1 AS id, 2 AS v", "CREATE TABLE b AS SELECT 1 AS id, 3 AS w",
        ])
    }

    private func uri(_ schema: PostgreSQLSchema, _ more: String = "") -> String { schema.uri + "&application_name=\(schema.name)" + more }

    private func left(_ schema: PostgreSQLSchema) async throws {
        let count = "SELECT count(*)::text FROM pg_stat_activity WHERE application_name = '\(schema.name)'"
        while try await schema.text(count) != "0" { try await Task.sleep(for: .milliseconds(20)) }
    }

    @Test(arguments: [
        (["-k", "nope"], "key column 'nope' is not in a"), (["-k", "v"], "key column 'v' is in a but not in b"),
        (["-k", "id", "--where", "nope > 1"], "check the filter"),
        (["-k", "id", "--map", "v=nope"], "mapped column 'nope' is not in b"),
    ])
    func wrongInput(options: [String], says: String) async throws {
        let schema = try await schema()
        let outcome = try await plumbline.run(["diff", uri(schema), "a", "b"] + options)
        #expect(outcome.exitCode == 2 && outcome.output.isEmpty && outcome.errors.contains(says), "\(outcome.errors)")
        try await left(schema)
    }

    @Test func withoutAKeyTheRowsAreCounted() async throws {
        let schema = try await schema()
        let outcome = try await plumbline.run(["diff", uri(schema), "a", "b"])
        #expect(outcome.exitCode == 2 && outcome.output.contains("rows"))
        try await left(schema)
    }

    @Test func permissionDenied() async throws {
        let schema = try await schema()
        let role = "r\(schema.name)"
        try await schema.run([
            "CREATE ROLE \(role) LOGIN", "GRANT USAGE ON SCHEMA \(schema.name) TO \(role)", "GRANT SELECT ON a TO \(role)",
        ])
        let outcome = try await plumbline.run([
            "diff", schema.server.uri(user: role), "\(schema.name).a", "\(schema.name).b", "-k", "id", "--format", "json",
        ])
        #expect(outcome.exitCode == 2 && outcome.errors.contains("\(schema.name).b"))
        #expect(outcome.errors.contains("permission denied") && outcome.errors.contains("SELECT"))
        #expect(outcome.output.contains("\"code\" : \"permission_denied\""))
        try await schema.run(["REVOKE ALL ON a FROM \(role)", "REVOKE ALL ON SCHEMA \(schema.name) FROM \(role)", "DROP ROLE \(role)"])
    }

    private let slow = ["--query", "SELECT 1 AS id, pg_sleep(3600)::text AS s", "SELECT 1 AS id, ''::text AS s", "-k", "id"]

    @Test func theServersTimeLimit() async throws {
        let schema = try await schema()
        try await schema.run(["CREATE ROLE l\(schema.name) LOGIN", "ALTER ROLE l\(schema.name) SET statement_timeout = '200ms'"])
        let address = schema.server.uri(user: "l\(schema.name)", parameters: "application_name=\(schema.name)")
        let outcome = try await plumbline.run(["diff", address] + slow)
        #expect(outcome.exitCode == 2 && outcome.output.isEmpty && outcome.errors.contains("statement_timeout"), "\(outcome.errors)")
        try await left(schema)
        try await schema.run(["DROP ROLE l\(schema.name)"])
    }

    @Test func aConnectionThatIsLostMidway() async throws {
        let schema = try await schema()
        let running = try plumbline.start(["diff", uri(schema)] + slow)
        let activity = "FROM pg_stat_activity WHERE application_name = '\(schema.name)'"
        while try await schema.text("SELECT count(*)::text \(activity) AND state = 'active' AND query LIKE '%pg_sleep%'") == "0" {
            try await Task.sleep(for: .milliseconds(20))
        }
        _ = try await schema.text("SELECT count(pg_terminate_backend(pid))::text \(activity)")
        let outcome = try await running.outcome()
        #expect(outcome.exitCode == 2 && outcome.output.isEmpty && outcome.errors.contains("connection was lost"), "\(outcome.errors)")
        try await left(schema)
    }
}
