/// Lets at most so many diffs run in a data source at once, across all runs.
///
/// A free slot goes to the run that holds the fewest, first come first served among equals, so that one very large pull request does not
/// keep the others waiting until its end.
package actor DataSourceSlots {
    private struct Waiter {
        let id: Int
        let run: Int
        let continuation: CheckedContinuation<Void, any Error>
    }

    /// Slots that runs hold, by data source.
    private var taken: [Int: [Int: Int]] = [:]
    private var waiters: [Int: [Waiter]] = [:]
    private var lastWaiter = 0

    package init() {}

    /// Runs `body` while holding a slot of the data source.
    ///
    /// - Parameter run: whom the slot counts for.
    /// - Throws: `CancellationError` when the task is cancelled while it waits; what `body` throws.
    package nonisolated func withSlot<Value: Sendable>(
        of dataSource: Int, limit: Int, for run: Int, _ body: @Sendable () async throws -> Value
    ) async throws -> Value {
        try await take(dataSource, limit: max(limit, 1), run)
        do {
            let value = try await body()
            await release(dataSource, run)
            return value
        } catch {
            await release(dataSource, run)
            throw error
        }
    }

    /// How many wait for a slot of a data source.
    package func waiting(for dataSource: Int) -> Int { waiters[dataSource, default: []].count }

    private func take(_ source: Int, limit: Int, _ run: Int) async throws {
        try Task.checkCancellation()
        if taken[source, default: [:]].values.reduce(0, +) < limit {
            taken[source, default: [:]][run, default: 0] += 1
            return
        }
        lastWaiter += 1
        let id = lastWaiter
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                waiters[source, default: []].append(Waiter(id: id, run: run, continuation: continuation))
                if Task.isCancelled { giveUp(id, source) }
            }
        } onCancel: {
            Task { await giveUp(id, source) }
        }
    }

    /// The slot goes straight to the next in line, so nobody who comes later takes it from them.
    private func release(_ source: Int, _ run: Int) {
        var held = taken[source, default: [:]]
        held[run] = held[run].flatMap { $0 > 1 ? $0 - 1 : nil }
        let queue = waiters[source, default: []]
        if let next = queue.indices.min(by: { (held[queue[$0].run, default: 0], $0) < (held[queue[$1].run, default: 0], $1) }) {
            let waiter = queue[next]
            waiters[source]?.remove(at: next)
            held[waiter.run, default: 0] += 1
            waiter.continuation.resume()
        }
        taken[source] = held
    }

    private func giveUp(_ id: Int, _ source: Int) {
        guard let index = waiters[source]?.firstIndex(where: { $0.id == id }) else { return }
        waiters[source]?.remove(at: index).continuation.resume(throwing: CancellationError())
    }
}
