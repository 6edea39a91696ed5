import Foundation
import Relational
import SQL
import TestSupport
import Testing
import Warehouse

@Suite(.timeLimit(.minutes(15))) struct WarehouseTests {
    private func warehouse(_ file: DuckDBFile, concurrency: Int = 4, patience: Double = 10) throws -> Warehouse {
        var configuration = try WarehouseConfiguration(uri: file.uri)
        configuration.concurrency = concurrency
        configuration.lockPatience = patience
        return try Warehouse(configuration)
    }

    private let one = Select([.expression(.integer(1), as: "one")], from: .query("SELECT 1"))

    @Test func describesColumnsInTheEnginesWords() async throws {
        let file = try await DuckDBFile(["CREATE TABLE t (id BIGINT, amount DECIMAL(10,2), made TIMESTAMPTZ)"])
        let columns = try await warehouse(file).describe(Select([.all], from: .relation(RelationName(identifier: "t"))))
        #expect(columns.map(\.name) == ["id", "amount", "made"])
        #expect(columns.map(\.type.spelling) == ["BIGINT", "DECIMAL(10,2)", "TIMESTAMP WITH TIME ZONE"])
    }

    @Test func moreCallersThanConnections() async throws {
        let file = try await DuckDBFile()
        defer { withExtendedLifetime(file) {} }
        let warehouse = try warehouse(file, concurrency: 2)
        let select = one
        let answers = try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<50 { group.addTask { try await warehouse.rows(select).rows.count } }
            return try await group.reduce(0, +)
        }
        #expect(answers == 50)
    }

    @Test func theFileIsFreeForWritersWhenNothingRuns() async throws {
        let file = try await DuckDBFile(["CREATE TABLE t AS SELECT 1 AS id"])
        let warehouse = try warehouse(file)
        _ = try await warehouse.rows(one)
        try await file.run(["INSERT INTO t VALUES (2)"])
        let count = try await warehouse.rows(Select([.expression(.count(), as: "n")], from: .relation(RelationName(identifier: "t"))))
        #expect(count.rows == [[.integer(2)]])
    }

    @Test func aCancelledCallerLeavesTheLine() async throws {
        let file = try await DuckDBFile()
        defer { withExtendedLifetime(file) {} }
        let warehouse = try warehouse(file, concurrency: 1)
        let endless = Select([.expression(.sum(.column("range")), as: "n")], from: .query("SELECT * FROM range(1000000000000)"))
        let select = one
        let holder = Task { try await warehouse.rows(endless) }
        let waiting = Task { try await warehouse.rows(select) }
        waiting.cancel()
        holder.cancel()
        await #expect(throws: WarehouseError.self) { try await waiting.value }
        await #expect(throws: WarehouseError.self) { try await holder.value }
        #expect(try await warehouse.rows(select).rows.count == 1)
    }

    @Test func theWarehouseIsReadOnly() async throws {
        let file = try await DuckDBFile(["CREATE TABLE t AS SELECT 1 AS id"])
        defer { withExtendedLifetime(file) {} }
        let warehouse = try warehouse(file)
        await #expect(throws: WarehouseError.self) {
            try await warehouse.rows(Select([.all], from: .query("DELETE FROM t RETURNING *")))
        }
    }

    /// Another process writes a row.
    private func write(_ file: DuckDBFile) async throws -> Bool {
        let script = "import sys, duckdb; duckdb.connect(sys.argv[1]).execute('INSERT INTO t VALUES (9)')"
        return try await BuiltProduct(file: Repository.virtualEnvironment + "/bin/python").run(["-c", script, file.path]).exitCode == 0
    }

    @Test func nobodyWritesWhileADiffIsUnderWay() async throws {
        let file = try await DuckDBFile(["CREATE TABLE t AS SELECT 1 AS id"])
        let warehouse = try warehouse(file)
        let snapshot = await warehouse.snapshot()
        _ = try await snapshot.rows(one)
        #expect(try await !write(file))
        await snapshot.end()
        #expect(try await write(file))
    }

    @Test(.timeLimit(.minutes(15))) func aFileThatAnotherProcessWritesIsWaitedFor() async throws {
        let file = try await DuckDBFile(["CREATE TABLE t AS SELECT 1 AS id"])
        // The writer itself may come upon a reader, and tries again.
        let script = """
            import os, sys, time, duckdb
            while True:
                try:
                    connection = duckdb.connect(sys.argv[1])
                    break
                except duckdb.Error:
                    time.sleep(0.01)
            while not os.path.exists(sys.argv[2]):
                time.sleep(0.01)
            time.sleep(1)
            """
        let python = BuiltProduct(file: Repository.virtualEnvironment + "/bin/python")
        let word = file.path + ".seen"
        defer { try? FileManager.default.removeItem(atPath: word) }
        async let writer = python.run(["-c", script, file.path, word])
        // Until the writer holds the lock, a warehouse without patience still gets in.
        let hasty = try warehouse(file, patience: 0)
        var failure: WarehouseError?
        while failure == nil {
            do throws(WarehouseError) { _ = try await hasty.rows(one) } catch { failure = error }
            // Leaves the file to the writer for a moment.
            _ = try await python.run(["-c", "import time; time.sleep(0.1)"])
        }
        #expect(failure?.code == "locked" && failure?.message.contains(file.path) == true)
        // The writer lets go a moment after this, so that a patient one comes upon its lock.
        _ = FileManager.default.createFile(atPath: word, contents: nil)
        #expect(try await warehouse(file, patience: 60).rows(one).rows.count == 1)
        #expect(try await writer.exitCode == 0)
    }

    @Test func closingEndsStatementsAndTheNextOneOpensAgain() async throws {
        let file = try await DuckDBFile()
        defer { withExtendedLifetime(file) {} }
        let warehouse = try warehouse(file)
        let endless = Select([.expression(.sum(.column("range")), as: "n")], from: .query("SELECT * FROM range(1000000000000)"))
        _ = try await warehouse.rows(one)
        let running = Task { try await warehouse.rows(endless) }
        try await eventually { await warehouse.isOpen }
        await warehouse.close()
        await #expect(throws: WarehouseError.self) { try await running.value }
        #expect(try await warehouse.rows(one).rows.count == 1)
    }

    @Test func noConnectionsAtAllIsRefused() async throws {
        let file = try await DuckDBFile()
        #expect(throws: WarehouseError.self) { try warehouse(file, concurrency: 0) }
    }
}
