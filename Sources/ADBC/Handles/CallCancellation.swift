import Synchronization

/// Connects a task's cancellation with the statement that is running for it.
final class CallCancellation: Sendable {
    private enum State {
        case waiting, running, watching(StatementHandle), cancelled, ended
    }

    /// What a cancelled call throws.
    let error: ADBCError
    private let state = Mutex(State.waiting)

    init(attempt: String, driver: String) {
        error = ADBCError(code: .cancelled, attempt: attempt, driver: driver, message: "the request was cancelled")
    }

    /// False when the call was cancelled while it waited for its turn.
    func begin() -> Bool {
        state.withLock { state in
            guard case .waiting = state else { return false }
            state = .running
            return true
        }
    }

    /// From now on, cancelling stops `statement`.
    ///
    /// - Throws: the cancellation, when it came before.
    func watch(_ statement: StatementHandle) throws(ADBCError) {
        let isCancelled = state.withLock { state in
            guard case .running = state else { return true }
            state = .watching(statement)
            return false
        }
        if isCancelled { throw error }
    }

    func end() {
        state.withLock { $0 = .ended }
    }

    func cancel() {
        let running = state.withLock { state in
            defer { if case .ended = state {} else { state = .cancelled } }
            guard case .watching(let statement) = state else { return nil as StatementHandle? }
            return statement
        }
        guard let running else { return }
        // Asking may itself block (PostgreSQL's driver opens a connection for it): not on the caller's thread.
        DriverThread.detach(name: "adbc cancel") {
            running.cancel()
            running.insist()
        }
    }
}
