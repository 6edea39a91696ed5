import Relational
import SQL
import TestSupport
import Testing
import Warehouse

@Suite struct WarehouseTests {
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
}
