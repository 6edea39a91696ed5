import CIPipeline
import Foundation
import GRDB
import SourceControl
import Store
import Synchronization
import Testing

/// A store that cannot be written to for a while, as on a full disk.
@Suite(.timeLimit(.minutes(5))) struct StoreTroubleTests {
    /// Lets jobs be taken, but neither ended nor put off.
    private func jam(_ database: DatabaseQueue) async throws {
        try await database.write { db in
            for (name, event) in [("ending", "DELETE"), ("putting_off", "UPDATE OF leaseOwner")] {
                let condition = event == "DELETE" ? "" : "WHEN NEW.leaseOwner IS NULL"
                try db.execute(
                    sql: "CREATE TRIGGER \(name) BEFORE \(event) ON job \(condition) BEGIN SELECT RAISE(ABORT, 'disk is full'); END")
            }
        }
    }

    /// Nothing else takes a job up as long as this process holds it.
    @Test func workIsGivenBackWhenTheStoreCanBeWrittenToAgain() async throws {
        let world = try await World()
        var configuration = Configuration()
        configuration.busyMode = .timeout(60)
        let database = try DatabaseQueue(path: world.directory.appending(path: "plumbline.sqlite").path, configuration: configuration)
        try await jam(database)
        let pauses = Mutex(0)
        let time = PipelineTime(now: PipelineTime.system.now) { duration in
            guard duration == .seconds(5) else { return try await PipelineTime.system.sleep(duration) }
            guard pauses.withLock({ $0 += 1; return $0 == 3 }) else { return }
            try await database.write { try $0.execute(sql: "DROP TRIGGER ending; DROP TRIGGER putting_off") }
        }
        var limits = RunLimits()
        limits.firstRetryDelay = 0.01
        try await world.work(world.pipeline(limits, time: time)) {
            let jobs = try await world.store.jobs()
            let isOver = try await world.store.runs().first?.isFinished == true
            return isOver && jobs.allSatisfy { !["change", "run"].contains($0.kind) }
        }
        #expect(world.host.status(of: "aaaaaaa1")?.state == .success)
        #expect(pauses.withLock { $0 } >= 3)
    }
}
