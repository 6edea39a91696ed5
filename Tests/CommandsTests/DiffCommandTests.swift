import Foundation
import TestSupport
import Testing

/// `plumbline diff` as a user runs it: exit codes, what goes to which stream, and what is said of wrong input.
@Suite struct DiffCommandTests {
    private let plumbline = BuiltProduct("plumbline")

    private func run(_ arguments: String...) async throws -> BuiltProduct.Outcome {
        try await plumbline.run(["diff"] + arguments)
    }

    private func json(_ text: String) throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    }

    private func tables() async throws -> DuckDBFile {
        try await DuckDBFile([
            "CREATE TABLE a AS SELECT i AS id, i * 2 AS v FROM range(10) r(i)", "CREATE TABLE same AS FROM a",
            "CREATE TABLE b AS SELECT id, if(id = 3, 0, v) AS v FROM a",
        ])
    }

    @Test func theSameIsZeroAndPlainText() async throws {
        let file = try await tables()
        let outcome = try await run(file.uri, "a", "same", "-k", "id")
        #expect(outcome.exitCode == 0)
        #expect(outcome.output.hasPrefix("SAME  match score 100 %\n"))
        #expect(!outcome.output.contains("\u{1B}"))
        #expect(outcome.errors.isEmpty)
        withExtendedLifetime(file) {}
    }

    @Test func aDifferenceIsOneAndJSONIsOneDocument() async throws {
        let file = try await tables()
        let outcome = try await run(file.uri, "a", "b", "-k", "id", "--format", "json")
        #expect(outcome.exitCode == 1)
        let result = try json(outcome.output)
        #expect(result["verdict"] as? String == "different")
        #expect((result["values"] as? [String: Any])?["rows_with_differences"] as? Int == 1)
        #expect((result["primary_key"] as? [String: Any])?["source"] as? String == "argument")
        let rows = try #require(result["rows"] as? [String: Any])
        let different = try #require((rows["different"] as? [[String: Any]])?.first)
        #expect(different["key"] as? [String: Int] == ["id": 3])
        #expect(different["columns"] as? [String: [String: Int]] == ["v": ["a": 6, "b": 0]])
        withExtendedLifetime(file) {}
    }

    @Test func withoutAKeySamenessIsNotDecided() async throws {
        let file = try await tables()
        let outcome = try await run(file.uri, "a", "same", "--format", "json")
        #expect(outcome.exitCode == 2)
        let result = try json(outcome.output)
        #expect(result["verdict"] as? String == "missing-pks" && result["status"] as? String == "success")
        #expect(result["values"] is NSNull)
        withExtendedLifetime(file) {}
    }

    @Test func twoURIsOfOneDatabase() async throws {
        let file = try await tables()
        #expect(try await run(file.uri, "a", file.uri, "same", "-k", "id").exitCode == 0)
        withExtendedLifetime(file) {}
    }

    @Test(arguments: [
        (["only-one"], "expected A_URI A_TABLE [B_URI] B_TABLE, but got 1 operands"),
        (["duckdb:///x.duckdb", "a..b", "c"], "has an empty part"),
        (["duckdb:///x.duckdb", "a", "b", "--map", "x"], "expected OLD=NEW"),
        (["duckdb:///x.duckdb", "a", "b", "--rows=-1"], "--rows must not be negative"),
        (["duckdb:///x.duckdb", "a", "b", "--no-such-option"], "Unknown option '--no-such-option'"),
        (["oracle://u:hush@h/db", "a", "b"], "unknown warehouse 'oracle'; known: duckdb"),
        (["duckdb:///nowhere/at/all.duckdb", "a", "b"], "/nowhere/at/all.duckdb does not exist"),
    ])
    func wrongInputIsTwoAndSaysWhat(arguments: [String], says: String) async throws {
        let outcome = try await plumbline.run(["diff"] + arguments)
        #expect(outcome.exitCode == 2)
        #expect(outcome.errors.replacing("'oracle' in the connection URI", with: "'oracle'").contains(says), "\(outcome.errors)")
        #expect(outcome.output.isEmpty)
        #expect(!outcome.errors.contains("hush"))
    }

    @Test func aMissingTableIsNamedAndJSONSaysFailed() async throws {
        let file = try await tables()
        let outcome = try await run(file.uri, "a", "lost.orders", "-k", "id", "--format", "json")
        #expect(outcome.exitCode == 2)
        #expect(outcome.errors.contains("lost.orders"))
        let result = try json(outcome.output)
        #expect(result["status"] as? String == "failed")
        #expect((result["error"] as? [String: Any])?["code"] as? String == "table_not_found")
        withExtendedLifetime(file) {}
    }

    @Test func helpIsZeroAndOnStandardOutput() async throws {
        let outcome = try await run("--help")
        #expect(outcome.exitCode == 0)
        #expect(outcome.output.contains("plumbline diff duckdb:///data/shop.duckdb prod.orders dev.orders -k order_id"))
    }
}
