import ADBC
import Arrow
import CADBC
import FakeADBCDriver
import Relational
import TestSupport
import Testing

/// Suites over the fake driver, whose plan and record belong to the process: one at a time.
@Suite(.serialized, .timeLimit(.minutes(15))) struct FakeDriverTests {}

/// The fake driver with a plan, and what it has noticed.
struct FakeDriver {
    let driver: ADBCDriver

    init(_ plan: FakePlan = FakePlan()) throws(ADBCError) {
        FakeReset(plan)
        driver = try ADBCDriver(name: "fake", initFunction: FakeDriverInit)
    }

    func connect() async throws(ADBCError) -> ADBCConnection {
        try await .open(driver: driver, databaseOptions: [("path", "x")], connectionOptions: [("mode", "y")])
    }

    static var calls: [String] {
        var text = [CChar](repeating: 0, count: 65536)
        FakeCalls(&text, text.count)
        return string(text).split(separator: "\n").map(String.init)
    }

    static var misuse: String {
        var text = [CChar](repeating: 0, count: 256)
        FakeMisuse(&text, text.count)
        return string(text)
    }

    static var live: Int64 {
        let counts = FakeLiveCounts()
        return counts.databases + counts.connections + counts.statements + counts.streams + counts.arrays + counts.schemas + counts.errors
    }

    /// Waits until nothing is alive; background clean-up has no other end to wait for.
    static func settle() async throws {
        try await eventually { live == 0 }
    }

    /// Waits until a call waits at the plan's `blocks_at`.
    static func waitUntilBlocked() async throws {
        try await eventually { FakeIsBlocked() != 0 }
    }

    private static func string(_ text: [CChar]) -> String {
        String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}

extension FakePlan {
    /// A result of `batches` batches of `rows` rows.
    static func rows(batches: Int64, rows: Int64 = 3) -> FakePlan {
        var plan = FakePlan()
        plan.batches = batches
        plan.rows_per_batch = rows
        return plan
    }
}

/// All values of the one column.
func values(_ batches: [RecordBatch]) throws -> [Int64?] {
    try batches.flatMap { try $0.int64s(column: 0) }
}

/// What `body` throws, which must be an `ADBCError`.
func failure<Value>(_ body: () async throws(ADBCError) -> Value) async -> ADBCError? {
    do {
        _ = try await body()
        return nil
    } catch {
        return error
    }
}
