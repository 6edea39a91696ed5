import Testing

/// A pull request without dbt Cloud, and the catalogue, with real dbt, git, warehouse, Chromium and Datafold's own client.
@Suite(.serialized) struct DbtCoreTests {
    @Test("dbt Core without dbt Cloud", .timeLimit(.minutes(20)))
    func withoutDbtCloud() async throws {
        try await play("dbt_core.py")
    }
}
