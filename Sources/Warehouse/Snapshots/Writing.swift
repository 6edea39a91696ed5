import ADBC
package import Relational
package import SQL

/// Runs the statements of one transaction that writes.
package protocol TableWriter: Sendable {
    var dialect: Dialect { get }
    func run(_ sql: String) async throws(WarehouseError)
    /// All rows of a statement that yields few.
    func rows(_ sql: String) async throws(WarehouseError) -> [[Value]]
}

/// A kind of file for rows.
package enum RowFileFormat: String, Hashable, Sendable, CaseIterable {
    case parquet, csv
}

extension Snapshot {
    /// A snapshot that nothing can be written from.
    package func write(
        _ work: @Sendable (any TableWriter) async throws(WarehouseError) -> Void
    ) async throws(WarehouseError) {
        throw .cannotWrite("tables cannot be written to \(label)")
    }

    /// A snapshot whose rows cannot be written to files.
    package func export(_ select: Select, to path: String, _ format: RowFileFormat) async throws(WarehouseError) -> Int {
        throw .cannotWrite("rows of \(label) cannot be exported to files yet")
    }
}

extension WarehouseError {
    static func cannotWrite(_ message: String) -> WarehouseError {
        WarehouseError(kind: .other, code: "not_supported", message: message)
    }
}

/// Writes by a connection whose transaction somebody else begins and ends.
struct LeaseWriter: TableWriter {
    let lease: ConnectionLease
    let dialect: Dialect

    func run(_ sql: String) async throws(WarehouseError) { _ = try await rows(sql) }

    func rows(_ sql: String) async throws(WarehouseError) -> [[Value]] {
        do throws(ADBCError) {
            return try await lease.connection.answer(sql).get().rows
        } catch {
            throw WarehouseError(error, doing: "the statement", dialect)
        }
    }

    /// Begins, works, and commits.
    ///
    /// Whoever calls closes the connection when this throws, which undoes everything. Once it was begun the commit is not cancelled, so
    /// that nobody is left in doubt about it.
    func transaction(
        _ begin: [String], _ work: @Sendable (any TableWriter) async throws(WarehouseError) -> Void
    ) async throws(WarehouseError) {
        for statement in begin { try await run(statement) }
        try await work(self)
        guard !Task.isCancelled else { throw .cancelled(waitingFor: dialect.name) }
        let outcome = await Task { () async -> WarehouseError? in
            do throws(WarehouseError) {
                try await run("COMMIT")
                return nil
            } catch {
                return error
            }
        }.value
        if let outcome { throw outcome }
    }
}

extension PooledStatements {
    func write(_ work: @Sendable (any TableWriter) async throws(WarehouseError) -> Void) async throws(WarehouseError) {
        guard readsInTransactions else { throw .cannotWrite("\(label) is open for reading only") }
        let lease = try await pool.acquire()
        do throws(WarehouseError) {
            try await LeaseWriter(lease: lease, dialect: dialect).transaction(["BEGIN TRANSACTION"], work)
            await pool.release(lease)
        } catch {
            await pool.release(lease, isUsable: false)
            throw error
        }
    }

    func export(_ select: Select, to path: String, _ format: RowFileFormat) async throws(WarehouseError) -> Int {
        let lease = try await pool.acquire()
        do throws(WarehouseError) {
            let text = format.copying(Renderer(dialect).text(select), to: path, dialect)
            let rows = try await LeaseWriter(lease: lease, dialect: dialect).rows(text)
            await pool.release(lease)
            return try RowFileFormat.count(rows)
        } catch {
            // When it is closed, nothing writes to the file any more.
            await pool.release(lease, isUsable: false)
            throw error
        }
    }
}

extension RowFileFormat {
    /// A statement of DuckDB's that writes the rows of a query to a file.
    func copying(_ query: String, to path: String, _ dialect: Dialect) -> String {
        let options = self == .csv ? "FORMAT csv, HEADER true" : "FORMAT parquet"
        return "COPY (\n\(query)\n) TO \(dialect.literal(path)) (\(options), USE_TMP_FILE false)"
    }

    /// How many rows such a statement wrote.
    static func count(_ rows: [[Value]]) throws(WarehouseError) -> Int {
        guard case .integer(let count) = rows.first?.first else { throw .cannotWrite("the engine did not say how many rows it wrote") }
        return Int(count)
    }
}

extension TransactionSnapshot {
    /// The rows go through a database of this process's own, which writes the file.
    func export(_ select: Select, to path: String, _ format: RowFileFormat) async throws(WarehouseError) -> Int {
        let scratch = try ScratchDatabase()
        do throws(WarehouseError) {
            do throws(StagingError) {
                _ = try await scratch.stage(select, of: self, as: "rows")
            } catch {
                switch error {
                case .source(let error), .scratch(let error): throw error
                }
            }
            let count = try RowFileFormat.count(
                try await scratch.run(format.copying("SELECT * FROM rows", to: path, scratch.dialect)).rows)
            await scratch.close()
            return count
        } catch {
            await scratch.close()
            throw error
        }
    }
}
