import Arrow
import CADBC
import Synchronization

/// One C connection and the result that is open on it.
///
/// Everything but `stop`, `stopForGood` and `isBusy` runs on the connection's thread: that is what makes it unchecked Sendable.
@safe final class ConnectionHandle: @unchecked Sendable {
    let driver: ADBCDriver
    let database: DatabaseHandle
    private let redaction: Redaction
    private let pointer: UnsafeMutablePointer<AdbcConnection>
    private var isNew = false
    private var isClosed = false
    private var result: OpenResult?
    private var lastID = 0
    private let activity = Mutex(Activity())
    /// Tells when `close` has run.
    let closed = Signal()

    private struct Activity {
        /// The statement inside a driver call that may take long.
        var statement: StatementHandle?
        var isClosing = false
    }

    /// Becomes a user of `database`, until `close`.
    init(database: DatabaseHandle, options: [(String, String)]) {
        database.enter()
        self.database = database
        driver = database.driver
        redaction = database.redaction.joined(Redaction(options: options))
        unsafe pointer = .allocate(capacity: 1)
        unsafe pointer.initialize(to: AdbcConnection())
    }

    deinit {
        unsafe pointer.deallocate()
    }

    /// Connects; the caller closes also when this throws.
    func open(options: [(String, String)]) throws(ADBCError) {
        database.connecting(1)
        defer { database.connecting(-1) }
        let table = unsafe driver.table.pointee
        try unsafe driver.check("connect", redaction) { error in unsafe table.ConnectionNew?(pointer, error) }
        isNew = true
        unsafe pointer.pointee.private_driver = unsafe driver.table
        for (key, value) in options {
            try checkNoZero(key + value, what: "the option '\(key)'", driver: driver, attempt: "connect")
            try unsafe driver.check("set the connection option '\(key)'", redaction) { error in
                unsafe table.ConnectionSetOption?(pointer, key, value, error)
            }
        }
        try unsafe database.initialize(pointer, redaction)
    }

    /// Starts a query; the result before it ends.
    func query(_ sql: String, options: [(String, String)], _ cancellation: CallCancellation) throws(ADBCError) -> ResultHead {
        let statement = try statement(sql, options: options, cancellation)
        lastID += 1
        let result = OpenResult(id: lastID, statement: statement)
        do throws(ADBCError) {
            let fields = try whileBusy(statement) { () throws(ADBCError) in try result.start() }
            self.result = result
            return ResultHead(id: lastID, fields: fields)
        } catch {
            result.close()
            throw error
        }
    }

    /// Runs a statement whose rows nobody wants.
    func execute(_ sql: String, options: [(String, String)], _ cancellation: CallCancellation) throws(ADBCError) -> Int64? {
        let statement = try statement(sql, options: options, cancellation)
        defer { statement.release() }
        return try whileBusy(statement) { () throws(ADBCError) in try unsafe statement.execute(nil) }
    }

    /// The next batch of the result `id`; nil at its end, after which the result is closed.
    func next(_ id: Int, _ cancellation: CallCancellation) throws(ADBCError) -> RecordBatch? {
        let result = try openResult(id)
        do throws(ADBCError) {
            try cancellation.watch(result.statement)
            let batch = try whileBusy(result.statement) { () throws(ADBCError) in try result.next() }
            if batch == nil { closeResult(id) }
            return batch
        } catch {
            closeResult(id)
            throw error
        }
    }

    /// Writes the rows of another connection to a new table.
    ///
    /// - Returns: how many rows the driver says it wrote; nil when it does not count.
    func ingest(_ rows: RelayedRows, into table: String, _ cancellation: CallCancellation) throws(ADBCError) -> Int64? {
        let options = [("adbc.ingest.target_table", table), ("adbc.ingest.mode", "adbc.ingest.mode.create")]
        let statement = try statement(nil, options: options, cancellation)
        defer { statement.release() }
        try unsafe rows.lend { (stream) throws(ADBCError) in try unsafe statement.bind(stream) }
        return try whileBusy(statement) { () throws(ADBCError) in try unsafe statement.execute(nil) }
    }

    /// The schema of the result `id` as the driver made it.
    @unsafe func copySchema(_ id: Int, into out: UnsafeMutablePointer<ArrowSchema>) throws(ADBCError) {
        try unsafe openResult(id).copySchema(into: out)
    }

    /// The next batch of the result `id` as the driver made it; an array that holds nothing is the end.
    ///
    /// - Parameter mayRun: asked once the statement can be stopped.
    @unsafe func moveNext(
        _ id: Int, into out: UnsafeMutablePointer<ArrowArray>, mayRun: () throws(ADBCError) -> Void
    ) throws(ADBCError) {
        let result = try openResult(id)
        do throws(ADBCError) {
            try whileBusy(result.statement) { () throws(ADBCError) in
                try mayRun()
                try unsafe result.moveNext(into: out)
            }
        } catch {
            closeResult(id)
            throw error
        }
    }

    private func openResult(_ id: Int) throws(ADBCError) -> OpenResult {
        guard let result, result.id == id else {
            throw driver.failure(.invalidState, "read a result", "the result was closed, or ended by another statement on its connection")
        }
        return result
    }

    /// Closes the result `id` if it is still the open one.
    func closeResult(_ id: Int) {
        guard let result, result.id == id else { return }
        self.result = nil
        result.close()
    }

    /// Gives everything back in order: stream, statement, connection, and the database for the last user.
    ///
    /// Once.
    func close() {
        guard !isClosed else { return }
        isClosed = true
        result?.close()
        result = nil
        if isNew {
            var error = unsafe AdbcError()
            _ = unsafe driver.table.pointee.ConnectionRelease?(pointer, &error)
            unsafe error.release?(&error)
        }
        database.leave()
        closed.send()
    }

    /// Whether a statement is inside a driver call that may take long.
    var isBusy: Bool { activity.withLock { $0.statement != nil } }

    /// Stops the statement that is running, if any.
    ///
    /// From any thread; blocks until it has stopped, or a few seconds longer.
    func stop() {
        let running = activity.withLock { $0.statement }
        running?.cancel()
        running?.insist()
    }

    /// As `stop`, and lets no other start.
    ///
    /// - Parameter told: called once the driver has been asked; false when the statement cannot be stopped.
    func stopForGood(_ told: (Bool) -> Void) {
        let running = activity.withLock { activity in
            activity.isClosing = true
            return activity.statement
        }
        told(running?.cancel() ?? true)
        running?.insist()
    }

    private func statement(
        _ sql: String?, options: [(String, String)], _ cancellation: CallCancellation
    ) throws(ADBCError) -> StatementHandle {
        if let result { closeResult(result.id) }
        let statement = StatementHandle(driver: driver, redaction: redaction)
        do throws(ADBCError) {
            try unsafe statement.open(pointer, sql: sql, options: options)
            try cancellation.watch(statement)
        } catch {
            statement.release()
            throw error
        }
        return statement
    }

    private func whileBusy<Value>(
        _ statement: StatementHandle, _ body: () throws(ADBCError) -> Value
    ) throws(ADBCError) -> Value {
        let isClosing = activity.withLock { activity in
            if !activity.isClosing { activity.statement = statement }
            return activity.isClosing
        }
        guard !isClosing else { throw driver.failure(.invalidState, "run a statement", "the connection is closed") }
        defer { activity.withLock { $0.statement = nil } }
        try statement.enter()
        defer { statement.leave() }
        return try body()
    }
}
