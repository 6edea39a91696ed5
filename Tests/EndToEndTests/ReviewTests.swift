import Foundation
import TestSupport
import Testing

/// A whole pull request, from push to pages, with real dbt, git, warehouse and Chromium.
@Suite(.serialized) struct ReviewTests {
    @Test("A whole pull request", .timeLimit(.minutes(20)), arguments: ["duckdb", "postgresql"])
    func aWholePullRequest(warehouse: String) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "plumbline-review-\(UUID().uuidString)")
        let script = Repository.root.appending(path: "Tests/end-to-end/review.py").path
        let python = BuiltProduct(file: Repository.virtualEnvironment + "/bin/python")
        let binaries = URL(filePath: BuiltProduct("plumbline").path).deletingLastPathComponent().path
        let outcome = try await python.run([script, "--binaries", binaries, "--folder", folder.path, "--warehouse", warehouse])
        #expect(outcome.exitCode == 0, "\(outcome.output.suffix(4000))\n\(outcome.errors.suffix(4000))\nlogs are in \(folder.path)")
        #expect(outcome.output.contains("all checks hold"))
        if outcome.exitCode == 0 { try FileManager.default.removeItem(at: folder) }
    }
}
