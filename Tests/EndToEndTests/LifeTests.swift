import Testing

/// Everything that can happen to a pull request or merge request, with real git, server and the sandbox's hosts.
@Suite(.serialized) struct LifeTests {
    @Test("The life of a change request", .timeLimit(.minutes(20)), arguments: ["github", "gitlab"])
    func theLife(host: String) async throws {
        try await play("life.py", "--host", host)
    }
}
