import Foundation
import TestSupport
import Testing

/// Bad input and bad luck with a DuckDB file, through the real command line: exit code 2, one clear message, and nothing left behind.
@Suite(.timeLimit(.minutes(15))) struct DuckDBDiffCommandTests {
    private let plumbline = BuiltProduct("plumbline")

    private func tables() async throws -> DuckDBFile {
        try await DuckDBFile(["CREATE TABLE a AS SELECT 1 AS id, 2 AS v", "CREATE TABLE b AS SELECT 1 AS id, 3 AS w"])
    }

    /// The file may be written again, and holds what it held.
    private func isFree(_ file: DuckDBFile) async throws { try await file.run(["CREATE TABLE t AS SELECT 1 AS id", "DROP TABLE t"]) }

    @Test(arguments: [
        (["-k", "nope"], "key column 'nope' is not in a"), (["-k", "v"], "key column 'v' is in a but not in b"),
        (["-k", "id", "--where", "nope > 1"], "check the filter"), (["-k", "id", "--map", "v=nope"], "mapped column 'nope' is not in b"),
    ])
    func wrongInput(options: [String], says: String) async throws {
        let file = try await tables()
        let outcome = try await plumbline.run(["diff", file.uri, "a", "b"] + options)
        #expect(outcome.exitCode == 2 && outcome.output.isEmpty && outcome.errors.contains(says), "\(outcome.errors)")
        try await isFree(file)
    }

    /// As another user than the file's; only root can be one.
    @Test(.enabled(if: geteuid() == 0, "needs to run as root"))
    func aFileThatMayNotBeRead() async throws {
        let file = try await tables()
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file.path)
        let outcome = try await BuiltProduct(file: "/usr/bin/setpriv").run(
            [
                "--reuid=65534", "--regid=65534", "--clear-groups", plumbline.path, "diff", file.uri, "a", "b", "-k", "id", "--format",
                "json",
            ])
        #expect(outcome.exitCode == 2 && outcome.errors.contains("permission denied"), "\(outcome.errors)")
        #expect(outcome.errors.contains(file.path) && outcome.output.contains("\"code\" : \"permission_denied\""))
        try await isFree(file)
    }

    @Test func noRoomForIntermediateResults() async throws {
        let file = try await DuckDBFile()
        let folder = try TemporaryFolder()
        let rows =
            "SELECT * FROM (SELECT i AS id, md5(i::VARCHAR) AS v, row_number() OVER (ORDER BY md5(i::VARCHAR)) AS n FROM range(2000000) r(i))"
        let outcome = try await plumbline.run(
            ["diff", file.uri + "?memory_limit=80MB&threads=1&max_temp_directory_size=1MB", "--query", rows, rows, "-k", "id"],
            environment: ["TMPDIR": folder.path])
        #expect(outcome.exitCode == 2 && outcome.output.isEmpty && outcome.errors.contains("max_temp_directory_size"), "\(outcome.errors)")
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
        try await isFree(file)
    }
}
