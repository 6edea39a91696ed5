import Arrow
import CADBC
import Foundation
import Synchronization

/// One C statement, released once, on its connection's thread.
///
/// Unchecked Sendable: everything but `cancel` and `insist` is called on the connection's thread; `cancel` and `release` take turns by a
/// lock, so that a statement is never cancelled after it is gone.
@safe final class StatementHandle: @unchecked Sendable {
    private struct State {
        var isOpen = false
        var isCancelled = false
        /// Whether a call that may take long is under way.
        var isInDriver = false
    }

    private let driver: ADBCDriver
    private let redaction: Redaction
    private let pointer: UnsafeMutablePointer<AdbcStatement>
    private let state = Mutex(State())

    init(driver: ADBCDriver, redaction: Redaction) {
        self.driver = driver
        self.redaction = redaction
        unsafe pointer = .allocate(capacity: 1)
        unsafe pointer.initialize(to: AdbcStatement())
    }

    deinit {
        unsafe pointer.deallocate()
    }

    /// Makes the statement and gives it its text, if it has one.
    @unsafe func open(
        _ connection: UnsafeMutablePointer<AdbcConnection>, sql: String?, options: [(String, String)]
    ) throws(ADBCError) {
        let attempt = "prepare a statement"
        let table = unsafe driver.table.pointee
        if let sql { try checkNoZero(sql, what: "the statement", driver: driver, attempt: attempt) }
        try unsafe driver.check(attempt, redaction) { error in unsafe table.StatementNew?(connection, pointer, error) }
        unsafe pointer.pointee.private_driver = unsafe driver.table
        state.withLock { $0.isOpen = true }
        for (key, value) in options {
            try checkNoZero(key + value, what: "the option '\(key)'", driver: driver, attempt: attempt)
            try unsafe driver.check("set the statement option '\(key)'", redaction) { error in
                unsafe table.StatementSetOption?(pointer, key, value, error)
            }
        }
        guard let sql else { return }
        try unsafe driver.check(attempt, redaction) { error in unsafe table.StatementSetSqlQuery?(pointer, sql, error) }
    }

    /// Gives the statement rows to work with; the driver takes `stream` over, also what is left of it after an error.
    @unsafe func bind(_ stream: UnsafeMutablePointer<ArrowArrayStream>) throws(ADBCError) {
        let table = unsafe driver.table.pointee
        do throws(ADBCError) {
            try unsafe driver.check("hand over rows", redaction) { error in unsafe table.StatementBindStream?(pointer, stream, error) }
        } catch {
            unsafe stream.pointee.release?(stream)
            throw error
        }
    }

    /// Runs the statement into `out`; without one, rows are not asked for.
    ///
    /// Nil when the driver does not count rows.
    @unsafe func execute(_ out: UnsafeMutablePointer<ArrowArrayStream>?) throws(ADBCError) -> Int64? {
        var affected: Int64 = -1
        let table = unsafe driver.table.pointee
        do throws(ADBCError) {
            try unsafe driver.check("run a statement", redaction) { error in
                unsafe table.StatementExecuteQuery?(pointer, out, &affected, error)
            }
        } catch {
            // What a failed call left in there is not ours to release.
            unsafe out?.pointee = unsafe ArrowArrayStream()
            throw asCancelled(error)
        }
        return affected >= 0 ? affected : nil
    }

    /// What a failed read of this statement's stream means: the driver's own error where it keeps one.
    func error(_ failure: ArrowError, of stream: borrowing ArrowStream) -> ADBCError {
        let attempt = "read a result"
        guard case .stream = failure else {
            return driver.failure(.unreadableResult, attempt, redaction("\(failure)"))
        }
        let detail = unsafe stream.withPointer { stream -> ADBCError? in
            var status = AdbcStatusCode(AdbcStatusOK)
            guard let error = unsafe driver.table.pointee.ErrorFromArrayStream?(stream, &status) else { return nil }
            return unsafe ADBCDriver.error(error.pointee, status: status, attempt: attempt, driver: driver.name, redaction)
        }
        return asCancelled(detail ?? driver.failure(.io, attempt, redaction("\(failure)")))
    }

    /// Notes that a call begins that may take long; ``leave()`` notes its end.
    ///
    /// - Throws: the cancellation, when it came before.
    func enter() throws(ADBCError) {
        let isCancelled = state.withLock { state in
            state.isInDriver = !state.isCancelled
            return state.isCancelled
        }
        if isCancelled { throw driver.failure(.cancelled, "go on with a statement", "the request was cancelled") }
    }

    func leave() {
        state.withLock { $0.isInDriver = false }
    }

    /// Asks the driver to stop until the call under way has ended, and blocks as long, or a few seconds longer.
    ///
    /// Once is not enough: what comes before the engine has begun, or between two exchanges with a server, comes to nothing, and a server
    /// that cannot be reached for the request may be reached for the next.
    func insist() {
        guard driver.supportsCancellation else { return }
        var pause = 0.05
        while state.withLock({ $0.isOpen && $0.isInDriver }) {
            Thread.sleep(forTimeInterval: pause)
            pause = min(pause * 2, 5)
            cancel(onlyInDriver: true)
        }
    }

    /// Asks the driver to stop the statement; from any thread, at any time.
    ///
    /// May block for a moment.
    ///
    /// False when the driver cannot or would not.
    @discardableResult
    func cancel(onlyInDriver: Bool = false) -> Bool {
        state.withLock { state in
            guard state.isOpen, state.isInDriver || !onlyInDriver else { return true }
            guard let cancel = unsafe driver.table.pointee.StatementCancel else { return false }
            state.isCancelled = true
            var error = unsafe AdbcError()
            unsafe error.vendor_code = Int32(AdbcVendorCodeUnset)
            let status = unsafe cancel(pointer, &error)
            unsafe error.release?(&error)
            return status == AdbcStatusCode(AdbcStatusOK)
        }
    }

    /// Gives the statement back; its stream must be gone.
    ///
    /// Does nothing the second time.
    func release() {
        let wasOpen = state.withLock { state in
            defer { state.isOpen = false }
            return state.isOpen
        }
        guard wasOpen else { return }
        var error = unsafe AdbcError()
        _ = unsafe driver.table.pointee.StatementRelease?(pointer, &error)
        unsafe error.release?(&error)
    }

    /// Drivers report an interrupted statement in many ways; one that we stopped is cancelled.
    private func asCancelled(_ error: ADBCError) -> ADBCError {
        guard state.withLock({ $0.isCancelled }) else { return error }
        var error = error
        error.code = .cancelled
        return error
    }
}
