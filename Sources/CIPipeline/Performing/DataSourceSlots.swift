/// Lets at most so many diffs run in a data source at once, across all runs, first come first served.
package actor DataSourceSlots {
    private struct Waiter {
        let id: Int
        let continuation: CheckedContinuation<Void, any Error>
    }

    private var taken: [Int: Int] = [:]
    private var waiters: [Int: [Waiter]] = [:]
    private var lastWaiter = 0

    package init() {}

    /// Runs `body` while holding a slot of the data source.
    ///
    /// - Throws: `CancellationError` when the task is cancelled while it waits; what `body` throws.
    package nonisolated func withSlot<Value: Sendable>(
        of dataSource: Int, limit: Int, _ body: @Sendable () async throws -> Value
    ) async throws -> Value {
        try await take(dataSource, limit: max(limit, 1))
        do {
            let value = try await body()
            await release(dataSource)
            return value
        } catch {
            await release(dataSource)
            throw error
        }
    }

    private func take(_ source: Int, limit: Int) async throws {
        try Task.checkCancellation()
        if taken[source, default: 0] < limit {
            taken[source, default: 0] += 1
            return
        }
        lastWaiter += 1
        let id = lastWaiter
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                waiters[source, default: []].append(Waiter(id: id, continuation: continuation))
                if Task.isCancelled { giveUp(id, source) }
            }
        } onCancel: {
            Task { await giveUp(id, source) }
        }
    }

    /// The slot goes straight to the next in line, so nobody who comes later takes it from them.
    private func release(_ source: Int) {
        if waiters[source]?.isEmpty == false, let next = waiters[source]?.removeFirst() {
            next.continuation.resume()
        } else {
            taken[source, default: 1] -= 1
        }
    }

    private func giveUp(_ id: Int, _ source: Int) {
        guard let index = waiters[source]?.firstIndex(where: { $0.id == id }) else { return }
        waiters[source]?.remove(at: index).continuation.resume(throwing: CancellationError())
    }
}
