import Dispatch
import Foundation
import Synchronization

/// A command that listens for signals on its own, to end what it does in its own order.
protocol StopsItself {}

/// Turns SIGINT and SIGTERM into the end of the running work; a second signal ends the process at once.
final class Interruption: Sendable {
    /// Unchecked: Dispatch sources may be cancelled from any thread.
    private struct Sources: @unchecked Sendable {
        let all: [any DispatchSourceSignal]
    }

    private let sources: Sources

    /// - Parameter work: called once, at the first signal.
    init(_ work: @escaping @Sendable () -> Void) {
        let count = SignalCount()
        sources = Sources(
            all: [SIGINT, SIGTERM].map { number in
                // Dispatch hears a signal only when its default action is off.
                signal(number, SIG_IGN)
                let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
                source.setEventHandler {
                    if count.isFirst() { work() } else { exit(128 + number) }
                }
                source.resume()
                return source
            })
    }

    func stop() {
        for source in sources.all { source.cancel() }
    }
}

/// Tells the first signal from those after it.
private final class SignalCount: Sendable {
    private let seen = Mutex(false)

    func isFirst() -> Bool {
        seen.withLock { seen in
            defer { seen = true }
            return !seen
        }
    }
}
