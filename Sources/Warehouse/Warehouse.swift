import ADBC
import Arrow
package import Relational
package import SQL

/// A warehouse that is asked: opens the database when it is needed, runs at most so many statements at once, closes it after.
package final class Warehouse: StatementRunner {
    package let label: String
    package let dialect: Dialect
    private let kind: WarehouseKind
    private let pool: ConnectionPool

    /// Loads the driver; nothing is opened yet.
    ///
    /// - Throws: `WarehouseError` for unusable options or a driver that is not there.
    package init(_ configuration: WarehouseConfiguration, driverPath: String? = nil) throws(WarehouseError) {
        try configuration.validate()
        kind = WarehouseKind(configuration.type)
        label = kind.label(configuration)
        dialect = kind.dialect
        do throws(ADBCError) {
            let driver = try ADBCDriver.load(kind.driver, explicitPath: driverPath)
            pool = ConnectionPool(driver: driver, kind: kind, configuration: configuration)
        } catch {
            throw WarehouseError(error, doing: "loading the \(kind.driver) driver", kind.dialect)
        }
    }

    package func beginUse() async { await pool.beginUse() }
    package func endUse() async { await pool.endUse() }

    package func describe(_ select: Select) async throws(WarehouseError) -> [Column] {
        let answer = try await run(dialect.describe(Renderer(dialect).text(select)))
        return answer.rows.compactMap { row in
            guard row.count >= 2, case .text(let name) = row[0], case .text(let spelling) = row[1] else { return nil }
            return Column(name: name, type: ColumnType(spelling: spelling, typeClass: dialect.typeClass(spelling)))
        }
    }

    package func rows(_ select: Select) async throws(WarehouseError) -> RowSet {
        try await run(Renderer(dialect).text(select))
    }

    /// Opens a connection and closes it again, to find out whether the warehouse can be reached.
    package func check() async throws(WarehouseError) {
        await pool.release(try await pool.acquire())
    }

    /// Whether the database is open at this moment.
    package var isOpen: Bool {
        get async { await pool.isOpen }
    }

    /// Ends running statements and closes everything.
    package func close() async {
        await pool.close()
    }

    private func run(_ sql: String) async throws(WarehouseError) -> RowSet {
        let lease = try await pool.acquire()
        let outcome = await Self.answer(sql, lease.connection)
        await pool.release(lease)
        do throws(ADBCError) {
            return try outcome.get()
        } catch {
            throw WarehouseError(error, doing: "the statement", dialect)
        }
    }

    private static func answer(_ sql: String, _ connection: ADBCConnection) async -> Result<RowSet, ADBCError> {
        do throws(ADBCError) {
            let batches = try await connection.query(sql).collect()
            return .success(RowSet(rows: batches.flatMap { batch in (0..<batch.rowCount).map { batch.row($0) } }))
        } catch {
            return .failure(error)
        }
    }
}

extension WarehouseError {
    /// A driver's trouble in the words of a warehouse.
    init(_ error: ADBCError, doing: String, _ dialect: Dialect) {
        let engineKind = dialect.classify(error.message, error.sqlState)
        switch error.code {
        case .driverNotFound, .driverUnusable:
            self.init(kind: .other, code: "driver_missing", message: "\(doing) failed: \(error.message)", hint: error.hint)
        case .cancelled:
            self.init(kind: .other, code: "cancelled", message: "\(doing) was cancelled")
        default:
            self.init(
                kind: engineKind, code: engineKind == .other ? "engine_error" : engineKind.rawValue.snakeCased,
                message: "\(doing) failed", hint: error.hint, detail: error.message)
        }
    }
}

extension String {
    fileprivate var snakeCased: String {
        reduce(into: "") { $0 += $1.isUppercase ? "_" + $1.lowercased() : String($1) }
    }
}
