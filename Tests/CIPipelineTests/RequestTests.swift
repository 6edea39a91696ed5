import CIPipeline
import DataDiff
import Foundation
import Reports
import SourceControl
import Store
import Synchronization
import Testing

/// What people ask for in comments, by labels and with buttons.
@Suite(.timeLimit(.minutes(15))) struct RequestTests {
    private var brisk: RunLimits {
        var limits = RunLimits()
        limits.firstRetryDelay = 0.001
        return limits
    }

    /// One finished diff for each of three models; what is asked for adds a fourth.
    private func extendable(_ edit: (inout CISettings) -> Void = { _ in }) async throws -> World {
        let world = try await World(edit)
        _ = try await world.runToEnd()
        world.plan.withLock { $0 = World.plan(models: 4) }
        return world
    }

    private func comment(_ body: String, id: String = "9", by author: String = "ann") -> ChangeComment {
        ChangeComment(number: 7, author: author, body: body, id: id, association: .none)
    }

    /// Gives a comment to a pipeline and works until it has an answer and no run is under way.
    private func answer(_ comment: ChangeComment, in world: World) async throws -> CommentReaction? {
        world.host.edit { $0.written.append(comment) }
        let pipeline = world.pipeline(brisk)
        #expect(try await pipeline.take(comment, on: world.repository) != .ignored("The comment has no command."))
        try await world.work(pipeline) {
            let isAnswered = world.host.state.withLock { $0.reactions[comment.id] } != nil
            let jobs = try await world.store.jobs().filter { $0.kind == "run" || $0.kind == "request" }
            return isAnswered && jobs.isEmpty
        }
        return world.host.state.withLock { $0.reactions[comment.id] }
    }

    @Test(arguments: ["/plumbline diff downstream", "/datafold diff m4 nothing*"])
    func aCommandExtendsTheSameRunAndTheSameComment(body: String) async throws {
        let world = try await extendable { $0.slimCI = true }
        let before = try await world.store.diffs(run: 1, attempt: 1)
        #expect(try await answer(comment(body), in: world) == .seen)
        let run = try await world.store.run(1)
        #expect(run.phase == "done" && run.attempt == 1)
        #expect(try await world.store.runs().count == 1 && world.host.comments.count == 1)
        let after = try await world.store.diffs(run: 1, attempt: 1)
        // Sample rows may go in the meantime: the world's runs are of another year than the clock of this pipeline.
        #expect(after.prefix(3).map { [$0.id, $0.attempt] } == before.map { [$0.id, $0.attempt] })
        #expect(after.prefix(3).map(\.finishedAt) == before.map(\.finishedAt))
        #expect(after.count == 4 && after[3].status == .success)
        #expect(world.differ.state.withLock { $0.runs.sorted() } == ["pr.m1", "pr.m2", "pr.m3", "pr.m4"])
        #expect(world.host.comments[0].text.contains("m4"))
        let scope = try #require(world.planned.withLock { $0.last?.wishes.scope })
        #expect(scope == (body.contains("downstream") ? DiffScope(allDownstream: true) : DiffScope(models: ["m4", "nothing*"])))
        #expect(world.host.statuses.map(\.status.state) == [.pending, .pending, .success, .pending, .success])
        let events = try await world.store.events(ofRun: 1).map(\.message)
        #expect(events.contains { $0.hasPrefix("ann asked for diffs of") })
    }

    @Test func theLabelDoesTheSameWheneverItIsSet() async throws {
        for label in Gate.downstreamLabels {
            let world = try await extendable()
            world.host.edit { $0.change.labels = [label] }
            let pipeline = world.pipeline(brisk)
            try await pipeline.lookAt(change: 7, of: world.repository)
            try await world.work(pipeline) { try await world.store.diffs(run: 1, attempt: 1).filter(\.isFinished).count == 4 }
            #expect(world.planned.withLock { $0.last?.wishes.scope.allDownstream } == true)
        }
        let early = try await World()
        early.host.edit { $0.change.labels = ["datafold:diff-all-downstream"] }
        _ = try await early.runToEnd()
        #expect(early.planned.withLock { $0.map(\.wishes.scope.allDownstream) } == [true])
    }

    /// By its number a run may be asked for after its time.
    @Test func anOldRunIsNotExtended() async throws {
        let world = try await extendable()
        let pipeline = world.pipeline(brisk)
        world.host.edit { $0.change.headSHA = "bbbbbbb2" }
        let late = RequestAnswer.impossible("Commit aaaaaaa is no longer the newest of the pull request.")
        #expect(try await pipeline.extend(run: 1, DiffScope(allDownstream: true), by: "ann") == late)
        #expect(try await pipeline.rerun(run: 1, by: "ann") == late)
        world.host.edit { ($0.change.headSHA, $0.change.state) = ("aaaaaaa1", .closed) }
        #expect(try await pipeline.extend(run: 1, DiffScope(allDownstream: true), by: "ann") != .taken)
        #expect(try await world.store.run(1).isFinished)
    }

    @Test func strangersAreNotObeyed() async throws {
        let world = try await extendable()
        world.host.edit { $0.roles["eve"] = .triage }
        #expect(try await answer(comment("/plumbline diff downstream", by: "eve"), in: world) == .refused)
        #expect(try await world.store.diffs(run: 1, attempt: 1).count == 3)
        #expect(world.host.comments.count == 1)
    }

    @Test func whatIsNotUnderstoodOrNotPossibleIsAnswered() async throws {
        let world = try await extendable()
        #expect(try await answer(comment("/plumbline dance", id: "1"), in: world) == .confused)
        #expect(world.host.comments.count == 2)
        #expect(world.host.comments[1].text.contains("dance") && world.host.comments[1].text.contains("/plumbline rerun"))
        #expect(try await answer(comment("/plumbline cancel", id: "2"), in: world) == .confused)
        #expect(world.host.comments.count == 2 && world.host.comments[1].text.contains("is not under way"))
        #expect(try await answer(comment("/plumbline help", id: "3"), in: world) == .seen)
        #expect(world.host.comments.count == 2)
        world.host.edit { $0.change.state = .merged }
        #expect(try await answer(comment("/plumbline rerun", id: "4"), in: world) == .confused)
        #expect(world.host.comments[1].text.contains("The pull request is merged"))
    }

    /// The host does not answer about the first one's author for a moment: the second waits all the same.
    @Test func commandsAreDoneInTheirOrder() async throws {
        let world = try await extendable()
        world.host.edit { state in
            state.roles["bea"] = .write
            state.failures["role of ann"] = [SourceControlError(.unreachable, "The host is down.")]
        }
        let pipeline = world.pipeline(brisk)
        try await pipeline.take(comment("/plumbline dance", id: "1"), on: world.repository)
        try await pipeline.take(comment("/plumbline jump", id: "2", by: "bea"), on: world.repository)
        try await world.work(pipeline) { world.host.state.withLock { $0.reactions.count } == 2 }
        #expect(world.host.comments.count == 2 && world.host.comments[1].text.contains("jump"))
    }

    /// Done a second time, the rerun would be refused because it is under way.
    @Test func whatIsDoneIsNotDoneAgainBecauseTheAnswerFailed() async throws {
        let world = try await extendable()
        world.host.edit { $0.failures["react"] = [SourceControlError(.unreachable, "The host is down.")] }
        #expect(try await answer(comment("/plumbline rerun"), in: world) == .seen)
        #expect(try await world.store.run(1).attempt == 2)
        #expect(world.host.comments.count == 1)
    }

    @Test(arguments: [["/plumbline cancel\n/plumbline rerun"], ["/plumbline cancel", "/plumbline rerun"]])
    func aRerunWaitsForTheEndOfWhatWasCancelled(bodies: [String]) async throws {
        let world = try await World { $0.diffThreshold = 1 }
        _ = try await world.runToEnd()
        let pipeline = world.pipeline(brisk)
        for (index, body) in bodies.enumerated() { try await pipeline.take(comment(body, id: "\(index)"), on: world.repository) }
        try await world.work(pipeline) {
            let run = try await world.store.run(1)
            return run.attempt == 2 && run.phase == "needs_confirmation" && world.host.state.withLock { $0.reactions.count } == bodies.count
        }
        #expect(world.host.state.withLock { $0.reactions.values.allSatisfy { $0 == .seen } })
    }

    @Test func rerunReviewsTheSameCommitOnceMore() async throws {
        let world = try await World()
        _ = try await world.runToEnd()
        #expect(try await answer(comment("/plumbline rerun"), in: world) == .seen)
        let run = try await world.store.run(1)
        #expect(run.attempt == 2 && run.phase == "done" && world.host.comments.count == 1)
        #expect(world.differ.state.withLock { $0.runs.count } == 6)
        #expect(try await world.store.events(ofRun: 1).contains { $0.message == "The review was begun again by ann." })
    }

    /// A run that a person cancelled stays so until a person wants it again.
    @Test func cancelAndRerun() async throws {
        let world = try await World { $0.diffThreshold = 1 }
        _ = try await world.runToEnd()
        #expect(try await answer(comment("/plumbline cancel", id: "1"), in: world) == .seen)
        #expect(try await world.store.run(1).phase == "cancelled")
        #expect(world.host.comments[0].text.contains("cancelled by ann"))
        #expect(try await world.runToEnd().phase == "cancelled")
        #expect(try await answer(comment("/plumbline rerun", id: "2"), in: world) == .seen)
        #expect(try await world.store.run(1).phase == "needs_confirmation")
        #expect(try await answer(comment("/plumbline rerun", id: "3"), in: world) == .confused)
        #expect(try await answer(comment("/plumbline confirm", id: "4"), in: world) == .seen)
        #expect(try await world.store.run(1).phase == "done")
    }

    /// Two configurations: the button beside one check is about that one only.
    @Test func theHostsButtonRerunsItsOwnConfiguration() async throws {
        let world = try await World()
        var settings = world.config.settings
        settings.statusContext = "second"
        let other = try await world.store.save(
            CIConfigDraft(name: "other", repository: "acme/shop", dataSource: "w", settings: settings), now: 1)
        _ = try await world.runToEnd()
        let second = try #require(try await world.intake.see(world.host.change, other))
        _ = try await world.goOn(second.id)
        #expect(world.host.comments.count == 2)
        #expect(Set(world.host.statuses.map(\.status.context)) == ["plumbline/shop", "second"])
        let pipeline = world.pipeline(brisk)
        _ = try await pipeline.rerun(sha: "aaaaaaa1", context: "second", repository: world.repository, by: "")
        try await world.work(pipeline) {
            let run = try await world.store.run(second.id)
            return run.attempt == 2 && run.isFinished
        }
        #expect(try await world.store.run(1).attempt == 1)
        _ = try await pipeline.rerun(sha: "0ther", context: nil, repository: world.repository, by: "ann")
    }

    @Test func aRepeatedDeliveryIsTakenOnce() async throws {
        let world = try await World()
        let pipeline = world.pipeline(brisk)
        guard case .accepted = try await pipeline.take(comment("/plumbline help"), on: world.repository) else {
            return #expect(Bool(false))
        }
        guard case .ignored = try await pipeline.take(comment("/plumbline help"), on: world.repository) else { return #expect(Bool(false)) }
        guard case .ignored = try await pipeline.take(comment("looks good", id: "8"), on: world.repository) else {
            return #expect(Bool(false))
        }
    }

    /// The first look only notes how far it went; later ones find what no delivery told of.
    @Test func missedCommandsAreFound() async throws {
        let world = try await extendable()
        world.host.edit { $0.written = [self.comment("/plumbline help", id: "1")] }
        let pipeline = world.pipeline(brisk)
        try await world.work(pipeline) { try await world.store.lastComment(of: 7, repository: world.repository.id) == "1" }
        #expect(world.host.state.withLock { $0.reactions.isEmpty })
        world.host.edit { $0.written.append(self.comment("/plumbline diff downstream", id: "2")) }
        try await world.work(world.pipeline(brisk)) { try await world.store.diffs(run: 1, attempt: 1).filter(\.isFinished).count == 4 }
        #expect(world.host.state.withLock { $0.reactions } == ["2": .seen])
    }

    /// In the middle of the diffs nothing is begun twice, and the request is not lost.
    @Test func anExtensionInTheMiddleOfTheDiffsWaitsForThem() throws {
        let machine = RunMachine(configuration: "shop", settings: CISettings(), url: "u")
        var run = RunState(change: World.change())
        (run.phase, run.isPublic, run.plan, run.plannedScope) = (.diffing, true, World.plan(), DiffScope())
        (run.head, run.baseManifest) = (HeadArtifacts(manifest: "/h", runResults: []), "/b")
        (run.build, run.base) = (BuildReference(id: 5), BaseBuild(runID: 3, sha: nil, commitsBehind: nil, finishedAt: nil))
        _ = machine.apply(.extended(DiffScope(allDownstream: true), by: "ann"), to: &run, now: 1)
        #expect(run.phase == .diffing)
        _ = machine.apply(.diffsFinished, to: &run, now: 2)
        #expect(run.phase == .comparing && run.isConfirmed)
        guard case .compare(_, _, let scope) = machine.next(run, now: 2) else { return #expect(Bool(false)) }
        #expect(scope.allDownstream)
        // A plan for less than what is wanted by now is made once more.
        _ = machine.apply(.compared(World.plan(), for: DiffScope()), to: &run, now: 3)
        #expect(run.phase == .comparing)
        _ = machine.apply(.compared(World.plan(models: 4), for: scope), to: &run, now: 3)
        #expect(run.phase == .diffing)
        // Asked for while the report was made.
        run.phase = .reporting
        _ = machine.apply(.extended(DiffScope(models: ["x"]), by: "ann"), to: &run, now: 4)
        let late = RunState.Conclusion(status: CommitStatus(state: .success, context: "c", description: ""), isFailure: false)
        _ = machine.apply(.reportMade(late), to: &run, now: 4)
        #expect(run.phase == .comparing && run.conclusion == nil)
    }

    /// Both of two steps at one moment are kept.
    @Test func aConfirmationInTheVeryMomentIsNotLost() async throws {
        let world = try await World { $0.diffThreshold = 1 }
        let run = try #require(try await world.intake.see(world.host.change, world.config))
        let pipeline = world.pipeline(brisk, time: world.time)
        let confirmed = FirstTime()
        // The moment between the reading and the writing of the step that asks for confirmation.
        world.host.edit { state in
            state.onStatus = { status in
                guard confirmed.isNow(status.description.contains("threshold")) else { return }
                _ = try? await pipeline.confirm(run: run.id, by: "ann")
            }
        }
        #expect(try await world.goOn(run.id).phase == "done")
        #expect(world.differ.state.withLock { $0.runs.count } == 3)
    }
}
