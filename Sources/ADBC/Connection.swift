import Synchronization

/// A connection to a database, safe to use from any task.
///
/// Its driver calls run one after another on a thread of the connection's own (`DriverThread` says why). One result is open at a time:
/// starting another statement ends the result before it, whose `next()` then throws `invalidState`. Batches already received stay good.
/// For results side by side, open several connections of one `ADBCDatabase`.
///
/// Cancelling the task that waits in a call returns at once with the code `cancelled`; the driver is told to stop, and until it has,
/// later calls wait behind it.
package final class ADBCConnection: Sendable {
    package let driver: ADBCDriver
    let handle: ConnectionHandle
    let thread: DriverThread
    /// Whether nobody else can use the database, so that closing means closing both.
    let ownsDatabase = Mutex(false)
    private let isClosed = Mutex(false)

    private init(handle: ConnectionHandle, thread: DriverThread) {
        driver = handle.driver
        self.handle = handle
        self.thread = thread
    }

    /// Without `close`, everything is given back in the background.
    deinit {
        let handle = handle
        guard !isClosed.withLock({ $0 }) else { return }
        _ = thread.enqueue { handle.close() }
        thread.finish()
    }

    /// Opens a database for one connection; closing the connection closes it.
    ///
    /// - Parameters:
    ///   - databaseOptions: see `ADBCDatabase`. Never shown in an error.
    ///   - connectionOptions: names and values as the driver defines them. Never shown in an error.
    /// - Throws: `ADBCError`.
    package static func open(
        driver: ADBCDriver, databaseOptions: [(String, String)], connectionOptions: [(String, String)] = []
    ) async throws(ADBCError) -> ADBCConnection {
        let database = try await ADBCDatabase.open(driver: driver, options: databaseOptions)
        do throws(ADBCError) {
            let connection = try await database.connect(options: connectionOptions)
            database.handOver(to: connection)
            return connection
        } catch {
            await database.close()
            throw error
        }
    }

    static func open(
        _ handle: ConnectionHandle, options: [(String, String)], refusal: ADBCError
    ) async throws(ADBCError) -> ADBCConnection {
        let driver = handle.driver.name
        let thread = DriverThread(name: "adbc \(driver)")
        do throws(ADBCError) {
            try await PendingCall.run(
                on: thread, cancellation: CallCancellation(attempt: "connect", driver: driver), refusal: refusal
            ) { () throws(ADBCError) in try handle.open(options: options) }
        } catch {
            // Behind the attempt, however long that still takes.
            _ = thread.enqueue { handle.close() }
            thread.finish()
            throw error
        }
        return ADBCConnection(handle: handle, thread: thread)
    }

    /// Starts a query.
    ///
    /// Its columns are known on return; rows are read batch by batch as they are asked for.
    ///
    /// - Parameters:
    ///   - sql: one statement in the engine's dialect.
    ///   - options: the driver's statement options, for example DuckDB's `adbc.duckdb.query.batch_rows`.
    /// - Throws: `ADBCError`; the code is `unreadableResult` for a column type that cannot be read.
    package func query(_ sql: String, options: [(String, String)] = []) async throws(ADBCError) -> ResultStream {
        let handle = handle
        let head = try await call("run a query", abandoned: { handle.closeResult($0.id) }) { cancellation throws(ADBCError) in
            try handle.query(sql, options: options, cancellation)
        }
        return ResultStream(connection: self, head: head)
    }

    /// Runs a statement without reading rows.
    ///
    /// - Returns: how many rows it touched; nil when the driver does not say.
    /// - Throws: `ADBCError`. After the code `cancelled` the statement may or may not have taken effect.
    @discardableResult
    package func execute(_ sql: String, options: [(String, String)] = []) async throws(ADBCError) -> Int64? {
        let handle = handle
        return try await call("run a statement") { cancellation throws(ADBCError) in
            try handle.execute(sql, options: options, cancellation)
        }
    }

    /// Stops the statement that is running now, whoever waits for it; that call throws with the code `cancelled`.
    ///
    /// Does nothing when none is running, or when the driver cannot (`ADBCDriver.supportsCancellation`). What the driver refuses to stop goes
    /// on, and the next call on its result throws.
    package func cancel() {
        let handle = handle
        DriverThread.detach(name: "adbc cancel") { handle.stop() }
    }

    /// Stops what is running and gives everything back: result, connection, and the database with its last connection.
    ///
    /// Waits until that is done, also in a cancelled task. Where the driver cannot stop a running statement, it does not wait.
    package func close() async {
        _ = await closeAndTell()
    }

    /// As `close`; false when a statement that cannot be stopped still holds the connection.
    func closeAndTell() async -> Bool {
        let isFirst = isClosed.withLock { isClosed in
            defer { isClosed = true }
            return !isClosed
        }
        let handle = handle
        if isFirst {
            _ = thread.enqueue { handle.close() }
            thread.finish()
        }
        let isFree = await withCheckedContinuation { continuation in
            DriverThread.detach(name: "adbc cancel") { handle.stopForGood { continuation.resume(returning: $0) } }
        }
        guard isFree else { return false }
        await handle.closed.wait()
        if ownsDatabase.withLock({ $0 }) { await handle.database.gone.wait() }
        return true
    }

    /// Runs one driver call on the connection's thread.
    func call<Success: Sendable>(
        _ attempt: String,
        abandoned: @escaping @Sendable (Success) -> Void = { _ in },
        _ body: @escaping @Sendable (CallCancellation) throws(ADBCError) -> Success
    ) async throws(ADBCError) -> Success {
        let cancellation = CallCancellation(attempt: attempt, driver: driver.name)
        let refusal = driver.failure(.invalidState, attempt, "the connection is closed")
        guard !isClosed.withLock({ $0 }) else { throw refusal }
        return try await PendingCall.run(on: thread, cancellation: cancellation, refusal: refusal, abandoned: abandoned) {
            () throws(ADBCError) in try body(cancellation)
        }
    }
}
