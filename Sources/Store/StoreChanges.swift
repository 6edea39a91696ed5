import Synchronization

/// Something a live page may want to draw again.
package enum StoreChange: Hashable, Sendable {
    case run(Int)
    case diff(Int, run: Int?)

    /// The run concerned, if any.
    package var runID: Int? {
        switch self {
        case .run(let id): id
        case .diff(_, let run): run
        }
    }
}

/// Tells every listener in this process about changes, without polling the database.
///
/// A slow listener loses older signals, never the newest; it reads the current state anyway.
package final class StoreChanges: Sendable {
    private struct Listeners {
        var nextID = 0
        var continuations: [Int: AsyncStream<StoreChange>.Continuation] = [:]
        var workers: [Int: AsyncStream<Void>.Continuation] = [:]
    }

    private let listeners = Mutex(Listeners())

    package init() {}

    /// Changes from now on; ends with the task that reads it.
    package func stream() -> AsyncStream<StoreChange> {
        let (stream, continuation) = AsyncStream.makeStream(of: StoreChange.self, bufferingPolicy: .bufferingNewest(64))
        let id = listeners.withLock { listeners in
            listeners.nextID += 1
            listeners.continuations[listeners.nextID] = continuation
            return listeners.nextID
        }
        continuation.onTermination = { [weak self] _ in
            self?.listeners.withLock { _ = $0.continuations.removeValue(forKey: id) }
        }
        return stream
    }

    /// Rings when work was queued or given back; several rings may become one, none is lost.
    package func work() -> AsyncStream<Void> {
        let (stream, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        let id = listeners.withLock { listeners in
            listeners.nextID += 1
            listeners.workers[listeners.nextID] = continuation
            return listeners.nextID
        }
        continuation.onTermination = { [weak self] _ in
            self?.listeners.withLock { _ = $0.workers.removeValue(forKey: id) }
        }
        return stream
    }

    /// Rings for all workers.
    func publishWork() {
        for continuation in listeners.withLock({ Array($0.workers.values) }) { continuation.yield() }
    }

    /// Tells all listeners.
    package func publish(_ change: StoreChange) {
        let all = listeners.withLock { Array($0.continuations.values) }
        for continuation in all { continuation.yield(change) }
    }
}
