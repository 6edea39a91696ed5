import Foundation
import TestSupport
import Testing

/// `plumbline diff` across two databases, run as a user runs it.
@Suite struct AcrossCommandTests {
    private let plumbline = BuiltProduct("plumbline")

    private func diff(_ options: [String] = [], environment: [String: String] = [:]) async throws -> (
        outcome: BuiltProduct.Outcome, json: [String: Any]
    ) {
        let tables = { (name: String, v: Int) in
            ["CREATE TABLE \(name) AS SELECT i AS id, CASE i WHEN 5 THEN \(v) ELSE 0 END AS v FROM range(3000) r(i)"]
        }
        let (a, b) = (try await DuckDBFile(tables("a", 1)), try await DuckDBFile(tables("b", 2)))
        let outcome = try await plumbline.run(
            ["diff", a.uri, "a", b.uri, "b", "-k", "id", "--format", "json"] + options, environment: environment)
        withExtendedLifetime((a, b)) {}
        let json = try? JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any]
        return (outcome, json ?? [:])
    }

    private func queries(_ json: [String: Any]) -> Int? { (json["statistics"] as? [String: Any])?["queries"] as? Int }

    /// Files of this machine are moved; the option wins over the environment.
    @Test func theStrategyIsChosen() async throws {
        #expect(queries(try await diff().json) == 4)
        #expect(queries(try await diff(["--across", "checksums"]).json) == 8)
        #expect(queries(try await diff(environment: ["PLUMBLINE_ACROSS": "checksums"]).json) == 8)
        #expect(queries(try await diff(["--across", "stream"], environment: ["PLUMBLINE_ACROSS": "checksums"]).json) == 4)
    }

    @Test(arguments: [
        (["--scratch-memory", "1MB"], [:], "--scratch-memory 1MB: expected a size of at least 64MB"),
        ([], ["PLUMBLINE_SCRATCH_MEMORY": "much"], "PLUMBLINE_SCRATCH_MEMORY much: expected a size"),
        ([], ["PLUMBLINE_ACROSS": "sums"], "PLUMBLINE_ACROSS sums: expected auto, stream or checksums"),
    ])
    func wrongSettingsAreNamed(options: [String], environment: [String: String], says: String) async throws {
        let (outcome, _) = try await diff(options, environment: environment)
        #expect(outcome.exitCode == 2 && outcome.errors.contains(says), "\(outcome.errors)")
    }

    /// Rows beyond the limit go to disk, where this process may write none: only with a limit that holds all of them does the diff end well.
    @Test(arguments: [
        (["--scratch-memory", "100MB"], "", Int32(2)), (["--scratch-memory", "1GB"], "", Int32(1)), ([], "100MB", Int32(2)),
        (["--scratch-memory", "1GB"], "100MB", Int32(1)),
    ])
    func theLimitOfTheScratchDatabaseHolds(options: [String], variable: String, exitCode: Int32) async throws {
        let files = [try await DuckDBFile(), try await DuckDBFile()]
        let folder = try TemporaryFolder()
        let rows = "SELECT i AS id, md5(i::VARCHAR) || md5((i + 1)::VARCHAR) || md5((i + 2)::VARCHAR) AS v FROM range(700000) r(i)"
        let arguments =
            ["diff", files[0].uri, "--query", rows, files[1].uri, rows.replacing("range(700000)", with: "range(700001)"), "-k", "id"]
            + ["--across", "stream"] + options
        // The shell's limit is for what a program writes to one file; a write beyond it fails, as on a full disk.
        let shell = BuiltProduct(file: "/bin/sh")
        let script = "trap '' XFSZ; ulimit -f 2048; exec \"$@\""
        let outcome = try await shell.run(
            ["-c", script, "sh", plumbline.path] + arguments, environment: ["TMPDIR": folder.path, "PLUMBLINE_SCRATCH_MEMORY": variable])
        #expect(outcome.exitCode == exitCode, "\(outcome.errors)")
        if exitCode == 2 { #expect(outcome.errors.contains("the scratch database ran out of room"), "\(outcome.errors)") }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
    }

    @Test func profilesTimesAndFilesComeToo() async throws {
        let folder = try TemporaryFolder()
        let (outcome, json) = try await diff(["--profile", "--export", folder.path, "--export-format", "csv", "--scratch-memory", "100MB"])
        #expect(outcome.exitCode == 1)
        #expect((json["profiles"] as? [String: Any])?.isEmpty == false)
        let csv = try String(contentsOfFile: "\(folder.path)/plumbline_a_different.csv", encoding: .utf8)
        #expect(csv == "id,v_differs,v_a,v_b\n5,true,1,2\n")
    }
}
