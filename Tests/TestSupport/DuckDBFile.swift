import ADBC
import Foundation

/// A DuckDB file of a test's own, written through the real driver and removed with the object.
package final class DuckDBFile: Sendable {
    package let path: String
    package var uri: String { "duckdb://\(path)" }

    /// Makes the file and runs the statements in it.
    package init(_ statements: [String] = []) async throws {
        path = FileManager.default.temporaryDirectory.appending(path: "plumbline-\(UUID().uuidString).duckdb").path
        try await run(statements)
    }

    /// Runs statements in a connection that is closed again, so that readers can open the file.
    package func run(_ statements: [String]) async throws {
        let driver = try ADBCDriver.load("duckdb")
        let connection = try await ADBCConnection.open(driver: driver, databaseOptions: [("path", path)])
        for statement in ["SET TimeZone = 'UTC'"] + statements {
            do {
                _ = try await connection.execute(statement)
            } catch {
                await connection.close()
                throw error
            }
        }
        await connection.close()
    }

    deinit {
        for suffix in ["", ".wal"] { try? FileManager.default.removeItem(atPath: path + suffix) }
    }
}
