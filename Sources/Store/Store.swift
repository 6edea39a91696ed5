import Foundation
import GRDB
import HTTPTransport

/// Everything a server remembers: configuration, runs, diffs, keys, the queue of work, and downloaded artifacts.
///
/// One SQLite file in the data directory. All calls throw `StoreError`.
package final class Store: Sendable {
    /// Signals for live pages.
    package let changes = StoreChanges()
    /// Downloaded dbt artifacts.
    package let artifacts: ArtifactFiles
    /// Uploaded dbt artifacts, which cannot be fetched again.
    package let uploads: ArtifactFiles
    /// Encrypts and decrypts stored secrets.
    package let vault: SecretVault
    private let directory: DataDirectory
    private let database: DatabasePool

    /// Opens the store in a directory, making it when it is missing and bringing the database up to date.
    ///
    /// - Parameter environment: read for `PLUMBLINE_SECRET_KEY`.
    /// - Throws: `StoreError` saying what to do when the directory is not writable, in use, from a newer version or under another key.
    package convenience init(
        dataDirectory path: String, environment: [String: String] = ProcessInfo.processInfo.environment
    ) throws(StoreError) {
        try self.init(try DataDirectory(path: path), environment)
    }

    /// Opens the store beside a server that may be working on it, for a command that changes one thing and ends.
    ///
    /// - Throws: `StoreError`, `notFound` when there is no store.
    package convenience init(
        attachingTo path: String, environment: [String: String] = ProcessInfo.processInfo.environment
    ) throws(StoreError) {
        try self.init(try DataDirectory(attachingTo: path), environment)
    }

    private init(_ directory: DataDirectory, _ environment: [String: String]) throws(StoreError) {
        self.directory = directory
        vault = try SecretVault.load(directory: directory, environment: environment)
        artifacts = ArtifactFiles(path: directory.file("artifacts"))
        uploads = ArtifactFiles(path: directory.file("uploads"))
        database = try Self.openDatabase(at: directory.file("plumbline.sqlite"))
        try checkKey()
    }

    private static func openDatabase(at path: String) throws(StoreError) -> DatabasePool {
        do {
            var configuration = Configuration()
            configuration.busyMode = .timeout(10)
            configuration.prepareDatabase { try $0.execute(sql: "PRAGMA synchronous = NORMAL") }
            let pool = try DatabasePool(path: path, configuration: configuration)
            let migrator = Schema.migrator
            guard try !pool.read(migrator.hasBeenSuperseded) else {
                throw StoreError(
                    .newerDatabase,
                    "The database \(path) was written by a newer Plumbline; start that version, or use another server.data_dir.")
            }
            try migrator.migrate(pool)
            return pool
        } catch {
            throw Self.error(error, doing: "open the database \(path)")
        }
    }

    /// A value encrypted when the database was made tells at once whether today's key is still that day's.
    private func checkKey() throws(StoreError) {
        do {
            let purpose = "database"
            let sealed = try vault.seal(Secret("plumbline"), for: purpose)
            let known = try database.write { db in
                try db.execute(sql: "INSERT OR IGNORE INTO keyCheck (id, sealed) VALUES (1, ?)", arguments: [sealed])
                return try String.fetchOne(db, sql: "SELECT sealed FROM keyCheck WHERE id = 1")
            }
            _ = try vault.open(known ?? "", for: purpose)
        } catch {
            throw Self.error(error, doing: "check the secret key")
        }
    }

    /// Whether the database answers.
    package func isReady() async -> Bool {
        do {
            _ = try await database.read { try Int.fetchOne($0, sql: "SELECT 1") }
            return true
        } catch {
            return false
        }
    }

    /// Reads inside one snapshot.
    func read<Value: Sendable>(
        _ what: String, _ body: @escaping @Sendable (Database) throws -> Value
    ) async throws(StoreError) -> Value {
        do {
            return try await database.read(body)
        } catch {
            throw Self.error(error, doing: "read \(what)")
        }
    }

    /// Writes inside one transaction: all of it or nothing.
    func write<Value: Sendable>(
        _ what: String, _ body: @escaping @Sendable (Database) throws -> Value
    ) async throws(StoreError) -> Value {
        do {
            return try await database.write(body)
        } catch {
            throw Self.error(error, doing: "write \(what)")
        }
    }

    private static func error(_ error: any Error, doing what: String) -> StoreError {
        switch error {
        case let error as StoreError: error
        case is CancellationError: StoreError(.cancelled, "Cancelled while trying to \(what).")
        case let error as DatabaseError where error.resultCode == .SQLITE_INTERRUPT || error.resultCode == .SQLITE_ABORT:
            StoreError(.cancelled, "Cancelled while trying to \(what).")
        case let error as DatabaseError:
            // The message names tables and constraints; statement arguments are left out, as they may hold anything.
            StoreError(.database, "Cannot \(what): SQLite says \(error.resultCode): \(error.message ?? "no message").")
        default: StoreError(.database, "Cannot \(what): \(error).")
        }
    }
}
