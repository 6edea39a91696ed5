import Testing

/// A fresh server set up in real Chromium, against the sandbox's dbt Cloud.
@Suite(.serialized) struct SettingsTests {
    @Test("Setting up in the browser", .timeLimit(.minutes(20)))
    func settingUp() async throws {
        try await play("settings.py")
    }

    @Test("Pressing every button of the pages", .timeLimit(.minutes(20)))
    func pressing() async throws {
        try await play("buttons.py")
    }
}
