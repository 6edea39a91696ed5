import ADBC
import Foundation
package import Relational
package import SQL

/// A DuckDB database inside this process that holds rows of other databases for a while.
///
/// It lives in memory up to its limit and beyond that in a temporary folder, which ``close()`` removes. Rows come by ``stage(_:of:as:progress:)``;
/// then it is asked like any warehouse.
package final class ScratchDatabase: SnapshotSource {
    /// Memory that staged rows and statements take together before they go to disk.
    package static let defaultMemoryLimit = "512MB"

    /// Whether a text is a size as DuckDB writes it, and one that a diff can do with.
    package static func isMemoryLimit(_ text: String) -> Bool {
        guard let match = text.wholeMatch(of: #/(\d+(?:\.\d+)?) ?([KMGT])(i?)B/#), let number = Double(match.1) else { return false }
        let power: [Substring: Double] = ["K": 1, "M": 2, "G": 3, "T": 4]
        return number * pow(match.3.isEmpty ? 1000 : 1024, power[match.2] ?? 0) >= smallestMemoryLimit
    }

    /// With less, DuckDB cannot even take two streams of rows at once.
    private static let smallestMemoryLimit = 64e6

    package let label = "the scratch database"
    package var dialect: Dialect { warehouse.dialect }
    /// As DuckDB writes it.
    package let memoryLimit: String
    private let warehouse: Warehouse
    private let pool: ConnectionPool
    private let folder: ScratchFolder

    /// Makes the folder; the database opens with the first statement.
    ///
    /// - Parameters:
    ///   - memoryLimit: as DuckDB writes it, for example `2GB`.
    ///   - parent: where the folder is made; the system's temporary folder (`TMPDIR`) when nil.
    /// - Throws: `WarehouseError` when the folder cannot be made or the DuckDB driver is not there.
    package init(memoryLimit: String = defaultMemoryLimit, in parent: String? = nil) throws(WarehouseError) {
        self.memoryLimit = memoryLimit
        let folder = try ScratchFolder(in: parent)
        // Both sides are written at once. More statements would each want memory that the limit does not count, for the same cores.
        let configuration = WarehouseConfiguration(
            type: .duckdb, options: ["memory_limit": memoryLimit, "temp_directory": folder.path], concurrency: 2)
        do throws(WarehouseError) {
            warehouse = try Warehouse(configuration, kind: .scratch)
        } catch {
            folder.remove()
            throw error
        }
        pool = warehouse.pool
        self.folder = folder
    }

    package func snapshot() async -> any Snapshot { await warehouse.snapshot() }
    package func describe(_ select: Select) async throws(WarehouseError) -> [Column] { try await warehouse.describe(select) }
    package func rows(_ select: Select) async throws(WarehouseError) -> RowSet { try await warehouse.rows(select) }

    /// All rows of a statement that is not made of values, for example `COPY` or `CREATE TABLE`.
    @discardableResult
    package func run(_ sql: String) async throws(WarehouseError) -> RowSet {
        let lease = try await pool.acquire()
        let outcome = await lease.connection.answer(sql)
        await pool.release(lease)
        do throws(ADBCError) {
            return RowSet(rows: try outcome.get().rows)
        } catch {
            throw failure(error, doing: "a statement in \(label)")
        }
    }

    /// Writes the rows of a query in another database to a new table.
    ///
    /// The rows go from driver to driver in Arrow batches. The query is one of the snapshot's statements.
    ///
    /// - Parameters:
    ///   - select: named columns; their names are those of the table.
    ///   - progress: how much has come so far, after every batch; called on a thread of the driver's.
    package func stage(
        _ select: Select, of snapshot: any Snapshot, as table: String, progress: @escaping @Sendable (StagedCount) -> Void = { _ in }
    ) async throws(StagingError) -> StagedCount {
        guard let source = snapshot as? any RowSource else {
            let message = "rows of \(snapshot.label) cannot be read in batches"
            throw .source(WarehouseError(kind: .other, code: "not_streamable", message: message))
        }
        return try await source.withRows(Renderer(source.dialect).text(select)) { rows in
            await self.write(rows, table, source.dialect, progress)
        }.get()
    }

    private func write(
        _ rows: ResultStream, _ table: String, _ dialect: Dialect, _ progress: @escaping @Sendable (StagedCount) -> Void
    ) async -> Result<StagedCount, StagingError> {
        do throws(WarehouseError) {
            let lease = try await pool.acquire()
            let outcome = await ingest(rows, into: table, on: lease.connection, dialect, progress)
            await pool.release(lease, isUsable: outcome.isSuccess)
            return outcome
        } catch {
            return .failure(.scratch(error))
        }
    }

    private func ingest(
        _ rows: ResultStream, into table: String, on connection: ADBCConnection, _ dialect: Dialect,
        _ progress: @escaping @Sendable (StagedCount) -> Void
    ) async -> Result<StagedCount, StagingError> {
        do throws(IngestFailure) {
            return .success(StagedCount(try await connection.ingest(rows, into: table) { progress(StagedCount($0)) }))
        } catch {
            switch error {
            case .source(let error): return .failure(.source(WarehouseError(error, doing: "the statement", dialect)))
            case .target(let error): return .failure(.scratch(failure(error, doing: "staging rows in \(label)")))
            }
        }
    }

    /// Ends everything under way and removes the database and its folder; also in a cancelled task.
    package func close() async {
        await warehouse.close()
        folder.remove()
    }

    private func failure(_ error: ADBCError, doing: String) -> WarehouseError {
        WarehouseError(error, doing: doing, dialect).recognizingFullScratch
    }
}

extension WarehouseError {
    /// This error with the code `scratch_full` where the engine says that neither memory nor disk have room.
    package var recognizingFullScratch: WarehouseError {
        let signs = ["Out of Memory Error", "No space left on device", "max_temp_directory_size", "Could not write"]
        guard let detail, signs.contains(where: detail.contains) else { return self }
        return WarehouseError(
            kind: .other, code: "scratch_full", message: "the scratch database ran out of room",
            hint: "set TMPDIR to a folder with more free space, or compare fewer rows or columns", detail: detail)
    }
}

/// How much was staged.
package struct StagedCount: Hashable, Sendable {
    package var rows: Int
    /// Size of the values as they came.
    package var bytes: Int

    init(_ count: IngestCount) {
        rows = count.rows
        bytes = count.bytes
    }
}

/// Which end failed when rows were staged.
package enum StagingError: Error, Sendable {
    case source(WarehouseError)
    case scratch(WarehouseError)
}
