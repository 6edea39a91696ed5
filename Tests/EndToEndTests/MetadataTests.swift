import Testing

/// Metadata of production in a running server, by the clock of a cron expression.
@Suite(.serialized) struct MetadataTests {
    @Test("Metadata on a schedule, and what a large project costs", .timeLimit(.minutes(20)))
    func onASchedule() async throws {
        try await play("metadata.py")
    }
}
