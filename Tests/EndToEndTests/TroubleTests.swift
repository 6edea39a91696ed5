import Testing

/// Bad input in the middle of a review, with real git, dbt-core, server and the sandbox.
@Suite struct TroubleTests {
    @Test(.timeLimit(.minutes(20)))
    func everyTroubleIsShownWhereTheUserLooks() async throws { try await play("trouble.py") }
}
