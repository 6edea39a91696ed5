import ADBC

/// A connection, and the opening of the database it belongs to.
struct ConnectionLease: Sendable {
    let connection: ADBCConnection
    let generation: Int
    /// Whether it lay idle before, so that the server may have closed it meanwhile.
    var wasIdle = false
}

/// Connections of one database: at most so many at once, waiting callers served in their order.
actor ConnectionPool {
    private let kind: WarehouseKind
    private let configuration: WarehouseConfiguration
    private let opener: DatabaseOpener
    private var state = State.closed
    private var idle: [ConnectionLease] = []
    private var inUse = 0
    /// Diffs under way, which want the database to stay open between their statements.
    private var users = 0
    /// Counts the times the database was opened; a connection of an earlier time is of no use.
    private var generation = 0
    private let turns = WaitingLine<Void>()
    private let changes = WaitingLine<WarehouseError?>()

    private enum State {
        case closed
        /// Opening or closing; who needs the database waits for the outcome.
        case changing
        case open(ADBCDatabase)
    }

    init(driver: ADBCDriver, kind: WarehouseKind, configuration: WarehouseConfiguration) {
        self.kind = kind
        self.configuration = configuration
        opener = DatabaseOpener(driver: driver, kind: kind, configuration: configuration)
    }

    var isOpen: Bool {
        if case .open = state { true } else { false }
    }

    func beginUse() { users += 1 }

    func endUse() async {
        users -= 1
        await closeIfIdle()
    }

    /// A connection for one statement; to be given back by ``release(_:)``.
    ///
    /// - Throws: `WarehouseError`; the code is `cancelled` when the task was.
    func acquire() async throws(WarehouseError) -> ConnectionLease {
        try await takeTurn()
        return try await lease()
    }

    /// As ``acquire()``, but nil instead of waiting.
    func acquireIfFree() async throws(WarehouseError) -> ConnectionLease? {
        guard inUse < configuration.concurrency else { return nil }
        inUse += 1
        return try await lease()
    }

    /// One connection more than there may be, for who has others that do nothing until it is done.
    func acquireBeyondLimit() async throws(WarehouseError) -> ConnectionLease {
        inUse += 1
        return try await lease()
    }

    /// A connection for who has a turn; without one, the turn is given back.
    private func lease() async throws(WarehouseError) -> ConnectionLease {
        if let lease = idle.popLast() { return lease }
        do throws(WarehouseError) {
            return try await connect(try await database())
        } catch {
            await giveTurn()
            throw error
        }
    }

    /// Takes a connection back; the last one out closes a database that others may want to write to.
    ///
    /// - Parameter isUsable: false when nobody can tell what goes on on it; it is closed then.
    func release(_ lease: ConnectionLease, isUsable: Bool = true) async {
        if isUsable, case .open = state, lease.generation == generation {
            idle.append(ConnectionLease(connection: lease.connection, generation: generation, wasIdle: true))
        } else {
            await lease.connection.close()
        }
        await giveTurn()
    }

    /// Ends everything that is open, statements under way included.
    func close() async {
        // In a task of its own, as a cancelled one would not wait.
        while case .changing = state { await Task { await self.waitForChange() }.value }
        guard case .open(let database) = state else { return }
        state = .changing
        idle = []
        await database.close()
        state = .closed
        changes.resumeAll(nil)
    }

    private func waitForChange() async {
        guard case .changing = state else { return }
        _ = await changes.wait()
    }

    /// Not one that is being closed or opened at this moment: by the time that is done, somebody else may be using it.
    private func closeIfIdle() async {
        guard inUse == 0, users == 0, kind.closesWhenIdle, case .open = state else { return }
        await close()
    }

    private func takeTurn() async throws(WarehouseError) {
        guard inUse >= configuration.concurrency else {
            inUse += 1
            return
        }
        // Whoever gives a turn back hands it on, so the count stays.
        guard await turns.wait() != nil else { throw .cancelled(waitingFor: opener.label) }
    }

    private func giveTurn() async {
        if inUse <= configuration.concurrency, turns.resumeFirst(()) { return }
        inUse -= 1
        await closeIfIdle()
    }

    private func database() async throws(WarehouseError) -> ADBCDatabase {
        while true {
            switch state {
            case .open(let database): return database
            case .changing:
                guard let outcome = await changes.wait() else { throw .cancelled(waitingFor: opener.label) }
                if let failure = outcome { throw failure }
            case .closed: return try await open()
            }
        }
    }

    private func open() async throws(WarehouseError) -> ADBCDatabase {
        state = .changing
        do throws(WarehouseError) {
            let database = try await opener.open()
            state = .open(database)
            generation += 1
            changes.resumeAll(nil)
            return database
        } catch {
            state = .closed
            // Those who wait were not cancelled themselves; one of them tries again.
            changes.resumeAll(Task.isCancelled ? nil : error)
            throw error
        }
    }

    private func connect(_ database: ADBCDatabase) async throws(WarehouseError) -> ConnectionLease {
        let generation = generation
        do throws(ADBCError) {
            let connection = try await database.connect()
            for statement in kind.opening(configuration) { _ = try await connection.execute(statement) }
            return ConnectionLease(connection: connection, generation: generation)
        } catch {
            throw WarehouseError(error, doing: "connecting to \(kind.label(configuration))", kind.dialect)
        }
    }
}
