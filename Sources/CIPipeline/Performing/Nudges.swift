import Synchronization

/// Wakes runs that wait for dbt Cloud, so that they look at once; polling goes on without it.
package final class Nudges: Sendable {
    private let waiting = Mutex<[Int: AsyncStream<Void>.Continuation]>([:])

    package init() {}

    /// Makes every waiting run look again now.
    package func nudgeAll() {
        for continuation in waiting.withLock({ Array($0.values) }) { continuation.yield() }
    }

    /// Nudges for one run, until `end` is called.
    func begin(_ run: Int) -> AsyncStream<Void> {
        let (stream, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        waiting.withLock { $0[run] = continuation }
        return stream
    }

    func end(_ run: Int) {
        waiting.withLock { _ = $0.removeValue(forKey: run) }
    }
}
