/// Returns once the condition holds; for what has no other end to wait for.
///
/// - Throws: `CancellationError` when the test is cancelled, as by its time limit; what the condition throws.
package func eventually(_ condition: () async throws -> Bool) async throws {
    while try await !condition() {
        try Task.checkCancellation()
        await Task.yield()
    }
}
