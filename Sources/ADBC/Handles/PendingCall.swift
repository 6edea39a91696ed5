import Synchronization

/// One driver call that a task waits for: answered once, by the driver or by the task's cancellation, whichever is first.
///
/// A cancelled task does not wait for the driver to notice. The driver is asked to stop, and what it still delivers is given
/// to `abandoned` on the thread.
final class PendingCall<Success: Sendable>: Sendable {
    typealias Outcome = Result<Success, ADBCError>

    private struct State {
        var continuation: CheckedContinuation<Outcome, Never>?
        var outcome: Outcome?
    }

    private let state = Mutex(State())
    private let cancellation: CallCancellation

    private init(cancellation: CallCancellation) {
        self.cancellation = cancellation
    }

    /// Runs `body` on `thread` and waits for it or for the task's cancellation.
    ///
    /// - Throws: what `body` throws; `refusal` when the thread takes no more jobs; `ADBCError` with the code `cancelled`.
    static func run(
        on thread: DriverThread,
        cancellation: CallCancellation,
        refusal: ADBCError,
        abandoned: @escaping @Sendable (Success) -> Void = { _ in },
        _ body: @escaping @Sendable () throws(ADBCError) -> Success
    ) async throws(ADBCError) -> Success {
        let call = PendingCall(cancellation: cancellation)
        let outcome = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                call.wait(continuation)
                let isAccepted = thread.enqueue { call.perform(body, abandoned: abandoned) }
                if !isAccepted { _ = call.answer(.failure(refusal)) }
            }
        } onCancel: {
            _ = call.answer(.failure(cancellation.error))
            cancellation.cancel()
        }
        return try outcome.get()
    }

    private func perform(_ body: () throws(ADBCError) -> Success, abandoned: (Success) -> Void) {
        guard cancellation.begin() else { return }
        let outcome = Outcome { () throws(ADBCError) in try body() }
        cancellation.end()
        guard !answer(outcome), case .success(let value) = outcome else { return }
        abandoned(value)
    }

    private func wait(_ continuation: CheckedContinuation<Outcome, Never>) {
        let early = state.withLock { state in
            if state.outcome == nil { state.continuation = continuation }
            return state.outcome
        }
        if let early { continuation.resume(returning: early) }
    }

    /// False when the call was answered before.
    private func answer(_ outcome: Outcome) -> Bool {
        let (isFirst, continuation) = state.withLock { state in
            guard state.outcome == nil else { return (false, nil as CheckedContinuation<Outcome, Never>?) }
            state.outcome = outcome
            defer { state.continuation = nil }
            return (true, state.continuation)
        }
        continuation?.resume(returning: outcome)
        return isFirst
    }
}
