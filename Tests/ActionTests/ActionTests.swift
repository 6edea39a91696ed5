import Foundation
import TestSupport
import Testing

/// The GitHub action: `action.yml` and the script it runs, against a stand-in for the program and a server of releases.
@Suite struct ActionTests {
    @Test("Inputs become flags and nothing else; downloads are checked; signals reach the program", .timeLimit(.minutes(15)))
    func theAction() async throws {
        let script = Repository.root.appending(path: "Tests/action/check_action.py").path
        let python = BuiltProduct(file: Repository.virtualEnvironment + "/bin/python")
        let outcome = try await python.run([script, BuiltProduct("plumbline").path])
        #expect(outcome.exitCode == 0, "\(outcome.output.suffix(2000))\n\(outcome.errors.suffix(4000))")
        #expect(outcome.output.contains("all checks hold"))
    }
}
