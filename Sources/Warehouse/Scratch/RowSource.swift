import ADBC
import SQL

/// Where rows can be read batch by batch, without a copy in this program.
protocol RowSource: StatementRunner {
    /// Runs a query and lends its rows, on a connection that does nothing else meanwhile.
    func withRows<Outcome: Sendable>(
        _ sql: String, _ use: @Sendable (ResultStream) async -> Result<Outcome, StagingError>
    ) async -> Result<Outcome, StagingError>
}

extension PooledStatements: RowSource {
    func withRows<Outcome: Sendable>(
        _ sql: String, _ use: @Sendable (ResultStream) async -> Result<Outcome, StagingError>
    ) async -> Result<Outcome, StagingError> {
        let lease: ConnectionLease
        do throws(WarehouseError) {
            lease = try await pool.acquire()
        } catch {
            return .failure(.source(error))
        }
        let outcome = await lease.connection.lendRows(sql, kind, use)
        await pool.release(lease, isUsable: outcome.isSuccess)
        return outcome
    }
}

extension ADBCConnection {
    /// The rows' place on the connection is free on return.
    func lendRows<Outcome: Sendable>(
        _ sql: String, _ kind: WarehouseKind, _ use: @Sendable (ResultStream) async -> Result<Outcome, StagingError>
    ) async -> Result<Outcome, StagingError> {
        do throws(ADBCError) {
            let stream = try await query(sql, options: kind.streaming)
            let outcome = await use(stream)
            await stream.close()
            return outcome
        } catch {
            return .failure(.source(WarehouseError(error, doing: "the statement", kind.dialect)))
        }
    }
}

extension Result {
    var isSuccess: Bool { if case .success = self { true } else { false } }
}
