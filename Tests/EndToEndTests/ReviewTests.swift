import Testing

/// A whole pull request, from push to pages, with real dbt, git, warehouse and Chromium.
@Suite(.serialized) struct ReviewTests {
    @Test("A whole pull request", .timeLimit(.minutes(20)), arguments: ["duckdb", "postgresql"])
    func aWholePullRequest(warehouse: String) async throws {
        try await play("review.py", "--warehouse", warehouse)
    }

    @Test("A whole merge request on GitLab", .timeLimit(.minutes(20)))
    func aWholeMergeRequest() async throws {
        try await play("gitlab_review.py")
    }

    @Test("A review by a GitHub App, and its Re-run", .timeLimit(.minutes(20)))
    func aReviewByAnApp() async throws {
        try await play("app_review.py")
    }
}
