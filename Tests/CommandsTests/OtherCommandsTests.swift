import Foundation
import TestSupport
import Testing

@Suite struct OtherCommandsTests {
    private let plumbline = BuiltProduct("plumbline")

    private func folder(_ files: [String: String]) throws -> URL {
        let folder = FileManager.default.temporaryDirectory.appending(path: "plumbline-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        for (name, text) in files { try Data(text.utf8).write(to: folder.appending(path: name)) }
        return folder
    }

    @Test func unreadableManifestsAreNamed() async throws {
        let folder = try folder(["manifest.json": "{\"metadata\": "])
        let absent = try await plumbline.run(["select", "--base", "/nowhere/manifest.json", "--head", "/nowhere/manifest.json"])
        #expect(absent.exitCode == 2 && absent.errors.contains("/nowhere/manifest.json"))
        let broken = folder.appending(path: "manifest.json").path
        let outcome = try await plumbline.run(["select", "--base", broken, "--head", broken])
        #expect(outcome.exitCode == 2 && outcome.errors.contains(broken))
        #expect(outcome.output.isEmpty)
    }

    @Test func compareNamesAMissingFolder() async throws {
        let outcome = try await plumbline.run([
            "compare", "--base", "/nowhere", "--head", "/nowhere", "--connection", "duckdb:///nowhere.duckdb",
        ])
        #expect(outcome.exitCode == 2 && outcome.errors.contains("/nowhere/manifest.json"))
    }

    @Test func serveSaysWhatIsWrongWithItsConfiguration() async throws {
        let absent = try await plumbline.run(["serve", "--config", "/nowhere/plumbline.yaml"])
        #expect(absent.exitCode == 2 && absent.errors.contains("/nowhere/plumbline.yaml"))
        let file = try folder(["plumbline.yaml": "server: {listn: \"127.0.0.1:0\"}\n"]).appending(path: "plumbline.yaml").path
        let outcome = try await plumbline.run(["serve", "--config", file])
        #expect(outcome.exitCode == 2)
        #expect(outcome.errors.contains("listn") && outcome.errors.contains("did you mean 'listen'"))
    }

    @Test func versionAndUnknownCommand() async throws {
        #expect(try await plumbline.run(["--version"]).exitCode == 0)
        #expect(try await plumbline.run(["frobnicate"]).exitCode == 2)
    }
}
