import ADBC
import CADBC
import FakeADBCDriver
import TestSupport
import Testing

extension FakeDriverTests {
    @Suite struct ReleaseTests {
        @Test func everythingIsReleasedOnceAndInOrder() async throws {
            do {
                let connection = try await FakeDriver(.rows(batches: 2)).connect()
                let batches = try await connection.query("select").collect()
                #expect(try values(batches) == [0, 1, 2, 3, 4, 5])
                await connection.close()
            }
            #expect(
                FakeDriver.calls.filter { $0 != "DriverRelease" } == [
                    "Entry 1.1", "DatabaseNew", "DatabaseSetOption", "DatabaseInit", "ConnectionNew", "ConnectionSetOption",
                    "ConnectionInit", "StatementNew", "StatementSetSqlQuery", "StatementExecuteQuery", "StreamGetSchema",
                    "StreamGetNext", "StreamGetNext", "StreamGetNext", "StreamRelease", "StatementRelease", "ConnectionRelease",
                    "DatabaseRelease",
                ])
            #expect(FakeDriver.live == 0)
            #expect(FakeDriver.misuse == "")
        }

        @Test(arguments: [FakeErrorStyleEmpty, FakeErrorStyleConstant, FakeErrorStyleOwned])
        func entryPointFailure(style: FakeErrorStyle) throws {
            var plan = FakePlan()
            plan.fails_at = FakeStepEntry
            plan.error_style = style
            let error = try #require(throws: ADBCError.self) { try FakeDriver(plan) }
            #expect(error.code == .internal)
            #expect(FakeDriver.calls == ["Entry 1.1"])
            #expect(FakeDriver.live == 0)
        }

        static let steps: [(FakeStep, String)] = [
            (FakeStepDatabaseNew, "open the database"), (FakeStepDatabaseSetOption, "set the database option 'path'"),
            (FakeStepDatabaseInit, "open the database"), (FakeStepConnectionNew, "connect"),
            (FakeStepConnectionSetOption, "set the connection option 'mode'"), (FakeStepConnectionInit, "connect"),
            (FakeStepStatementNew, "prepare a statement"), (FakeStepStatementSetOption, "set the statement option 'o'"),
            (FakeStepStatementSetSqlQuery, "prepare a statement"), (FakeStepStatementExecuteQuery, "run a statement"),
            (FakeStepStreamGetSchema, "read a result"), (FakeStepStreamGetNext, "read a result"),
        ]

        @Test(arguments: steps, [FakeErrorStyleEmpty, FakeErrorStyleConstant, FakeErrorStyleOwned])
        func failureAtEveryStep(step: (FakeStep, String), style: FakeErrorStyle) async throws {
            var plan = FakePlan.rows(batches: 2)
            plan.fails_at = step.0
            plan.error_style = style
            plan.leaves_stream_on_failure = 1
            do {
                let fake = try FakeDriver(plan)
                let error = await failure { () throws(ADBCError) in
                    let connection = try await fake.connect()
                    return try await connection.query("select", options: [("o", "v")]).collect()
                }
                #expect(error?.attempt == step.1)
                let isOwned = style == FakeErrorStyleOwned && ![FakeStepStreamGetSchema, FakeStepStreamGetNext].contains(step.0)
                #expect(error?.sqlState == (isOwned ? "42P01" : nil))
                #expect(error?.vendorCode == (isOwned ? 7 : nil))
                #expect(error?.message.isEmpty == false)
                try await FakeDriver.settle()
            }
            #expect(FakeDriver.misuse == "")
            #expect(FakeDriver.calls.filter { $0 == "DatabaseRelease" }.count == (step.0 == FakeStepDatabaseNew ? 0 : 1))
        }

        @Test(arguments: [
            FakeStepStatementRelease, FakeStepConnectionRelease, FakeStepDatabaseRelease, FakeStepDriverRelease,
        ])
        func failureToReleaseLeaksNothing(step: FakeStep) async throws {
            var plan = FakePlan.rows(batches: 1)
            plan.fails_at = step
            plan.error_style = FakeErrorStyleOwned
            do {
                let connection = try await FakeDriver(plan).connect()
                _ = try await connection.query("select").collect()
                await connection.close()
            }
            #expect(FakeDriver.live == 0)
            #expect(FakeDriver.misuse == "")
            // The driver goes with its last reference, which may be a thread's that is about to end.
            try await eventually { FakeDriver.calls.contains("DriverRelease") }
            let order = ["StatementRelease", "ConnectionRelease", "DatabaseRelease", "DriverRelease"]
            #expect(FakeDriver.calls.filter(order.contains) == order)
        }

        @Test func lettingGoWithoutCloseReleasesAll() async throws {
            do {
                let connection = try await FakeDriver(.rows(batches: 5)).connect()
                let stream = try await connection.query("select")
                var batches = stream.makeAsyncIterator()
                _ = try await batches.next()
            }
            try await FakeDriver.settle()
            #expect(FakeDriver.misuse == "")
            let order = ["StreamRelease", "StatementRelease", "ConnectionRelease", "DatabaseRelease"]
            #expect(FakeDriver.calls.filter(order.contains) == order)
        }

        @Test func leavingTheLoopEarlyEndsTheStatement() async throws {
            let connection = try await FakeDriver(.rows(batches: 5)).connect()
            let stream = try await connection.query("select")
            for try await _ in stream { break }
            #expect(try await connection.execute("other") == 0)
            let calls = FakeDriver.calls
            let released = try #require(calls.firstIndex(of: "StatementRelease"))
            #expect(calls[..<released].contains("StatementCancel"))
            #expect(calls[released...].contains("StatementNew"))
            await connection.close()
            #expect(FakeDriver.live == 0)
            #expect(FakeDriver.misuse == "")
        }

        @Test func aBatchOutlivesItsConnection() async throws {
            do {
                let connection = try await FakeDriver(.rows(batches: 1)).connect()
                let batches = try await connection.query("select").collect()
                await connection.close()
                #expect(FakeLiveCounts().arrays == 1)
                #expect(try values(batches) == [0, 1, 2])
            }
            #expect(FakeDriver.live == 0)
        }

        @Test func anUnreadableColumnIsAnErrorThatNamesIt() async throws {
            var plan = FakePlan.rows(batches: 1)
            plan.has_unknown_type = 1
            let connection = try await FakeDriver(plan).connect()
            let error = await failure { () throws(ADBCError) in try await connection.query("select") }
            #expect(error?.code == .unreadableResult)
            #expect(error?.message.contains("'n'") == true)
            #expect(error?.message.contains("zz9") == true)
            await connection.close()
            #expect(FakeDriver.live == 0)
            #expect(FakeDriver.misuse == "")
        }

        @Test func version100IsEnough() async throws {
            var plan = FakePlan.rows(batches: 1)
            plan.is_version_100 = 1
            let fake = try FakeDriver(plan)
            #expect(FakeDriver.calls == ["Entry 1.1", "Entry 1.0"])
            #expect(!fake.driver.supportsCancellation)
            let connection = try await fake.connect()
            #expect(try values(await connection.query("select").collect()) == [0, 1, 2])
            await connection.close()
            #expect(FakeDriver.live == 0)
            #expect(FakeDriver.misuse == "")
        }

        @Test func aTableWithoutANeededFunctionIsRefused() throws {
            var plan = FakePlan()
            plan.lacks_execute = 1
            let error = try #require(throws: ADBCError.self) { try FakeDriver(plan) }
            #expect(error.code == .driverUnusable)
            #expect(error.message.contains("StatementExecuteQuery"))
            #expect(FakeDriver.calls == ["Entry 1.1", "DriverRelease"])
        }
    }
}
