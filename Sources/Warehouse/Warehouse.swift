import ADBC
package import Relational
package import SQL

/// A warehouse that is asked: opens the database when it is needed, runs at most so many statements at once, closes it after.
package final class Warehouse: SnapshotSource {
    package let label: String
    package let dialect: Dialect
    private let kind: WarehouseKind
    private let configuration: WarehouseConfiguration
    let pool: ConnectionPool

    /// Loads the driver; nothing is opened yet.
    ///
    /// - Throws: `WarehouseError` for unusable options or a driver that is not there.
    package convenience init(_ configuration: WarehouseConfiguration, driverPath: String? = nil) throws(WarehouseError) {
        try configuration.validate()
        try self.init(configuration, kind: WarehouseKind(configuration.type), driverPath: driverPath)
    }

    init(_ configuration: WarehouseConfiguration, kind: WarehouseKind, driverPath: String? = nil) throws(WarehouseError) {
        self.configuration = configuration
        self.kind = kind
        label = kind.label(configuration)
        dialect = kind.dialect
        do throws(ADBCError) {
            let driver = try ADBCDriver.load(kind.driver, explicitPath: driverPath)
            pool = ConnectionPool(driver: driver, kind: kind, configuration: configuration)
        } catch {
            throw WarehouseError(error, doing: "loading the \(kind.driver) driver", kind.dialect)
        }
    }

    package var isRemote: Bool { kind.isRemote(configuration) }

    package func snapshot() async -> any Snapshot {
        guard let transaction = kind.transaction else {
            await pool.beginUse()
            return PooledStatements(pool: pool, kind: kind, label: label, readsInTransactions: configuration.writes)
        }
        return TransactionSnapshot(pool: pool, kind: kind, transaction: transaction, configuration: configuration, label: label)
    }

    package func describe(_ select: Select) async throws(WarehouseError) -> [Column] {
        try await inSnapshot { snapshot throws(WarehouseError) in try await snapshot.describe(select) }
    }

    package func uniqueKeys(of relation: RelationName) async throws(WarehouseError) -> [[String]] {
        try await inSnapshot { snapshot throws(WarehouseError) in try await snapshot.uniqueKeys(of: relation) }
    }

    package func rows(_ select: Select) async throws(WarehouseError) -> RowSet {
        try await inSnapshot { snapshot throws(WarehouseError) in try await snapshot.rows(select) }
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

    private func inSnapshot<Outcome: Sendable>(
        _ work: (any Snapshot) async throws(WarehouseError) -> Outcome
    ) async throws(WarehouseError) -> Outcome {
        let snapshot = await snapshot()
        do throws(WarehouseError) {
            let outcome = try await work(snapshot)
            await snapshot.end()
            return outcome
        } catch {
            await snapshot.end()
            throw error
        }
    }
}
