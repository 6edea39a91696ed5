import Foundation
import TestSupport
import Testing

/// Runs a script of `Tests/end-to-end` in a folder of its own, which stays when a check does not hold.
func play(_ name: String, _ options: String...) async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "plumbline-\(name.prefix { $0 != "." })-\(UUID().uuidString)")
    let script = Repository.root.appending(path: "Tests/end-to-end/\(name)").path
    let python = BuiltProduct(file: Repository.virtualEnvironment + "/bin/python")
    let binaries = URL(filePath: BuiltProduct("plumbline").path).deletingLastPathComponent().path
    let outcome = try await python.run([script, "--binaries", binaries, "--folder", folder.path] + options)
    #expect(outcome.exitCode == 0, "\(outcome.output.suffix(4000))\n\(outcome.errors.suffix(4000))\nlogs are in \(folder.path)")
    #expect(outcome.output.contains("all checks hold"))
    if outcome.exitCode == 0 { try FileManager.default.removeItem(at: folder) }
}
