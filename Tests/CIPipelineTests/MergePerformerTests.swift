import CIPipeline
import HTTPTransport
import SourceControl
import Store
import Synchronization
import TestSupport
import Testing

/// A merge from its push to its end over the fakes.
@Suite(.timeLimit(.minutes(15))) struct MergePerformerTests {
    private func statuses(_ world: World, _ sha: String = "mmmmmmm1") -> [CommitStatus] {
        world.host.statuses.filter { $0.sha == sha && $0.status.context == MergeWorld.context }.map(\.status)
    }

    @Test("A push starts one run, and the merged commit's status goes from pending to success")
    func happyPath() async throws {
        let world = try await MergeWorld.make()
        let run = try await world.goOnMerge(try await world.openMerge().id)
        #expect(world.mergeJobs.runs == [MergeWorld.request])
        #expect(run.phase == "success" && run.isFinished && run.finishedAt != nil)
        #expect(run.dbtCloudRunID == 1 && run.dbtCloudRunURL == "http://dbt/runs/1" && run.branch == "main")
        #expect(statuses(world).map(\.state) == [.pending, .success])
        #expect(statuses(world).map(\.targetURL) == ["http://dbt/runs/1", "http://dbt/runs/1"])
        #expect(world.host.comments.isEmpty)
    }

    /// Stops the process after every single effect in turn, and starts another one on the same store.
    @Test("A crash after any effect starts no second run and leaves the same statuses")
    func crashes() async throws {
        let reference = try await MergeWorld.make()
        _ = try await reference.goOnMerge(try await reference.openMerge().id)
        let effects = reference.fuse.effects
        #expect(effects == 4)
        for crash in 0..<effects {
            let world = try await MergeWorld.make()
            let run = try await world.openMerge()
            let first = world.fuse.stopping(after: crash) { _ = try await world.mergePerformer().perform(run.id) }
            await #expect(throws: (any Error).self) { try await first.value }
            #expect(try await !world.store.mergeRun(run.id).isFinished, "crash \(crash)")
            let end = try await world.goOnMerge(run.id)
            #expect(end.phase == "success", "crash \(crash)")
            #expect(world.mergeJobs.runs == [MergeWorld.request], "crash \(crash)")
            #expect(world.mergeJobs.state.withLock { $0.starts } == 1, "crash \(crash)")
            #expect(statuses(world).last == statuses(reference).last, "crash \(crash)")
        }
    }

    @Test("A crash while the call is out is remembered: the next server waits until its run surely is listed, and looks")
    func crashDuringTheCall() async throws {
        let world = try await MergeWorld.make()
        let run = try await world.openMerge()
        let first = world.fuse.stopping(after: 0) { _ = try await world.mergePerformer().perform(run.id) }
        await #expect(throws: (any Error).self) { try await first.value }
        #expect(try await world.store.mergeRun(run.id).phase == "starting")
        let listed = world.clock.withLock { $0 } + RunLimits().listingSeconds
        #expect(try await world.mergePerformer().perform(run.id) == .until(listed))
        #expect(world.mergeJobs.state.withLock { $0.looks } == 1)
        #expect(try await world.goOnMerge(run.id).dbtCloudRunID == 1)
        #expect(world.mergeJobs.state.withLock { [$0.starts, $0.looks] } == [1, 2])
    }

    @Test("When the answer was lost the run is found and adopted")
    func lostAnswer() async throws {
        let world = try await MergeWorld.make()
        world.mergeJobs.edit { $0.losesAnswer = true }
        let run = try await world.goOnMerge(try await world.openMerge().id)
        #expect(run.phase == "success" && run.dbtCloudRunID == 1)
        #expect(world.mergeJobs.state.withLock { [$0.starts, $0.looks] } == [1, 2])
    }

    @Test("When the call never arrived it is made again, after a look")
    func lostCall() async throws {
        let world = try await MergeWorld.make()
        world.mergeJobs.edit { $0.startTroubles = [MergeTrouble("Lost.", isTransient: true, mayHaveStarted: true)] }
        let run = try await world.goOnMerge(try await world.openMerge().id)
        #expect(run.phase == "success")
        #expect(world.mergeJobs.runs.count == 1)
        #expect(world.mergeJobs.state.withLock { [$0.starts, $0.looks] } == [2, 2])
    }

    @Test("Passing trouble is tried again until it works; each try looks first")
    func passingTrouble() async throws {
        let world = try await MergeWorld.make()
        world.mergeJobs.edit {
            $0.lookTroubles = [MergeTrouble("Unreachable.", isTransient: true)]
            $0.startTroubles = [MergeTrouble("Too many requests.", isTransient: true), MergeTrouble("Busy.", isTransient: true)]
        }
        let began = world.clock.withLock { $0 }
        let run = try await world.goOnMerge(try await world.openMerge().id)
        #expect(run.phase == "success" && world.mergeJobs.runs.count == 1)
        #expect(world.mergeJobs.state.withLock { [$0.starts, $0.looks] } == [3, 4])
        // Two, four and eight seconds.
        #expect(world.clock.withLock { $0 } == began + 14)
    }

    @Test(
        "How the run ends is told on the commit",
        arguments: [
            (MergeEnd(.failed, "It failed."), CommitStatus.State.failure), (MergeEnd(.cancelled, "It was cancelled."), .error),
            (MergeEnd(.timedOut, "It was still running after 24 hours."), .error),
        ])
    func otherEnds(end: MergeEnd, expected: CommitStatus.State) async throws {
        let world = try await MergeWorld.make()
        world.mergeJobs.edit { $0.end = end }
        let run = try await world.goOnMerge(try await world.openMerge().id)
        #expect(run.phase == end.phase.rawValue && run.message == end.message && run.isFinished)
        #expect(statuses(world).last?.state == expected && statuses(world).last?.description == end.message)
    }

    @Test("Without a dbt Cloud that can be used it is an error with the reason")
    func withoutDbtCloud() async throws {
        let world = try await MergeWorld.make()
        let run = try await world.openMerge()
        var connections = world.connections
        connections.mergeJobs = { _ in throw RunTrouble("The CI configuration shop has no dbt_cloud.") }
        let performer = MergePerformer(store: world.store, connections: connections, time: world.time, logger: world.silence)
        #expect(try await performer.perform(run.id) == .finished)
        #expect(try await world.store.mergeRun(run.id).phase == "error")
        #expect(statuses(world).map(\.description) == ["The CI configuration shop has no dbt_cloud."])
    }

    @Test("An earlier push's job is started first, also when it had trouble")
    func order() async throws {
        let world = try await MergeWorld.make()
        world.mergeJobs.edit { $0.startTroubles = [MergeTrouble("Too many requests.", isTransient: true)] }
        let first = try await world.openMerge()
        let second = try await world.openMerge(MergeWorld.push("mmmmmmm2"))
        guard case .until = try await world.mergePerformer().perform(first.id) else { Issue.record("no trouble"); return }
        guard case .until = try await world.mergePerformer().perform(second.id) else { Issue.record("no waiting"); return }
        #expect(world.mergeJobs.runs.isEmpty)
        _ = try await world.goOnMerge(first.id)
        _ = try await world.goOnMerge(second.id)
        #expect(world.mergeJobs.runs.map(\.sha) == ["mmmmmmm1", "mmmmmmm2"])
    }

    @Test("Each commit gets its run while the one before it is still going on")
    func newerPush() async throws {
        let world = try await MergeWorld.make()
        let first = try await world.openMerge()
        world.mergeJobs.edit { $0.hangs = true }
        let work = Task { try await world.mergePerformer().perform(first.id) }
        try await eventually { try await world.store.mergeRun(first.id).phase == "running" }
        world.mergeJobs.edit { $0.hangs = false }
        let second = try await world.goOnMerge(try await world.openMerge(MergeWorld.push("mmmmmmm2")).id)
        #expect(second.phase == "success" && world.mergeJobs.runs.map(\.sha) == ["mmmmmmm1", "mmmmmmm2"])
        work.cancel()
        _ = await work.result
    }

    @Test("Several configurations of one repository each start their run")
    func severalConfigurations() async throws {
        let world = try await MergeWorld.make()
        let other = try await world.store.save(
            CIConfigDraft(name: "other", repository: "acme/shop", dataSource: "w", settings: world.config.settings), now: 1)
        for config in [world.config, other] { _ = try await world.goOnMerge(try await world.openMerge(MergeWorld.push(), config).id) }
        #expect(world.mergeJobs.runs.map(\.configuration) == ["shop", "other"])
        #expect(
            world.host.statuses.filter { $0.status.state == .success }.map(\.status.context) == [
                "plumbline/shop/merge", "plumbline/other/merge",
            ])
    }

    @Test("The limit counts from the start of the run, also over a restart")
    func waitedBefore() async throws {
        let world = try await MergeWorld.make()
        let run = try await world.openMerge()
        world.mergeJobs.edit { $0.hangs = true }
        let work = Task { try await world.mergePerformer().perform(run.id) }
        try await eventually { world.mergeJobs.state.withLock { !$0.followed.isEmpty } }
        work.cancel()
        await #expect(throws: (any Error).self) { try await work.value }
        world.clock.withLock { $0 += 100 }
        world.mergeJobs.edit { $0.hangs = false }
        #expect(try await world.goOnMerge(run.id).phase == "success")
        #expect(world.mergeJobs.state.withLock { $0.followed } == [1, 1])
        #expect(world.mergeJobs.state.withLock { $0.waited } == [.zero, .seconds(100)])
        #expect(world.mergeJobs.runs.count == 1)
    }

    @Test("A configuration that no longer asks for the job starts none")
    func noLongerWanted() async throws {
        let world = try await MergeWorld.make()
        let run = try await world.openMerge()
        try await world.store.deactivateConfigs(except: [])
        #expect(try await world.goOnMerge(run.id).phase == "cancelled")
        #expect(world.mergeJobs.runs.isEmpty)
    }
}
