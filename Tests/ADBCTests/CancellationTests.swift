import ADBC
import FakeADBCDriver
import Testing

extension FakeDriverTests {
    @Suite struct CancellationTests {
        static let blockingSteps = [FakeStepStatementExecuteQuery, FakeStepStreamGetSchema, FakeStepStreamGetNext]

        @Test(arguments: blockingSteps)
        func cancellingTheTaskStopsTheStatement(step: FakeStep) async throws {
            var plan = FakePlan.rows(batches: 2)
            plan.blocks_at = step
            let connection = try await FakeDriver(plan).connect()
            let task = Task { await failure { () throws(ADBCError) in try await connection.query("slow").collect() } }
            try await FakeDriver.waitUntilBlocked()
            task.cancel()
            #expect(await task.value?.code == .cancelled)
            // Waits behind the cancelled call: proof that the driver has returned.
            _ = try await connection.execute("next")
            #expect(FakeDriver.calls.contains("StatementCancel"))
            await connection.close()
            #expect(FakeDriver.live == 0)
            #expect(FakeDriver.misuse == "")
        }

        /// An engine that has not quite begun forgets that it was asked to stop.
        @Test(arguments: blockingSteps)
        func aLostRequestToStopIsRepeated(step: FakeStep) async throws {
            var plan = FakePlan.rows(batches: 2)
            plan.blocks_at = step
            plan.loses_cancels = 3
            let connection = try await FakeDriver(plan).connect()
            let task = Task { await failure { () throws(ADBCError) in try await connection.query("slow").collect() } }
            try await FakeDriver.waitUntilBlocked()
            task.cancel()
            #expect(await task.value?.code == .cancelled)
            await connection.close()
            #expect(FakeDriver.calls.filter { $0 == "StatementCancel" }.count >= 4)
            #expect(FakeDriver.live == 0)
            #expect(FakeDriver.misuse == "")
        }

        @Test(arguments: blockingSteps)
        func cancellingTheConnectionStopsWhatRuns(step: FakeStep) async throws {
            var plan = FakePlan.rows(batches: 2)
            plan.blocks_at = step
            let connection = try await FakeDriver(plan).connect()
            let task = Task { await failure { () throws(ADBCError) in try await connection.query("slow").collect() } }
            try await FakeDriver.waitUntilBlocked()
            connection.cancel()
            #expect(await task.value?.code == .cancelled)
            await connection.close()
            #expect(FakeDriver.live == 0)
            #expect(FakeDriver.misuse == "")
        }

        @Test func aCancelledTaskStartsNothing() async throws {
            let connection = try await FakeDriver().connect()
            let task = Task {
                withUnsafeCurrentTask { $0?.cancel() }
                return await failure { () throws(ADBCError) in try await connection.execute("never") }
            }
            #expect(await task.value?.code == .cancelled)
            await connection.close()
            #expect(!FakeDriver.calls.contains("StatementNew"))
        }

        @Test func aCallBehindAnotherIsCancelledWithoutTouchingIt() async throws {
            var plan = FakePlan()
            plan.blocks_at = FakeStepStatementExecuteQuery
            let connection = try await FakeDriver(plan).connect()
            let first = Task { try await connection.execute("slow") }
            try await FakeDriver.waitUntilBlocked()
            let second = Task { await failure { () throws(ADBCError) in try await connection.execute("waiting") } }
            second.cancel()
            #expect(await second.value?.code == .cancelled)
            #expect(!FakeDriver.calls.contains("StatementCancel"))
            FakeUnblock()
            #expect(try await first.value == 0)
            await connection.close()
            #expect(FakeDriver.calls.filter { $0 == "StatementNew" }.count == 1)
            #expect(FakeDriver.misuse == "")
        }

        @Test(arguments: [true, false])
        func aDriverThatCannotCancelHoldsNobodyUp(isOld: Bool) async throws {
            var plan = FakePlan()
            plan.blocks_at = FakeStepStatementExecuteQuery
            plan.is_version_100 = isOld ? 1 : 0
            plan.refuses_to_cancel = 1
            let connection = try await FakeDriver(plan).connect()
            let task = Task { await failure { () throws(ADBCError) in try await connection.execute("slow") } }
            try await FakeDriver.waitUntilBlocked()
            task.cancel()
            #expect(await task.value?.code == .cancelled)
            await connection.close()
            #expect(FakeIsBlocked() == 1)
            FakeUnblock()
            try await FakeDriver.settle()
            #expect(FakeDriver.misuse == "")
        }

        @Test(arguments: [FakeStepDatabaseInit, FakeStepConnectionInit])
        func cancellingWhileConnectingReturnsAtOnceAndCleansUpLater(step: FakeStep) async throws {
            var plan = FakePlan()
            plan.blocks_at = step
            let fake = try FakeDriver(plan)
            let task = Task { await failure { () throws(ADBCError) in try await fake.connect() } }
            try await FakeDriver.waitUntilBlocked()
            task.cancel()
            #expect(await task.value?.code == .cancelled)
            #expect(FakeDriver.live > 0)
            FakeUnblock()
            try await FakeDriver.settle()
            #expect(FakeDriver.misuse == "")
            #expect(FakeDriver.calls.last == "DatabaseRelease")
        }

        @Test func cancellingAtAnyMomentLeaksNothing() async throws {
            for yields in 0..<60 {
                let connection = try await FakeDriver(.rows(batches: 30)).connect()
                let task = Task { await failure { () throws(ADBCError) in try await connection.query("q").collect() } }
                for _ in 0..<yields { await Task.yield() }
                task.cancel()
                let error = await task.value
                #expect(error == nil || error?.code == .cancelled)
                await connection.close()
                try await FakeDriver.settle()
                #expect(FakeDriver.misuse == "")
            }
        }
    }
}
