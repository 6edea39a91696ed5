/// The time for an exchange is used up.
struct TimeLimitReached: Error {}

/// Runs `operation`, cancelling it and throwing `TimeLimitReached` when it takes longer than `limit`.
func withTimeLimit<Result: Sendable>(
    _ limit: Duration, _ operation: @escaping @Sendable () async throws -> Result
) async throws -> Result {
    try await withThrowingTaskGroup(of: Result?.self) { group in
        defer { group.cancelAll() }
        group.addTask { try await operation() }
        group.addTask {
            try await Task.sleep(for: limit)
            return nil
        }
        guard let first = try await group.next(), let result = first else { throw TimeLimitReached() }
        return result
    }
}
