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
        (["duckdb:///x.duckdb", "a", "b", "--tolerance", "0.01"], "tolerance '0.01': expected [COLUMN=]abs:X or [COLUMN=]rel:X"),
        (["duckdb:///x.duckdb", "a", "b", "--tolerance", "v=abs:-1"], "tolerance 'v=abs:-1': expected"),
        (["duckdb:///x.duckdb", "a", "b", "--tolerance", "abs:nan"], "tolerance 'abs:nan': expected"),
        (["duckdb:///x.duckdb", "a", "b", "--time-tolerance", "1"], "time tolerance '1': expected [COLUMN=]DURATION"),
        (
            ["duckdb:///x.duckdb", "a", "b", "--sampling-confidence", "99"],
            "--sampling-confidence 99: expected a share such as 99% or 0.99"
        ),
        (["duckdb:///x.duckdb", "a", "b", "--sampling-tolerance", "0"], "--sampling-tolerance 0: expected a share such as 0.001% or"),
        (["duckdb:///x.duckdb", "a", "b", "--sampling-threshold=-1"], "--sampling-threshold -1: expected a number of rows"),
        (["duckdb:///x.duckdb", "a", "b", "--no-sampling", "--sampling-threshold", "1"], "--no-sampling cannot stand beside"),
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

    @Test func samplingIsOffUnlessAskedFor() async throws {
        let file = try await tables()
        func sampling(_ options: String...) async throws -> [String: Any] {
            let outcome = try await plumbline.run(["diff", file.uri, "a", "same", "-k", "id", "--format", "json"] + options)
            return try #require(try json(outcome.output)["sampling"] as? [String: Any])
        }
        #expect(try await sampling()["reason"] as? String == "off")
        #expect(try await sampling("--no-sampling")["reason"] as? String == "off")
        #expect(try await sampling("--sampling")["reason"] as? String == "below_threshold")
        let asked = try await sampling("--sampling-tolerance", "0.1%", "--sampling-confidence", "0.95", "--sampling-threshold", "10")
        // 2,996 rows would be wanted, and there are 10.
        #expect(asked["reason"] as? String == "sample_not_smaller" && asked["sampled"] as? Bool == false)
        #expect(asked["tolerance"] as? Double == 0.001 && asked["confidence"] as? Double == 0.95 && asked["threshold"] as? Int == 10)
        withExtendedLifetime(file) {}
    }

    @Test func rulesOfEqualityAreAppliedAndTold() async throws {
        let file = try await DuckDBFile([
            "CREATE TABLE a AS SELECT 1 AS id, 1.00 AS v, 10.0 AS w, 'Ab' AS t, TIMESTAMP '2024-01-01 00:00:00' AS at, NULL::VARCHAR AS e, [1, 2] AS l",
            "CREATE TABLE b AS SELECT 1 AS id, 1.01 AS v, 10.1 AS w, 'aB' AS t, TIMESTAMP '2024-01-01 00:00:01' AS at, '' AS e, [2, 1] AS l",
        ])
        let rules = ["--tolerance", "abs:0.01", "--tolerance", "w=rel:0.01", "--time-tolerance", "1s", "--ignore-case"]
        let flags = ["--null-equals-empty", "--ignore-array-order"]
        let command = ["diff", file.uri, "a", "b", "-k", "id"] + rules + flags
        let text = try await plumbline.run(command)
        #expect(text.exitCode == 0)
        #expect(
            text.output.contains(
                "Equal within 0.01 (abs), within 1s, ignoring case, with NULL as empty text, with arrays in any order; w: within 0.01 (rel)\n"
            ))
        let outcome = try await plumbline.run(Array(command.dropLast()) + ["--format", "json"])
        #expect(outcome.exitCode == 1)
        let equality = try #require(try json(outcome.output)["equality"] as? [String: Any])
        #expect((equality["rules"] as? [[String: Any]])?.last?["rule"] as? String == "null_equals_empty")
        #expect((equality["columns"] as? [[String: Any]])?.compactMap { $0["column_name"] as? String } == ["v", "w", "t", "at", "e"])
        withExtendedLifetime(file) {}
    }

    @Test(arguments: [
        (["--tolerance", "id=abs:1"], "tolerance column 'id' is part of the key"),
        (["--tolerance", "nope=abs:1"], "tolerance column 'nope' is not in a"),
        (["--tolerance", "t=abs:1"], "tolerance column 't' is VARCHAR, but the rule is for numbers on both sides"),
        (["--ignore-case-in", "v"], "ignore-case column 'v' is INTEGER, but the rule is for text on both sides"),
        (["--map", "v=nope"], "mapped column 'nope' is not in b"),
        (["--map", "v=t", "--map", "v=v"], "one of them is already"),
    ])
    func aRuleThatCannotHoldIsTwo(options: [String], says: String) async throws {
        let file = try await DuckDBFile(["CREATE TABLE a AS SELECT 1 AS id, 2 AS v, 'x' AS t", "CREATE TABLE b AS FROM a"])
        let outcome = try await plumbline.run(["diff", file.uri, "a", "b", "-k", "id"] + options)
        #expect(outcome.exitCode == 2)
        #expect(outcome.errors.contains(says), "\(outcome.errors)")
        withExtendedLifetime(file) {}
    }

    @Test func aTimeColumnShowsDifferencesOverTimeAndAWindowLeavesOutTheEnds() async throws {
        let file = try await DuckDBFile([
            "CREATE TABLE a AS SELECT i AS id, DATE '2026-01-01' + i::INTEGER AS day, 0 AS v FROM range(10) r(i)",
            "CREATE TABLE b AS SELECT id, day, if(id = 3, 1, v) AS v FROM a WHERE id BETWEEN 1 AND 7",
        ])
        let command = ["diff", file.uri, "a", "b", "-k", "id", "--time-column", "day"]
        let plain = try await plumbline.run(command)
        #expect(plain.output.contains("Over time  day by day\n") && plain.output.contains("3 keys removed"))
        #expect(!plain.output.contains("Compared rows with"))
        let text = try await plumbline.run(command + ["--window", "overlap"])
        #expect(text.exitCode == 1)
        #expect(
            text.output.contains(
                "Compared rows with day from 2026-01-02 to 2026-01-08; left out: 3 rows of a, 0 of b (1 and 0 of them older)\n"))
        let outcome = try await plumbline.run(command + ["--window", "overlap", "--format", "json"])
        let result = try json(outcome.output)
        let window = try #require(result["window"] as? [String: Any])
        #expect(window["left_out"] as? [Int] == [3, 0] && window["left_out_older"] as? [Int] == [1, 0])
        #expect(window["from"] as? String == "2026-01-02" && window["reason"] as? String == "overlap")
        let timeline = try #require(result["timeline"] as? [String: Any])
        let buckets = try #require(timeline["buckets"] as? [[String: Any]])
        #expect(timeline["unit"] as? String == "day" && buckets.count == 7)
        #expect(buckets[2]["start"] as? String == "2026-01-04" && buckets[2]["different"] as? Int == 1)
        #expect(buckets[2]["exclusive_a"] as? Int == 0 && buckets[2]["rows_a"] as? Int == 1)
        withExtendedLifetime(file) {}
    }

    @Test(arguments: [
        (["--window", "overlap"], "--window overlap needs --time-column"),
        (["--time-column", "nope"], "time column 'nope' is not in a"),
        (["--time-column", "v"], "time column 'v' of a is INTEGER, which is no date or timestamp"),
    ])
    func aTimeColumnThatCannotServeIsTwo(options: [String], says: String) async throws {
        let file = try await DuckDBFile(["CREATE TABLE a AS SELECT 1 AS id, 2 AS v", "CREATE TABLE b AS FROM a"])
        let outcome = try await plumbline.run(["diff", file.uri, "a", "b", "-k", "id"] + options)
        #expect(outcome.exitCode == 2)
        #expect(outcome.errors.contains(says), "\(outcome.errors)")
        withExtendedLifetime(file) {}
    }

    @Test func twoDatabases() async throws {
        let (one, other) = (try await tables(), try await tables())
        defer { withExtendedLifetime((one, other)) {} }
        let same = try await run(one.uri, "a", other.uri, "same", "-k", "id")
        #expect(same.exitCode == 0)
        let different = try await run(one.uri, "a", other.uri, "b", "-k", "id", "--format", "json")
        #expect(different.exitCode == 1)
        let sides = try #require(try json(different.output)["sides"] as? [[String: Any]])
        #expect(sides.map { $0["database"] as? String } == ["duckdb \(one.path)", "duckdb \(other.path)"])
        #expect(try await run(one.uri, "a", one.uri, "b", "-k", "id").exitCode == 1)
        let missing = try await run(one.uri, "a", "duckdb:///nowhere.duckdb", "b", "-k", "id")
        #expect(missing.exitCode == 2)
        #expect(missing.errors.contains("side b"))
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
