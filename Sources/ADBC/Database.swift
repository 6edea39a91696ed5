import Synchronization

/// An open database: what several connections share, for example one DuckDB file, or one account.
///
/// Options proven with DuckDB 2.0. All are set before the database opens, as ADBC asks; any DuckDB setting may be given, and an
/// unknown one is refused by name:
/// - `path`: the file; without it the database is in memory. A missing file is created, unless `access_mode` is `READ_ONLY`.
/// - `access_mode`: `READ_ONLY`, else `AUTOMATIC` or `READ_WRITE`. Several processes may hold a file read-only together.
/// - `threads`, `memory_limit`: as in DuckDB's `SET`.
/// - `arrow_lossless_conversion`: set to `true` by `open` unless given, because without it DuckDB delivers 128-bit integers without
///   sign beyond 2^127 as negative numbers, times with zone without their zone, and UUIDs and JSON as plain text.
///
/// While another process writes to a DuckDB file, opening it fails with the code `locked`, read-only too. Open a file once per process
/// and share it by connections: a process that opens it twice and closes one gives up its lock for both.
///
/// The entry point is the driver manager's business (`ADBCDriver.load`), not an option here.
package final class ADBCDatabase: Sendable {
    private struct State {
        var isClosed = false
        var connections: [WeakConnection] = []
    }

    private struct WeakConnection: Sendable {
        weak let connection: ADBCConnection?
    }

    package let driver: ADBCDriver
    private let handle: DatabaseHandle
    private let state = Mutex(State())

    private init(_ handle: DatabaseHandle) {
        driver = handle.driver
        self.handle = handle
    }

    /// Without `close`, the database goes when its last connection has gone, in the background.
    deinit {
        let handle = handle
        guard !state.withLock({ $0.isClosed }) else { return }
        DriverThread.detach(name: "adbc close") { handle.leave() }
    }

    /// Opens a database off the caller's thread.
    ///
    /// - Parameter options: names and values as the driver defines them; set in this order. Never shown in an error.
    /// - Throws: `ADBCError`; the code is `locked` when another process writes, `cancelled` when the task was,
    ///   in which case a database that opens late is closed at once.
    package static func open(driver: ADBCDriver, options: [(String, String)]) async throws(ADBCError) -> ADBCDatabase {
        let given = Set(options.map(\.0))
        let options = driver.defaultDatabaseOptions.filter { !given.contains($0.0) } + options
        let handle = DatabaseHandle(driver: driver, options: options)
        let thread = DriverThread(name: "adbc open")
        defer { thread.finish() }
        try await PendingCall.run(
            on: thread,
            cancellation: CallCancellation(attempt: "open the database", driver: driver.name),
            refusal: driver.failure(.invalidState, "open the database", "the database is closed"),
            abandoned: { handle.leave() }
        ) { () throws(ADBCError) in try handle.open(options: options) }
        return ADBCDatabase(handle)
    }

    /// Opens one more connection, with a thread of its own.
    ///
    /// - Throws: `ADBCError`; the code is `invalidState` after `close`.
    package func connect(options: [(String, String)] = []) async throws(ADBCError) -> ADBCConnection {
        let refusal = driver.failure(.invalidState, "connect", "the database is closed")
        // Inside the lock, so that a `close` cannot release the database before the connection has become its user.
        let connecting = state.withLock { state in
            state.isClosed ? nil : ConnectionHandle(database: handle, options: options)
        }
        guard let connecting else { throw refusal }
        let connection = try await ADBCConnection.open(connecting, options: options, refusal: refusal)
        let isStillOpen = state.withLock { state in
            state.connections.removeAll { $0.connection == nil }
            state.connections.append(WeakConnection(connection: connection))
            return !state.isClosed
        }
        guard isStillOpen else {
            await connection.close()
            throw refusal
        }
        return connection
    }

    /// Closes the connections that are still open, then the database; the file's lock is free on return.
    ///
    /// Running statements are stopped. This does not wait for what cannot be stopped, a statement of a driver without cancellation or
    /// an attempt to connect: the rest is closed when that ends.
    package func close() async {
        let connections = state.withLock { state -> [WeakConnection]? in
            guard !state.isClosed else { return nil }
            state.isClosed = true
            return state.connections
        }
        guard let connections else { return }
        var isFree = true
        for connection in connections.compactMap(\.connection) {
            let isDone = await connection.closeAndTell()
            isFree = isFree && isDone
        }
        leave()
        if isFree, !handle.isConnecting { await handle.gone.wait() }
    }

    /// Leaves the database to `connection`, its only one, which from now on closes it.
    func handOver(to connection: ADBCConnection) {
        let isFirst = state.withLock { state in
            defer { state.isClosed = true }
            return !state.isClosed
        }
        connection.ownsDatabase.withLock { $0 = true }
        if isFirst { leave() }
    }

    /// One user less, away from the caller's thread: the last one may block.
    private func leave() {
        let handle = handle
        DriverThread.detach(name: "adbc close") { handle.leave() }
    }
}
