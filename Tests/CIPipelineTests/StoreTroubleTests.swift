import CIPipeline
import Foundation
import GRDB
import SourceControl
import Store
import Synchronization
import Testing

/// A store that cannot be written to for a while, as on a full disk.
@Suite(.timeLimit(.minutes(15))) struct StoreTroubleTests {
    private func database(of world: World) throws -> DatabaseQueue {
        var configuration = Configuration()
        configuration.busyMode = .timeout(60)
        return try DatabaseQueue(path: world.directory.appending(path: "plumbline.sqlite").path, configuration: configuration)
    }

    /// Makes what happens to jobs fail from now on.
    ///
    /// - Parameter event: as in a trigger, with its condition.
    private func jam(_ event: String, of database: DatabaseQueue, as name: String = "jam") async throws {
        let statement = event.replacing(" WHEN ", with: " ON job WHEN ") + (event.contains(" WHEN ") ? "" : " ON job")
        try await database.write { db in
            try db.execute(sql: "CREATE TRIGGER \(name) BEFORE \(statement) BEGIN SELECT RAISE(ABORT, 'disk is full'); END")
        }
    }

    private func free(_ database: DatabaseQueue, _ names: [String] = ["jam"]) async throws {
        try await database.write { db in
            for name in names { try db.execute(sql: "DROP TRIGGER \(name)") }
        }
    }

    /// Nothing else takes a job up as long as this process holds it.
    @Test func workIsGivenBackWhenTheStoreCanBeWrittenToAgain() async throws {
        let world = try await World()
        let database = try database(of: world)
        try await jam("DELETE", of: database, as: "ending")
        try await jam("UPDATE OF leaseOwner WHEN NEW.leaseOwner IS NULL", of: database, as: "putting_off")
        let pauses = Mutex(0)
        let time = PipelineTime(now: PipelineTime.system.now) { duration in
            guard duration == .seconds(5) else { return try await PipelineTime.system.sleep(duration) }
            guard
                pauses.withLock({
                    $0 += 1; return $0 == 3
                })
            else { return }
            try await free(database, ["ending", "putting_off"])
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

    /// What was taken is worked on, or was not taken.
    @Test func jobsAreTakenAllAtOnceOrNotAtAll() async throws {
        let world = try await World()
        let database = try database(of: world)
        _ = try await world.intake.see(world.host.change, world.config)
        try await jam("UPDATE OF leaseOwner WHEN NEW.kind = 'run' AND NEW.leaseOwner IS NOT NULL", of: database)
        let time = PipelineTime(now: PipelineTime.system.now) { duration in
            guard duration > .seconds(4), duration <= .seconds(5) else { return try await PipelineTime.system.sleep(duration) }
            try? await free(database)
        }
        try await world.work(world.pipeline(time: time)) {
            let isOver = try await world.store.runs().first?.isFinished == true
            return isOver && world.host.state.withLock { $0.looks } > 0
        }
    }

    /// The newer commit's run waits for the end of the older one, which nobody else would ask for again.
    @Test func anInterruptionWithoutItsJobIsQueuedAgain() async throws {
        let world = try await World { $0.diffThreshold = 1 }
        let parked = try await world.runToEnd()
        for job in try await world.store.jobs() { try await world.store.finishJob(job.id, now: 1) }
        for job in try await world.store.jobs() { try await world.store.finishJob(job.id, now: 1) }
        #expect(try await world.store.jobs().isEmpty && parked.phase == "needs_confirmation")
        let database = try database(of: world)
        try await jam("INSERT WHEN NEW.key = 'run:1'", of: database)
        world.host.edit { $0.change.headSHA = "bbbbbbb2" }
        await #expect(throws: StoreError.self) { try await world.intake.see(world.host.change, world.config) }
        try await free(database)
        _ = try await world.intake.see(world.host.change, world.config)
        #expect(try await world.store.jobs().map(\.key) == ["run:1", "run:2"])
    }

    /// A merge run that nobody works on would hold up all later ones.
    @Test func aPushIsNotedWithItsJobOrNotAtAll() async throws {
        let world = try await MergeWorld.make()
        let database = try database(of: world)
        try await jam("INSERT WHEN NEW.kind = 'merge'", of: database)
        await #expect(throws: StoreError.self) { try await world.merges.see(MergeWorld.push(), world.config) }
        #expect(try await world.store.mergeRuns().isEmpty)
        try await free(database)
        guard case .opened = try await world.merges.see(MergeWorld.push(), world.config) else {
            Issue.record("the push is not new")
            return
        }
        #expect(try await world.store.jobs().map(\.key) == ["merge:1"])
    }
}
