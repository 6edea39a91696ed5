import ADBC
import Arrow
import SQL

/// Statements that take any connection of the pool, each for itself.
///
/// As a snapshot, it keeps the database open.
struct PooledStatements: TextRunner, Snapshot {
    let pool: ConnectionPool
    let kind: WarehouseKind
    let label: String
    /// Whether a transaction keeps statements from writing, as the way the file is open does not.
    var readsInTransactions = false

    var dialect: Dialect { kind.dialect }

    func answer(_ sql: String) async throws(WarehouseError) -> Answer {
        let lease = try await pool.acquire()
        let outcome = readsInTransactions ? await lease.connection.answerReadingOnly(sql) : await lease.connection.answer(sql)
        // One in a transaction that failed is not worth bringing back.
        await pool.release(lease, isUsable: !readsInTransactions || outcome.isSuccess)
        do throws(ADBCError) {
            return try outcome.get()
        } catch {
            throw WarehouseError(error, doing: "the statement", dialect)
        }
    }

    func end() async { await pool.endUse() }
}

extension ADBCConnection {
    func answer(_ sql: String) async -> Result<Answer, ADBCError> {
        do throws(ADBCError) {
            let stream = try await query(sql)
            let batches = try await stream.collect()
            let rows = batches.flatMap { batch in (0..<batch.rowCount).map { batch.row($0) } }
            return .success(Answer(names: stream.fields.map(\.name), rows: rows))
        } catch {
            return .failure(error)
        }
    }

    /// As `answer`, in a transaction that cannot write.
    fileprivate func answerReadingOnly(_ sql: String) async -> Result<Answer, ADBCError> {
        do throws(ADBCError) {
            try await execute("BEGIN TRANSACTION READ ONLY")
            let answer = try await answer(sql).get()
            try await execute("COMMIT")
            return .success(answer)
        } catch {
            return .failure(error)
        }
    }
}
