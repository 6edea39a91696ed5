import ADBC
import Relational
import SQL

/// How an engine with transactions shows one state of the data on several connections.
struct SnapshotTransaction: Sendable {
    /// Begins a transaction that reads only.
    let begin: String
    /// Begins one that writes.
    let beginWriting: String
    /// Yields the name of the transaction's snapshot, as text.
    let export: String
    /// Makes a transaction that has read nothing see the snapshot of that name.
    let adopt: @Sendable (_ name: String) -> String
    /// Settings that hold until the transaction's end.
    let settings: @Sendable (WarehouseConfiguration) -> String
    let end: String
    /// Lets a statement that writes wait for locks of others for a while only.
    let patience: String
}

/// Statements in transactions that share one snapshot: the first connection's, which further ones adopt.
///
/// Further connections are taken only while the pool has some to spare, so that snapshots never wait for each other.
actor TransactionSnapshot: TextRunner, Snapshot, RowSource {
    nonisolated let label: String
    nonisolated var dialect: Dialect { kind.dialect }
    private nonisolated let kind: WarehouseKind
    private let pool: ConnectionPool
    private let transaction: SnapshotTransaction
    private let settings: String
    private var state = State.new
    private var idle: [ConnectionLease] = []
    private let turns = WaitingLine<ConnectionLease?>()

    private enum State {
        case new
        /// The first transaction is being begun.
        case beginning
        case begun(name: String)
        /// A statement failed, and its transaction with it: the state of the data that the snapshot stood for may be gone.
        case failed(WarehouseError)
    }

    init(
        pool: ConnectionPool, kind: WarehouseKind, transaction: SnapshotTransaction, configuration: WarehouseConfiguration, label: String
    ) {
        self.pool = pool
        self.kind = kind
        self.transaction = transaction
        settings = transaction.settings(configuration)
        self.label = label
    }

    func answer(_ sql: String) async throws(WarehouseError) -> Answer {
        let lease = try await take()
        do throws(ADBCError) {
            let answer = try await lease.connection.answer(sql).get()
            giveBack(lease)
            return answer
        } catch {
            let failure = WarehouseError(error, doing: "the statement", dialect)
            await fail(failure, lease)
            throw failure
        }
    }

    func withRows<Outcome: Sendable>(
        _ sql: String, _ use: @Sendable (ResultStream) async -> Result<Outcome, StagingError>
    ) async -> Result<Outcome, StagingError> {
        let lease: ConnectionLease
        do throws(WarehouseError) {
            lease = try await take()
        } catch {
            return .failure(.source(error))
        }
        let outcome = await lease.connection.lendRows(sql, kind, use)
        switch outcome {
        case .success: giveBack(lease)
        // A result that was left half-way takes its transaction with it.
        case .failure(.source(let error)), .failure(.scratch(let error)): await fail(error, lease)
        }
        return outcome
    }

    func write(_ work: @Sendable (any TableWriter) async throws(WarehouseError) -> Void) async throws(WarehouseError) {
        guard case .begun(let name) = state else { throw .cannotWrite("nothing has been read from \(label)") }
        // The snapshot's own connections stay in their transactions meanwhile, or there would be nothing to adopt.
        let lease = try await pool.acquireBeyondLimit()
        do throws(WarehouseError) {
            let writer = LeaseWriter(lease: lease, dialect: dialect)
            try await writer.transaction([transaction.beginWriting, transaction.adopt(name), settings, transaction.patience], work)
            await pool.release(lease)
        } catch {
            await pool.release(lease, isUsable: false)
            throw error
        }
    }

    func end() async {
        let leases = idle
        idle = []
        for lease in leases {
            await pool.release(lease, isUsable: await isEnded(lease))
        }
    }

    /// In a task of its own, as a cancelled one would not even begin.
    private func isEnded(_ lease: ConnectionLease) async -> Bool {
        let end = transaction.end
        return await Task {
            do throws(ADBCError) {
                try await lease.connection.execute(end)
                return true
            } catch {
                return false
            }
        }.value
    }

    private func take() async throws(WarehouseError) -> ConnectionLease {
        while true {
            switch state {
            case .failed(let error): throw error
            case .new: return try await first()
            case .begun(let name):
                if let lease = idle.popLast() { return lease }
                if let lease = try await further(name) { return lease }
            case .beginning: break
            }
            // One may have been given back meanwhile.
            if let lease = idle.popLast() { return lease }
            guard let answer = await turns.wait() else { throw .cancelled(waitingFor: label) }
            if let lease = answer { return lease }
        }
    }

    private func giveBack(_ lease: ConnectionLease) {
        if !turns.resumeFirst(lease) { idle.append(lease) }
    }

    private func fail(_ error: WarehouseError, _ lease: ConnectionLease) async {
        state = .failed(error)
        // Those who wait look again, and find the failure.
        turns.resumeAll(nil)
        await pool.release(lease, isUsable: false)
    }

    private func first() async throws(WarehouseError) -> ConnectionLease {
        state = .beginning
        do throws(WarehouseError) {
            let lease = try await begun(try await pool.acquire())
            state = .begun(name: lease.name)
            turns.resumeAll(nil)
            return lease.lease
        } catch {
            state = .failed(error)
            turns.resumeAll(nil)
            throw error
        }
    }

    /// Begins on a connection; on one that has been idle, and was lost meanwhile, another is tried.
    private func begun(_ lease: ConnectionLease) async throws(WarehouseError) -> (lease: ConnectionLease, name: String) {
        var lease = lease
        while true {
            do throws(WarehouseError) {
                return (lease, try await begin(lease, [transaction.begin, settings], transaction.export))
            } catch {
                await pool.release(lease, isUsable: false)
                guard error.kind == .connection, lease.wasIdle else { throw error }
                lease = try await pool.acquire()
            }
        }
    }

    /// One more connection, if the pool has one to spare; one that does not work is done without.
    private func further(_ name: String) async throws(WarehouseError) -> ConnectionLease? {
        guard let lease = try await pool.acquireIfFree() else { return nil }
        do throws(WarehouseError) {
            _ = try await begin(lease, [transaction.begin, transaction.adopt(name), settings])
            return lease
        } catch {
            await pool.release(lease, isUsable: false)
            guard error.kind == .connection else { throw error }
            return nil
        }
    }

    @discardableResult
    private func begin(_ lease: ConnectionLease, _ statements: [String], _ last: String? = nil) async throws(WarehouseError) -> String {
        do throws(ADBCError) {
            for statement in statements { try await lease.connection.execute(statement) }
            guard let last, case .text(let name) = try await lease.connection.answer(last).get().rows.first?.first else { return "" }
            return name
        } catch {
            throw WarehouseError(error, doing: "beginning to read \(label)", dialect)
        }
    }
}
