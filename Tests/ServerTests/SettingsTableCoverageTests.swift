import Foundation
import TestSupport
import Testing

extension SettingsRowTests {
    /// A row of the form that nothing depends on would be a promise that is not kept.
    @Test func everyRowHasATestOfWhatItDoes() async throws {
        let place = try await ServerPlace()
        let labels = try await place.test { client in
            let browser = Browser(client)
            try await browser.signIn(place)
            return try await browser.get("/settings/ci/new").labels
        }
        #expect(labels.count > 30)
        let tests = Repository.root.appending(path: "Tests")
        let files =
            [tests.appending(path: "ServerTests/DbtCloudRowTests.swift")]
            + (try FileManager.default.contentsOfDirectory(
                at: tests.appending(path: "CIPipelineTests/SettingsTable"), includingPropertiesForKeys: nil))
        let text = try files.map { try String(contentsOf: $0, encoding: .utf8) }.joined()
        for label in labels {
            #expect(
                text.contains("@Test(\"\(label)\")") || text.contains("@Test(\"\(label)\",") || text.contains("\"\(label)\",\n"),
                "no test is named '\(label)'")
        }
    }
}
