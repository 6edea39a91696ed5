import ADBC
import Arrow
import FakeADBCDriver
import Testing

extension FakeDriverTests {
    @Suite struct SharingTests {
        @Test func oneDatabaseServesManyConnections() async throws {
            do {
                let database = try await ADBCDatabase.open(driver: FakeDriver(.rows(batches: 20)).driver, options: [])
                try await withThrowingTaskGroup(of: Int.self) { group in
                    for _ in 0..<8 {
                        group.addTask {
                            let connection = try await database.connect()
                            return try values(await connection.query("select").collect()).count
                        }
                    }
                    for try await count in group { #expect(count == 60) }
                }
                await database.close()
            }
            #expect(FakeDriver.live == 0)
            #expect(FakeDriver.misuse == "")
            #expect(FakeDriver.calls.filter { $0 == "DatabaseRelease" }.count == 1)
            #expect(FakeDriver.calls.filter { $0 == "ConnectionRelease" }.count == 8)
        }

        @Test func manyTasksOnOneConnectionNeverMeetInTheDriver() async throws {
            var plan = FakePlan()
            plan.rows_affected = 4
            let connection = try await FakeDriver(plan).connect()
            try await withThrowingTaskGroup(of: Int64?.self) { group in
                for _ in 0..<50 { group.addTask { try await connection.execute("update") } }
                for try await count in group { #expect(count == 4) }
            }
            await connection.close()
            #expect(FakeDriver.misuse == "")
            #expect(FakeDriver.live == 0)
        }

        @Test func anotherStatementEndsTheResultBefore() async throws {
            let connection = try await FakeDriver(.rows(batches: 3)).connect()
            let first = try await connection.query("select")
            var batches = first.makeAsyncIterator()
            let early = try await batches.next()
            let second = try await connection.query("select")
            let error = await failure { () throws(ADBCError) in try await first.collect() }
            #expect(error?.code == .invalidState)
            #expect(try values(await second.collect()).count == 9)
            #expect(try early?.int64s(column: 0) == [0, 1, 2])
            await connection.close()
            #expect(FakeDriver.misuse == "")
        }

        @Test func closingTheDatabaseClosesItsConnections() async throws {
            let database = try await ADBCDatabase.open(driver: FakeDriver(.rows(batches: 3)).driver, options: [])
            let connection = try await database.connect()
            let stream = try await connection.query("select")
            await database.close()
            await database.close()
            #expect(FakeDriver.live == 0)
            #expect(await failure { () throws(ADBCError) in try await stream.collect() }?.code == .invalidState)
            #expect(await failure { () throws(ADBCError) in try await connection.execute("x") }?.code == .invalidState)
            #expect(await failure { () throws(ADBCError) in try await database.connect() }?.code == .invalidState)
            #expect(FakeDriver.misuse == "")
        }

        @Test func closeIsIdempotentAndStopsWhatRuns() async throws {
            var plan = FakePlan()
            plan.blocks_at = FakeStepStatementExecuteQuery
            let connection = try await FakeDriver(plan).connect()
            let running = Task { await failure { () throws(ADBCError) in try await connection.execute("slow") } }
            try await FakeDriver.waitUntilBlocked()
            await connection.close()
            await connection.close()
            #expect(await running.value?.code == .cancelled)
            #expect(FakeDriver.live == 0)
            #expect(FakeDriver.misuse == "")
        }

        @Test func aStatementWithAZeroByteIsRefused() async throws {
            let connection = try await FakeDriver().connect()
            let error = await failure { () throws(ADBCError) in try await connection.execute("drop table a\0; where") }
            #expect(error?.code == .invalidArgument)
            await connection.close()
            #expect(!FakeDriver.calls.contains("StatementNew"))
        }

        @Test func rowsAreUnknownWhenTheDriverSaysSo() async throws {
            var plan = FakePlan()
            plan.rows_affected = -1
            let connection = try await FakeDriver(plan).connect()
            #expect(try await connection.execute("update") == nil)
            await connection.close()
        }
    }
}
