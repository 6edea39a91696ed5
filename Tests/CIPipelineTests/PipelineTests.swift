import CIPipeline
import Foundation
import SourceControl
import Store
import Synchronization
import TestSupport
import Testing

/// Many runs at once, fed by the queue.
@Suite(.timeLimit(.minutes(15))) struct PipelineTests {
    private var brisk: RunLimits {
        var limits = RunLimits()
        limits.firstRetryDelay = 0.01
        limits.sweepSeconds = 0.05
        return limits
    }

    private func finished(_ world: World, _ count: Int) -> @Sendable () async throws -> Bool {
        {
            let runs = try await world.store.runs()
            return runs.count == count && runs.allSatisfy(\.isFinished)
        }
    }

    @Test func aMissedWebhookIsCaughtUp() async throws {
        let world = try await World()
        try await world.work(world.pipeline(brisk), until: finished(world, 1))
        #expect(world.host.status(of: "aaaaaaa1")?.state == .success)
    }

    /// A delivery names a repository that nobody knows: the host is asked, before its hours are over, and what was missed is caught up.
    @Test func aNewNameIsFoundByAskingTheHost() async throws {
        let world = try await World()
        world.host.edit { state in
            state.facts = RepositoryFacts(fullName: "acme/shop", defaultBranch: "main", url: "")
            state.open = []
        }
        let pipeline = world.pipeline(RunLimits(), time: world.time)
        let asked = FirstTime()
        try await world.work(pipeline) {
            if asked.isNow(world.host.state.withLock { $0.looks } > 0) {
                world.host.edit { state in
                    state.facts?.fullName = "acme/store"
                    state.open = nil
                }
                try await pipeline.askForNames(of: [world.repository])
                #expect(try await world.store.repository(world.repository.id).currentName == nil, "not asked twice in five minutes")
                world.clock.withLock { $0 += 301 }
                try await pipeline.askForNames(of: [world.repository])
            }
            return try await finished(world, 1)()
        }
        #expect(try await world.store.repository(world.repository.id).currentName == "acme/store")
        #expect(world.host.comments[0].text.contains("is called acme/store on its host now"))
    }

    @Test func oldPullRequestsAreLeftAlone() async throws {
        let world = try await World()
        world.host.edit { $0.committedAt = 1_000 }
        try await world.work(world.pipeline(brisk)) { world.host.state.withLock { $0.looks } > 2 }
        #expect(try await world.store.runs().isEmpty)
    }

    @Test func aNewCommitInTheMiddleOfADiffTakesOver() async throws {
        let world = try await World()
        world.differ.edit { $0.hanging = ["pr.m1"] }
        let pipeline = world.pipeline(brisk)
        try await world.work(pipeline) {
            if world.host.change.headSHA == "aaaaaaa1", world.differ.state.withLock({ $0.runs.contains("pr.m1") }) {
                world.differ.edit { $0.hanging = [] }
                world.host.edit { $0.change.headSHA = "bbbbbbb2" }
                try await pipeline.lookAt(change: 7, of: world.repository)
            }
            return try await finished(world, 2)()
        }
        let runs = try await world.store.runs()
        #expect(runs.map(\.phase) == ["done", "superseded"])
        #expect(world.differ.state.withLock { $0.cancelled } == ["pr.m1"])
        #expect(world.host.comments.count == 1)
        #expect(world.host.comments[0].text.contains("bbbbbbb2".prefix(7)))
        let old = try #require(world.host.status(of: "aaaaaaa1"))
        #expect(old.state == .success && old.description.contains("bbbbbbb"))
        #expect(world.host.status(of: "bbbbbbb2")?.state == .success)
        let diffs = try await world.store.diffs(run: runs[1].id, attempt: 1)
        #expect(diffs.contains { $0.status == .cancelled })
    }

    @Test func closingInTheMiddleCancelsAndTidiesUp() async throws {
        let world = try await World()
        world.builds.edit { $0.hangs = true }
        let pipeline = world.pipeline(brisk)
        try await world.work(pipeline) {
            let runs = try await world.store.runs()
            if runs.first?.phase == "waiting_for_pull_request_run", world.builds.state.withLock({ $0.waits }) == 1 {
                world.host.edit { $0.change.state = .merged }
                try await pipeline.lookAt(change: 7, of: world.repository)
            }
            return !runs.isEmpty && runs.allSatisfy(\.isFinished)
        }
        #expect(try await world.store.runs().map(\.phase) == ["cancelled"])
        #expect(world.host.status(of: "aaaaaaa1")?.state == .success)
        #expect(world.host.comments.count == 1)
        #expect(world.host.comments[0].text.contains("merged"))
    }

    /// Nothing but its own end tells the run of the new base; the next look at all pull requests would be minutes away.
    @Test func aRetargetedChangeIsBegunAgainAtOnce() async throws {
        let world = try await World()
        world.builds.edit { $0.hangs = true }
        let pipeline = world.pipeline()
        let retargeted = FirstTime()
        try await world.work(pipeline) {
            let run = try await world.store.runs().first
            let isWaiting = run?.phase == "waiting_for_pull_request_run" && world.builds.state.withLock { $0.waits } == 1
            if retargeted.isNow(isWaiting) {
                world.host.edit { $0.change.baseBranch = "release" }
                try await pipeline.lookAt(change: 7, of: world.repository)
            }
            return run?.attempt == 2 && run?.isFinished == true
        }
        let run = try #require(try await world.store.runs().first)
        #expect(run.phase == "done" && run.change.baseBranch == "release" && world.host.comments.count == 1)
        #expect(world.host.statuses.contains { $0.status.description.contains("now goes into release") })
    }

    /// Closes the pull request while its run waits for the build, and reopens it, as `edit` says, while the run is being tidied up.
    private func reopen(
        _ world: World, as edit: @escaping @Sendable (inout ChangeRequest) -> Void,
        until condition: @escaping @Sendable () async throws -> Bool
    ) async throws {
        world.builds.edit { $0.hangs = true }
        let pipeline = world.pipeline()
        world.host.edit { state in
            state.onStatus = { status in
                guard status.description.contains("was closed") else { return }
                world.host.edit { state in
                    state.change.state = .open
                    edit(&state.change)
                }
                try? await pipeline.lookAt(change: 7, of: world.repository)
                try? await eventually { try await world.store.jobs().allSatisfy { $0.kind != "change" } }
            }
        }
        let closed = FirstTime()
        try await world.work(pipeline) {
            if closed.isNow(world.builds.state.withLock { $0.waits } == 1) {
                world.host.edit { $0.change.state = .closed }
                try await pipeline.lookAt(change: 7, of: world.repository)
            }
            return try await condition()
        }
    }

    /// Nothing but the end of its run tells of that for minutes.
    @Test func aChangeThatIsReopenedWhileItsRunEndsIsReviewed() async throws {
        let world = try await World()
        try await reopen(world, as: { _ in }) {
            let run = try await world.store.runs().first
            return run?.attempt == 2 && run?.isFinished == true
        }
        #expect(try await world.store.runs().map(\.phase) == ["done"])
        #expect(world.host.status(of: "aaaaaaa1")?.state == .success)
    }

    /// A run that has ended and may not begin again is left alone; the host is not asked on and on.
    @Test func aChangeThatIsReopenedAsADraftIsLookedAtOnce() async throws {
        let world = try await World()
        try await reopen(world, as: { $0.isDraft = true }) {
            let jobs = try await world.store.jobs()
            let isQuiet = jobs.allSatisfy { !["change", "run"].contains($0.kind) }
            let isOver = try await world.store.runs().first?.isFinished == true
            return isOver && (isQuiet || world.host.state.withLock { $0.reads } > 20)
        }
        #expect(try await world.store.runs().map(\.phase) == ["cancelled"])
        #expect(world.host.state.withLock { $0.reads } < 10)
    }

    @Test func aNudgeLooksAtOnceAndFollowsTheSameRun() async throws {
        let world = try await World()
        world.builds.edit { $0.hangs = true }
        let nudged = FirstTime()
        let pipeline = world.pipeline(brisk)
        try await world.work(pipeline) {
            let build = try await world.store.runs().first?.decodedState().build
            if nudged.isNow(build != nil) {
                pipeline.nudges.nudge(build: 6, job: 11, isNew: false)
                pipeline.nudges.nudge(build: 6, job: 12, isNew: true)
                pipeline.nudges.nudge(build: 5, job: nil, isNew: false)
            }
            return try await finished(world, 1)()
        }
        #expect(world.builds.state.withLock { $0.followed } == [nil, 5])
        #expect(try await world.store.runs().map(\.phase) == ["done"])
    }

    @Test func oneHangingRunDoesNotHoldUpAnother() async throws {
        let world = try await World()
        var other = World.change("ccccccc3")
        other.number = 8
        let second = other
        world.differ.edit { $0.hanging = ["pr.m1"] }
        world.host.edit { $0.open = [World.change(), second] }
        // The fake host answers every number with change 7; the second run's own commit makes it a run of its own.
        let run = try #require(try await world.intake.see(World.change(), world.config))
        let pipeline = world.pipeline(brisk)
        try await world.work(pipeline) {
            try await world.store.diffs(run: run.id, attempt: 1).filter(\.isFinished).count == 2
        }
        #expect(try await !world.store.run(run.id).isFinished)
    }

    @Test("A stopped server goes on where it was, as another process and in the same one", arguments: [false, true])
    func aStoppedServerGoesOnWhereItWas(isSame: Bool) async throws {
        let world = try await World()
        world.builds.edit { $0.hangs = true }
        let pipeline = world.pipeline(brisk)
        try await world.work(pipeline) {
            try await world.store.runs().first?.decodedState().build != nil
        }
        #expect(try await world.store.runs().map(\.phase) == ["waiting_for_pull_request_run"])
        try await world.work(isSame ? pipeline : world.pipeline(brisk), until: finished(world, 1))
        #expect(world.host.comments.count == 1)
        #expect(world.builds.state.withLock { $0.followed } == [nil, 5])
    }

    @Test func seeingTheSameTwiceChangesNothing() async throws {
        let world = try await World()
        let first = try #require(try await world.intake.see(world.host.change, world.config))
        let second = try #require(try await world.intake.see(world.host.change, world.config))
        #expect(first.id == second.id)
        #expect(try await world.store.jobs().count == 1)
        let end = try await world.goOn(first.id)
        let writes = world.host.state.withLock { $0.writes }
        _ = try await world.runToEnd()
        #expect(try await world.store.run(end.id) == end)
        #expect(world.host.state.withLock { $0.writes } == writes)
    }

    @Test func aCommitThatComesBackIsReviewedAgain() async throws {
        let world = try await World()
        let first = try #require(try await world.intake.see(world.host.change, world.config))
        world.host.edit { $0.change.headSHA = "bbbbbbb2" }
        let second = try #require(try await world.intake.see(world.host.change, world.config))
        #expect(try await world.goOn(first.id).phase == "superseded")
        world.host.edit { $0.change.headSHA = "aaaaaaa1" }
        let third = try #require(try await world.intake.see(world.host.change, world.config))
        #expect(third.id == first.id)
        #expect(try await world.goOn(second.id).phase == "superseded")
        let end = try await world.goOn(first.id)
        #expect(end.phase == "done" && end.attempt == 2)
    }

    @Test func theNewerRunWaitsUntilTheOlderHasTidiedUp() async throws {
        let world = try await World()
        let first = try #require(try await world.intake.see(world.host.change, world.config))
        world.host.edit { $0.change.headSHA = "bbbbbbb2" }
        let second = try #require(try await world.intake.see(world.host.change, world.config))
        guard case .until = try await world.performer().perform(second.id) else { return #expect(Bool(false)) }
        #expect(try await world.goOn(first.id).phase == "superseded")
        #expect(try await world.goOn(second.id).phase == "done")
    }
}
