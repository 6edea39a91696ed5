import Foundation
import Relational
import SQL
import Synchronization
import TestSupport
import Testing
import Warehouse

/// Rows of other databases in a database of this process's own.
@Suite(.timeLimit(.minutes(15))) struct ScratchDatabaseTests {
    /// A folder that must be empty in the end.
    private func emptyFolder() throws -> String {
        let path = FileManager.default.temporaryDirectory.appending(path: "plumbline-test-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        return path
    }

    private func entries(_ folder: String) throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: folder) }

    private func query(_ sql: String) -> Select { Select([.all], from: .query(sql)) }

    private func warehouse(_ uri: String) throws -> Warehouse { try Warehouse(try WarehouseConfiguration(uri: uri)) }

    @Test func rowsOfTwoEnginesMeet() async throws {
        let file = try await DuckDBFile(["CREATE TABLE t AS SELECT i::INTEGER AS id, 'v' || i AS v FROM range(100000) r(i)"])
        let schema = try await PostgreSQLSchema([
            "CREATE TABLE t AS SELECT i AS id, 'v' || i AS v FROM generate_series(50000, 149999) AS r(i)"
        ])
        defer { withExtendedLifetime((file, schema)) {} }
        let folder = try emptyFolder()
        let scratch = try ScratchDatabase(in: folder)
        for (name, uri) in [("a", file.uri), ("b", schema.uri)] {
            let source = try warehouse(uri)
            let snapshot = await source.snapshot()
            let counted = Mutex(0)
            let count = try await scratch.stage(query("SELECT * FROM t"), of: snapshot, as: name) { count in
                counted.withLock { $0 = count.rows }
            }
            await snapshot.end()
            await source.close()
            #expect(count.rows == 100_000)
            #expect(count.bytes > 900_000)
            #expect(counted.withLock { $0 } == 100_000)
        }
        let common = try await scratch.run("SELECT count(*) FROM a JOIN b ON a.id = b.id AND a.v = b.v")
        #expect(common.rows == [[.integer(50_000)]])
        await scratch.close()
        #expect(try entries(folder).isEmpty)
        try FileManager.default.removeItem(atPath: folder)
    }

    /// The driver that reads the rows takes a failing source for one that has ended.
    @Test(arguments: ["duckdb", "postgresql"])
    func aSourceThatFailsHalfWayIsAnError(_ engine: String) async throws {
        let file = try await DuckDBFile()
        let schema = try await PostgreSQLSchema()
        defer { withExtendedLifetime((file, schema)) {} }
        let isDuckDB = engine == "duckdb"
        let source = try warehouse(isDuckDB ? file.uri : schema.uri)
        let series = isDuckDB ? "range(1000000)" : "generate_series(0, 999999)"
        let late = query(
            "SELECT 1 / CAST(CASE WHEN i > 900000 THEN \(isDuckDB ? "error('late')" : "'0'") ELSE '1' END AS integer) AS i FROM \(series) AS r(i)"
        )
        let scratch = try ScratchDatabase()
        let snapshot = await source.snapshot()
        await #expect(throws: StagingError.self) { try await scratch.stage(late, of: snapshot, as: "t") }
        await snapshot.end()
        await source.close()
        await scratch.close()
    }

    @Test(arguments: ["duckdb", "postgresql"])
    func cancellationEndsBothAndLeavesNothing(_ engine: String) async throws {
        let file = try await DuckDBFile()
        let schema = try await PostgreSQLSchema()
        defer { withExtendedLifetime((file, schema)) {} }
        let folder = try emptyFolder()
        let source = try warehouse(engine == "duckdb" ? file.uri : schema.uri)
        // PostgreSQL would write a series in FROM to disk before the first row.
        let series = engine == "duckdb" ? "i FROM range(1000000000000) AS r(i)" : "generate_series(1, 1000000000000) AS i"
        let endless = query("SELECT \(series)")
        let scratch = try ScratchDatabase(in: folder)
        let (started, start) = AsyncStream.makeStream(of: Void.self)
        let running = Task {
            let snapshot = await source.snapshot()
            defer { start.finish() }
            do throws(StagingError) {
                _ = try await scratch.stage(endless, of: snapshot, as: "t") { _ in start.yield() }
                Issue.record("an endless query ended")
            } catch {}
            await snapshot.end()
        }
        for await _ in started { break }
        running.cancel()
        await running.value
        await source.close()
        await scratch.close()
        #expect(try entries(folder).isEmpty)
        try FileManager.default.removeItem(atPath: folder)
    }

    @Test func moreThanTheMemoryLimitGoesToDisk() async throws {
        let file = try await DuckDBFile()
        defer { withExtendedLifetime(file) {} }
        let source = try warehouse(file.uri)
        let scratch = try ScratchDatabase(memoryLimit: "40MB")
        let snapshot = await source.snapshot()
        let wide = query("SELECT i, md5(i::VARCHAR) || md5((i + 1)::VARCHAR) AS v FROM range(1000000) r(i)")
        _ = try await scratch.stage(wide, of: snapshot, as: "t")
        await snapshot.end()
        #expect(
            try await scratch.run("SELECT count(*), min(i), max(length(v)) FROM t").rows == [
                [.integer(1_000_000), .integer(0), .integer(64)]
            ])
        await scratch.close()
        await source.close()
    }

    /// A limit on the disk stands in for a disk that is full.
    @Test func aFullDiskIsSaidInOneWord() async throws {
        let file = try await DuckDBFile()
        defer { withExtendedLifetime(file) {} }
        let source = try warehouse(file.uri)
        let folder = try emptyFolder()
        let scratch = try ScratchDatabase(memoryLimit: "40MB", in: folder)
        try await scratch.run("SET max_temp_directory_size = '1MB'")
        let snapshot = await source.snapshot()
        let wide = query("SELECT i, md5(i::VARCHAR) || md5((i + 1)::VARCHAR) AS v FROM range(2000000) r(i)")
        do throws(StagingError) {
            _ = try await scratch.stage(wide, of: snapshot, as: "t")
            Issue.record("there was room")
        } catch {
            guard case .scratch(let failure) = error else { throw error }
            #expect(failure.code == "scratch_full")
        }
        await snapshot.end()
        await source.close()
        await scratch.close()
        #expect(try entries(folder).isEmpty)
        try FileManager.default.removeItem(atPath: folder)
    }

    @Test func aFolderThatIsNotThereIsNamed() throws {
        #expect {
            try ScratchDatabase(in: "/nowhere/at/all")
        } throws: { error in
            (error as? WarehouseError)?.code == "scratch_unusable" && "\(error)".contains("/nowhere/at/all")
        }
    }
}
