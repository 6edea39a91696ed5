import ADBC
import SQL

/// Opens the database of a warehouse, waiting while another process has it locked.
struct DatabaseOpener: Sendable {
    let driver: ADBCDriver
    let kind: WarehouseKind
    let configuration: WarehouseConfiguration

    var label: String { kind.label(configuration) }
    private static let longestPause = Duration.seconds(1)

    /// - Throws: `WarehouseError`; `locked` when the lock outlasts the configured patience.
    func open() async throws(WarehouseError) -> ADBCDatabase {
        let clock = ContinuousClock()
        let deadline = clock.now + .seconds(configuration.lockPatience)
        var pause = Duration.milliseconds(50)
        while true {
            do throws(WarehouseError) {
                try kind.precheck(configuration)
                return try await openOnce()
            } catch {
                guard error.kind == .locked else { throw error }
                guard clock.now + pause < deadline else { throw locked(error) }
            }
            guard (try? await clock.sleep(for: pause)) != nil else { throw .cancelled(waitingFor: label) }
            pause = min(pause * 2, Self.longestPause)
        }
    }

    private func openOnce() async throws(WarehouseError) -> ADBCDatabase {
        do throws(ADBCError) {
            return try await ADBCDatabase.open(driver: driver, options: kind.databaseOptions(configuration))
        } catch {
            throw WarehouseError(error, doing: "opening \(label)", kind.dialect)
        }
    }

    private func locked(_ error: WarehouseError) -> WarehouseError {
        WarehouseError(
            kind: .locked, code: "locked",
            message: "\(label) is locked by another process, and still was after \(Int(configuration.lockPatience)) s",
            hint: "a DuckDB file has one writer; wait until dbt or the other program has finished", detail: error.detail)
    }
}
