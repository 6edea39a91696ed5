import CADBC
import Synchronization

/// One C database, released once: when its last user has left.
///
/// Users are the `ADBCDatabase` and every connection. Counted by hand and not by references, so that the release, which may block,
/// always runs on a driver thread. Unchecked Sendable: after `open` the C struct is only lent to `ConnectionInit`, which ADBC allows
/// from several threads one after another; `lock` keeps them apart.
@safe final class DatabaseHandle: @unchecked Sendable {
    let driver: ADBCDriver
    let redaction: Redaction
    private let pointer: UnsafeMutablePointer<AdbcDatabase>
    private let users = Mutex(1)
    private let attempts = Mutex(0)
    private let lock = Mutex(())
    /// Tells when the C database is gone.
    let gone = Signal()

    init(driver: ADBCDriver, options: [(String, String)]) {
        self.driver = driver
        redaction = Redaction(options: options)
        unsafe pointer = .allocate(capacity: 1)
        unsafe pointer.initialize(to: AdbcDatabase())
    }

    deinit {
        unsafe pointer.deallocate()
    }

    /// Opens the database; leaves nothing behind on failure.
    ///
    /// The one user is the caller.
    func open(options: [(String, String)]) throws(ADBCError) {
        let attempt = "open the database"
        let table = unsafe driver.table.pointee
        do {
            try unsafe driver.check(attempt, redaction) { error in unsafe table.DatabaseNew?(pointer, error) }
        } catch {
            gone.send()
            throw error
        }
        unsafe pointer.pointee.private_driver = unsafe driver.table
        do throws(ADBCError) {
            for (key, value) in options {
                try checkNoZero(key + value, what: "the option '\(key)'", driver: driver, attempt: attempt)
                try unsafe driver.check("set the database option '\(key)'", redaction) { error in
                    unsafe table.DatabaseSetOption?(pointer, key, value, error)
                }
            }
            try unsafe driver.check(attempt, redaction) { error in unsafe table.DatabaseInit?(pointer, error) }
        } catch {
            leave()
            throw error.recognizingLock
        }
    }

    /// Makes and opens a connection's C struct; one at a time.
    @unsafe func initialize(_ connection: UnsafeMutablePointer<AdbcConnection>, _ redaction: Redaction) throws(ADBCError) {
        let table = unsafe driver.table.pointee
        try lock.withLock { (_: inout Void) throws(ADBCError) in
            try unsafe driver.check("connect", redaction) { error in unsafe table.ConnectionInit?(connection, pointer, error) }
        }
    }

    /// Whether a connection is being made right now.
    var isConnecting: Bool { attempts.withLock { $0 > 0 } }

    /// One attempt to connect more, or less.
    func connecting(_ change: Int) {
        attempts.withLock { $0 += change }
    }

    /// One more user.
    func enter() {
        users.withLock { $0 += 1 }
    }

    /// One user less; the last one releases the database, on the calling thread.
    func leave() {
        let isLast = users.withLock { users in
            users -= 1
            return users == 0
        }
        guard isLast else { return }
        var error = unsafe AdbcError()
        _ = unsafe driver.table.pointee.DatabaseRelease?(pointer, &error)
        unsafe error.release?(&error)
        gone.send()
    }
}
