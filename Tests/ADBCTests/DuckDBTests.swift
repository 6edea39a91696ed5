import Arrow
import Foundation
import Relational
import TestSupport
import Testing

@testable import ADBC

/// The real driver, found as users' is.
enum DuckDB {
    static func driver() throws(ADBCError) -> ADBCDriver { try ADBCDriver.load("duckdb") }

    static func memory() async throws(ADBCError) -> ADBCConnection {
        try await .open(driver: driver(), databaseOptions: [])
    }

    static func file() -> String {
        FileManager.default.temporaryDirectory.appending(path: "plumbline-\(UUID().uuidString).duckdb").path
    }
}

@Suite(.timeLimit(.minutes(15))) struct DuckDBTests {
    @Test func aFailingStatementTellsWhy() async throws {
        let connection = try await DuckDB.memory()
        let error = await failure { () throws(ADBCError) in try await connection.query("select * from nowhere") }
        #expect(error?.message.contains("nowhere") == true)
        #expect(error?.driver == "duckdb")
        // The connection is good for more.
        #expect(try values(await connection.query("select 42").collect()) == [42])
        await connection.close()
    }

    @Test func anErrorInTheMiddleOfAResult() async throws {
        let connection = try await DuckDB.memory()
        let sql = "select case when range = 100000 then error('broken') else range::varchar end from range(200000)"
        let error = await failure { () throws(ADBCError) in try await connection.query(sql).collect() }
        #expect(error?.message.contains("broken") == true)
        #expect(try values(await connection.query("select 42").collect()) == [42])
        await connection.close()
    }

    @Test func rowsAffected() async throws {
        let connection = try await DuckDB.memory()
        try await connection.execute("create table t (i int)")
        #expect(try await connection.execute("insert into t select range from range(10)") == 10)
        #expect(try await connection.execute("delete from t where i < 3") == 3)
        await connection.close()
    }

    @Test func aSumIsAWholeNumber() async throws {
        let connection = try await DuckDB.memory()
        #expect(try values(await connection.query("select sum(range) from range(101)").collect()) == [5050])
        await connection.close()
    }

    /// The process may hold a file read-only beside others; only a writer elsewhere locks it.
    @Test func aFileThatAnotherProcessWritesIsLocked() async throws {
        let path = DuckDB.file()
        defer { try? FileManager.default.removeItem(atPath: path) }
        let writer = try await ADBCConnection.open(driver: DuckDB.driver(), databaseOptions: [("path", path)])
        try await writer.execute("create table t (i int)")
        await writer.close()
        let other = try FileLock(path: path)
        for mode in ["READ_WRITE", "READ_ONLY"] {
            let options = [("path", path), ("access_mode", mode)]
            let error = await failure { () throws(ADBCError) in try await ADBCDatabase.open(driver: DuckDB.driver(), options: options) }
            #expect(error?.code == .locked)
        }
        other.release()
        let reader = try await ADBCConnection.open(
            driver: DuckDB.driver(), databaseOptions: [("path", path), ("access_mode", "READ_ONLY")])
        await reader.close()
    }

    @Test func aBigResultStreamsInLittleMemory() async throws {
        let connection = try await DuckDB.memory()
        try await connection.execute("set threads = 2")
        let rows: Int64 = 5_000_000
        let stream = try await connection.query("select range as i, repeat('-', 100) || range as t from range(\(rows))")
        #expect(stream.fields.map(\.name) == ["i", "t"])
        let before = residentBytes()
        var peak = before
        var sum: Int64 = 0
        var count = 0
        for try await batch in stream {
            count += batch.rowCount
            sum += try batch.int64s(column: 0).reduce(0) { $0 + ($1 ?? 0) }
            if count % 409_600 == 0 { peak = max(peak, residentBytes()) }
        }
        #expect(count == Int(rows))
        #expect(sum == rows * (rows - 1) / 2)
        // The whole result is more than 500 MB; other tests of this process are counted too.
        #expect(peak - before < 250 << 20)
        await connection.close()
    }

    /// The query would take minutes; that the next one is answered at all shows that it was stopped.
    @Test(.timeLimit(.minutes(15))) func cancellingALongQuery() async throws {
        let connection = try await DuckDB.memory()
        let task = Task {
            await failure { () throws(ADBCError) in
                try await connection.query("select count(*) from range(10000000000) where hash(range) % 7 = 3").collect()
            }
        }
        try await eventually { connection.handle.isBusy }
        task.cancel()
        #expect(await task.value?.code == .cancelled)
        #expect(try values(await connection.query("select 42").collect()) == [42])
        await connection.close()
    }

    @Test func manyConnectionsOnOneFile() async throws {
        let path = DuckDB.file()
        defer { try? FileManager.default.removeItem(atPath: path) }
        let writer = try await ADBCConnection.open(driver: DuckDB.driver(), databaseOptions: [("path", path)])
        try await writer.execute("create table t as select range as i from range(100000)")
        await writer.close()
        let options = [("path", path), ("access_mode", "READ_ONLY")]
        let database = try await ADBCDatabase.open(driver: DuckDB.driver(), options: options)
        try await withThrowingTaskGroup(of: Int64.self) { group in
            for part in 0..<8 {
                group.addTask {
                    let connection = try await database.connect()
                    let batches = try await connection.query("select i from t where i % 8 = \(part)").collect()
                    await connection.close()
                    return try values(batches).reduce(0) { $0 + ($1 ?? 0) }
                }
            }
            var sum: Int64 = 0
            for try await part in group { sum += part }
            #expect(sum == 100_000 * 99_999 / 2)
        }
        let reader = try await database.connect()
        let error = await failure { () throws(ADBCError) in try await reader.execute("create table u (i int)") }
        #expect(error?.message.lowercased().contains("read-only") == true)
        await database.close()
    }

    @Test func aMissingFileIsNotCreatedReadOnly() async throws {
        let path = DuckDB.file()
        let options = [("path", path), ("access_mode", "READ_ONLY")]
        let error = await failure { () throws(ADBCError) in try await ADBCDatabase.open(driver: DuckDB.driver(), options: options) }
        #expect(error?.message.contains("does not exist") == true)
        #expect(!FileManager.default.fileExists(atPath: path))
    }

    @Test func theLockIsFreeAfterClose() async throws {
        let path = DuckDB.file()
        defer { try? FileManager.default.removeItem(atPath: path) }
        for turn in 0..<20 {
            let connection = try await ADBCConnection.open(driver: DuckDB.driver(), databaseOptions: [("path", path)])
            try await connection.execute("create or replace table t as select \(turn) as i")
            _ = try await connection.query("select * from range(100000)")
            await connection.close()
        }
    }

    @Test func anUnknownOptionIsNamedButNotItsValue() async throws {
        let error = await failure { () throws(ADBCError) in
            try await ADBCDatabase.open(driver: DuckDB.driver(), options: [("no_such_password", "hunter2")])
        }
        #expect(error?.description.contains("no_such_password") == true)
        #expect(error?.description.contains("hunter2") == false)
    }

    private func residentBytes() -> Int {
        let fields = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8))?.split(separator: " ") ?? []
        return fields.count > 1 ? (Int(fields[1]) ?? 0) * 4096 : 0
    }
}

/// Another process that holds a file's write lock, as DuckDB takes it.
private struct FileLock {
    private let process = Process()
    private let input = Pipe()

    init(path: String) throws {
        let script = """
            import fcntl, sys
            file = open(sys.argv[1], 'r+b')
            fcntl.lockf(file, fcntl.LOCK_EX)
            print('held', flush=True)
            sys.stdin.read()
            """
        let output = Pipe()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["python3", "-c", script, path]
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        _ = output.fileHandleForReading.availableData
    }

    func release() {
        try? input.fileHandleForWriting.close()
        process.waitUntilExit()
    }
}
