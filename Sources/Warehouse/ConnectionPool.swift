import ADBC

/// Connections of one database: at most so many at once, waiting callers served in their order.
actor ConnectionPool {
    private let kind: WarehouseKind
    private let configuration: WarehouseConfiguration
    private let opener: DatabaseOpener
    private var state = State.closed
    private var idle: [ADBCConnection] = []
    private var inUse = 0
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

    /// A connection for one statement; to be given back by ``release(_:)``.
    ///
    /// - Throws: `WarehouseError`; the code is `cancelled` when the task was.
    func acquire() async throws(WarehouseError) -> ADBCConnection {
        try await takeTurn()
        if let connection = idle.popLast() { return connection }
        do throws(WarehouseError) {
            return try await connect(try await database())
        } catch {
            await giveTurn()
            throw error
        }
    }

    /// Takes a connection back; the last one out closes a database that others may want to write to.
    func release(_ connection: ADBCConnection) async {
        idle.append(connection)
        await giveTurn()
    }

    /// Ends everything that is open.
    func close() async {
        guard case .open(let database) = state else { return }
        state = .changing
        idle = []
        await database.close()
        state = .closed
        changes.resumeAll(nil)
    }

    private func takeTurn() async throws(WarehouseError) {
        guard inUse >= configuration.concurrency else {
            inUse += 1
            return
        }
        // Whoever gives a turn back hands it on, so the count stays.
        guard await turns.wait() != nil else { throw opener.cancelled }
    }

    private func giveTurn() async {
        if turns.resumeFirst(()) { return }
        inUse -= 1
        if inUse == 0 && kind.closesWhenIdle { await close() }
    }

    private func database() async throws(WarehouseError) -> ADBCDatabase {
        while true {
            switch state {
            case .open(let database): return database
            case .changing:
                guard let outcome = await changes.wait() else { throw opener.cancelled }
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
            changes.resumeAll(nil)
            return database
        } catch {
            state = .closed
            // Those who wait were not cancelled themselves; one of them tries again.
            changes.resumeAll(Task.isCancelled ? nil : error)
            throw error
        }
    }

    private func connect(_ database: ADBCDatabase) async throws(WarehouseError) -> ADBCConnection {
        do throws(ADBCError) {
            let connection = try await database.connect()
            for statement in kind.opening { _ = try await connection.execute(statement) }
            return connection
        } catch {
            throw WarehouseError(error, doing: "connecting to \(kind.label(configuration))", kind.dialect)
        }
    }
}
