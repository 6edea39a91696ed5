import Foundation
import TestSupport
import Testing

/// Options of `plumbline diff` that say what is compared: what each changes, by what the result says with it.
@Suite struct DiffOptionTests {
    private let plumbline = BuiltProduct("plumbline")

    /// The JSON at paths of a result.
    private func found(_ arguments: [String], _ paths: [String]) async throws -> [String] {
        let outcome = try await plumbline.run(["diff"] + arguments + ["--format", "json"])
        #expect(outcome.errors.isEmpty, "\(outcome.errors)")
        let result = try JSONSerialization.jsonObject(with: Data(outcome.output.utf8))
        return try paths.map { path in
            let value = path.split(separator: ".").reduce(result) { ($0 as? [String: Any])?[String($1)] ?? NSNull() }
            return String(decoding: try JSONSerialization.data(withJSONObject: value, options: .fragmentsAllowed), as: UTF8.self)
        }
    }

    private func names(_ json: String) throws -> [String] {
        let columns = try #require(try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [[String: Any]])
        return columns.compactMap { $0["column_name"] as? String }
    }

    private func tables() async throws -> DuckDBFile {
        try await DuckDBFile([
            "CREATE TABLE a AS SELECT i AS id, i AS amount, 0 AS audit_by, i AS old FROM range(20) r(i)",
            "CREATE TABLE b AS SELECT i AS id, i AS amount, 1 AS audit_by, i + 1 AS new FROM range(20) r(i)",
        ])
    }

    @Test func columnsArePatternsAndExcludeWins() async throws {
        let file = try await tables()
        let usual = [file.uri, "a", "b", "-k", "id"]
        func compared(_ options: String...) async throws -> [String] {
            try names(try await found(usual + options, ["values.columns_diff_stats"])[0])
        }
        #expect(try await compared() == ["amount", "audit_by"])
        #expect(try await compared("-c", "AUDIT*") == ["audit_by"])
        #expect(try await compared("-c", "audit*", "--columns", "am?unt") == ["amount", "audit_by"])
        #expect(try await compared("--exclude", "audit*", "--exclude", "i*") == ["amount"])
        #expect(try await compared("-c", "a*", "--exclude", "amount") == ["audit_by"])
        withExtendedLifetime(file) {}
    }

    @Test func filtersHoldTogether() async throws {
        let file = try await tables()
        func rows(_ options: String...) async throws -> String {
            try await found([file.uri, "a", "b", "-k", "id"] + options, ["pks.total_rows"])[0]
        }
        #expect(try await rows() == "[20,20]")
        #expect(try await rows("-w", "id < 10") == "[10,10]")
        #expect(try await rows("--where", "id < 10", "--where-a", "amount >= 4", "--where-b", "new > 9") == "[6,1]")
        withExtendedLifetime(file) {}
    }

    @Test func mappingsRowsAndQueries() async throws {
        let file = try await tables()
        let mapped = try await found(
            [file.uri, "a", "b", "-k", "id", "--map", "old=new"], ["schema.exclusive_columns", "values.columns_with_differences"])
        #expect(mapped == ["[[],[]]", "2"])
        let rows = try await found([file.uri, "a", "b", "-k", "id", "--rows", "0"], ["rows.different", "values.rows_with_differences"])
        #expect(rows == ["[]", "20"])
        let queries = ["WITH q AS (FROM a) SELECT id, old FROM q; -- done", "SELECT id, new - 1 AS old FROM b;"]
        #expect(try await found([file.uri, "--query"] + queries + ["-k", "id"], ["verdict", "profiles"]) == [#""identical""#, "null"])
        let profiled = try await found([file.uri, "a", "b", "-k", "id", "--profile"], ["profiles"])
        #expect(profiled[0].contains("amount"))
        withExtendedLifetime(file) {}
    }

    /// Two keys together, one of them given by A's name for it.
    @Test func keysOfMoreColumns() async throws {
        let file = try await DuckDBFile([
            "CREATE TABLE a AS SELECT i // 2 AS id, i % 2 AS line, i AS v FROM range(6) r(i)",
            "CREATE TABLE b AS SELECT id, line AS place, v FROM a",
        ])
        let keys = ["-k", "id", "--key", "line", "--map", "line=place"]
        #expect(try await found([file.uri, "a", "b"] + keys, ["verdict", "pks.distincts"]) == [#""identical""#, "[6,6]"])
        withExtendedLifetime(file) {}
    }

    @Test(arguments: [
        ("SELECT * FROM (VALUES (1, 1), (1, 2)) t(id, v)", "SELECT * FROM (VALUES (1, 1), (1, 2)) t(id, v)", 1, "bad-pks"),
        ("SELECT * FROM (VALUES (NULL, 1)) t(id, v)", "SELECT * FROM (VALUES (NULL, 1)) t(id, v)", 1, "bad-pks"),
        ("SELECT 1 AS id WHERE 1 = 0", "SELECT 1 AS id WHERE 1 = 0", 0, "empty"),
        ("SELECT 1 AS id, 1 AS v", "SELECT 1 AS id, 1::BIGINT AS v", 1, "different"),
        ("SELECT 1 AS id", "SELECT 1 AS id, 2 AS v", 1, "different"),
        ("SELECT 1 AS id, 2 AS v", "SELECT 2 AS v, 1 AS id", 0, "identical"),
    ])
    func theExitCodeIsTheVerdicts(a: String, b: String, exitCode: Int32, verdict: String) async throws {
        let file = try await DuckDBFile()
        let outcome = try await plumbline.run(["diff", file.uri, "--query", a, b, "-k", "id", "--format", "json"])
        #expect(outcome.exitCode == exitCode && outcome.output.contains("\"verdict\" : \"\(verdict)\""), "\(outcome.output)")
        withExtendedLifetime(file) {}
    }
}
