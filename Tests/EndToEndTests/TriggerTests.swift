import Foundation
import TestSupport
import Testing

/// `plumbline trigger` as pipelines use it, with real dbt, git, DuckDB, signals and a pseudo-terminal.
@Suite struct TriggerTests {
    @Test(.timeLimit(.minutes(10)))
    func everyWayARunCanGo() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "plumbline-trigger-\(UUID().uuidString)")
        let script = Repository.root.appending(path: "Tests/end-to-end/trigger.py").path
        let python = BuiltProduct(file: Repository.virtualEnvironment + "/bin/python")
        let binaries = URL(filePath: BuiltProduct("plumbline").path).deletingLastPathComponent().path
        let outcome = try await python.run([script, "--binaries", binaries, "--folder", folder.path])
        #expect(outcome.exitCode == 0, "\(outcome.output.suffix(4000))\n\(outcome.errors.suffix(4000))\nlogs are in \(folder.path)")
        #expect(outcome.output.contains("all checks hold"))
        if outcome.exitCode == 0 { try FileManager.default.removeItem(at: folder) }
    }
}
