import Testing

/// The pipelines of docs/dbt-core.md, run as they stand there.
@Suite(.serialized) struct WorkflowTests {
    @Test("The document's pipelines", .timeLimit(.minutes(20)))
    func documented() async throws {
        try await play("workflows.py")
    }
}
