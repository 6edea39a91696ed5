/// Something took longer than it may.
package struct DeadlinePassed: Error {}

/// Runs `body`, cancelling it when `limit` has passed.
///
/// - Throws: `DeadlinePassed`, `CancellationError` when the caller was cancelled, or what `body` throws.
package func withDeadline<Value: Sendable>(
    _ limit: Duration, _ time: PipelineTime, _ body: @escaping @Sendable () async throws -> Value
) async throws -> Value {
    try await withThrowingTaskGroup(of: Value?.self) { group in
        group.addTask { try await body() }
        group.addTask {
            try await time.sleep(limit)
            return nil
        }
        defer { group.cancelAll() }
        guard let value = try await group.next() ?? nil else {
            try Task.checkCancellation()
            throw DeadlinePassed()
        }
        return value
    }
}
