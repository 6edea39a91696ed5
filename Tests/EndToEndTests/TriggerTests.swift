import Testing

/// `plumbline trigger` as pipelines use it, with real dbt, git, DuckDB, signals and a pseudo-terminal.
@Suite struct TriggerTests {
    @Test(.timeLimit(.minutes(20)))
    func everyWayARunCanGo() async throws {
        try await play("trigger.py")
    }
}
