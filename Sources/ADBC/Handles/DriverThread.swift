import Foundation
import Synchronization

/// A thread that runs jobs one after another, in the order given.
///
/// Every ADBC connection has one of its own. ADBC forbids concurrent calls on an object, and its calls block for as long as a query
/// takes: on the cooperative pool a few slow queries would stop every task of the process. A thread of its own (8 MB of address
/// space, almost no memory) is never starved, while a serial dispatch queue shares its threads with whatever else blocks.
final class DriverThread: Sendable {
    private let queue = JobQueue()

    init(name: String) {
        let queue = queue
        let thread = Thread { queue.run() }
        thread.name = name
        // Engines parse and plan recursively.
        thread.stackSize = 8 << 20
        thread.start()
    }

    /// False when the thread was told to finish; the job then never runs.
    func enqueue(_ job: @escaping @Sendable () -> Void) -> Bool {
        queue.append(job)
    }

    /// Ends the thread after the jobs already given.
    func finish() {
        queue.finish()
    }

    /// Runs one job on a thread made for it.
    static func detach(name: String, _ job: @escaping @Sendable () -> Void) {
        let thread = DriverThread(name: name)
        _ = thread.enqueue(job)
        thread.finish()
    }
}

private final class JobQueue: Sendable {
    private struct State {
        var jobs: [@Sendable () -> Void] = []
        var isFinished = false
    }

    private let state = Mutex(State())
    /// Counts jobs, plus one for the end.
    private let arrivals = DispatchSemaphore(value: 0)

    func append(_ job: @escaping @Sendable () -> Void) -> Bool {
        let isAccepted = state.withLock { state in
            guard !state.isFinished else { return false }
            state.jobs.append(job)
            return true
        }
        if isAccepted { arrivals.signal() }
        return isAccepted
    }

    func finish() {
        let isFirst = state.withLock { state in
            defer { state.isFinished = true }
            return !state.isFinished
        }
        if isFirst { arrivals.signal() }
    }

    func run() {
        while let job = next() { job() }
    }

    private func next() -> (@Sendable () -> Void)? {
        arrivals.wait()
        return state.withLock { $0.jobs.isEmpty ? nil : $0.jobs.removeFirst() }
    }
}
