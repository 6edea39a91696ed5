import CIPipeline
import SourceControl
import Store
import Synchronization
import TestSupport
import Testing

/// Merges in the queue, beside pull request runs.
@Suite(.timeLimit(.minutes(15))) struct MergePipelineTests {
    private var brisk: RunLimits {
        var limits = RunLimits()
        limits.firstRetryDelay = 0.01
        limits.listingSeconds = 0.01
        limits.sweepSeconds = 1_000
        return limits
    }

    private func merged(_ world: World, _ count: Int) -> @Sendable () async throws -> Bool {
        {
            let runs = try await world.store.mergeRuns()
            return runs.count == count && runs.allSatisfy(\.isFinished)
        }
    }

    private func openDoors(_ world: World) { world.host.edit { $0.open = [] } }

    @Test("Deliveries that race or come again start one run")
    func once() async throws {
        let world = try await MergeWorld.make()
        openDoors(world)
        let pipeline = world.pipeline(brisk)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<20 {
                group.addTask { _ = try await pipeline.take(MergeWorld.push(), to: world.repository) }
            }
            try await group.waitForAll()
        }
        try await world.work(pipeline, until: merged(world, 1))
        // Once more, after the end.
        guard case .known = try await pipeline.take(MergeWorld.push(), to: world.repository).first else {
            Issue.record("the repeated push is new")
            return
        }
        try await world.work(world.pipeline(brisk)) {
            try await world.store.jobs().allSatisfy { ["sweep", "retention", "schedules"].contains($0.kind) }
        }
        #expect(world.mergeJobs.runs == [MergeWorld.request])
        #expect(world.mergeJobs.state.withLock { $0.starts } == 1)
    }

    @Test("A server that was stopped while it waited goes on with the same run")
    func restart() async throws {
        let world = try await MergeWorld.make()
        openDoors(world)
        world.mergeJobs.edit { $0.hangs = true }
        let first = world.pipeline(brisk)
        _ = try await first.take(MergeWorld.push(), to: world.repository)
        let waiting = Task { try await first.run() }
        try await eventually { world.mergeJobs.state.withLock { !$0.followed.isEmpty } }
        waiting.cancel()
        _ = await waiting.result
        #expect(try await world.store.mergeRuns().map(\.phase) == ["running"])
        world.mergeJobs.edit { $0.hangs = false }
        try await world.work(world.pipeline(brisk), until: merged(world, 1))
        #expect(world.mergeJobs.state.withLock { $0.followed } == [1, 1])
        #expect(world.mergeJobs.runs.count == 1)
    }

    @Test("A push that was noted but not queued is taken up by the next server")
    func notedOnly() async throws {
        let world = try await MergeWorld.make()
        openDoors(world)
        _ = try await world.store.openMergeRun(
            ciConfigID: world.config.id, sha: "mmmmmmm1", branch: "main", jobID: 10, phase: "queued", queuedAs: "merge",
            now: PipelineTime.system.now())
        for job in try await world.store.jobs() { try await world.store.finishJob(job.id, now: 1) }
        #expect(try await world.store.jobs().isEmpty)
        try await world.work(world.pipeline(brisk), until: merged(world, 1))
        #expect(world.mergeJobs.runs == [MergeWorld.request])
    }

    @Test("However many merges wait, a pull request run has its place and its data source")
    func besidePullRequests() async throws {
        let world = try await MergeWorld.make()
        world.mergeJobs.edit { $0.hangs = true }
        var limits = brisk
        limits.runsAtOnce = 1
        let pipeline = world.pipeline(limits)
        for number in 1...10 { _ = try await pipeline.take(MergeWorld.push("mmmmmm\(number)"), to: world.repository) }
        try await pipeline.lookAt(change: 7, of: world.repository)
        try await world.work(pipeline) {
            let runs = try await world.store.runs()
            return runs.count == 1 && runs.allSatisfy(\.isFinished)
        }
        #expect(try await world.store.runs().map(\.phase) == ["done"])
        #expect(try await world.store.mergeRuns().allSatisfy { !$0.isFinished })
    }
}
