import CIPipeline
import DataDiff
import Foundation
import Reports
import SourceControl
import Store
import Testing

/// The state machine alone: no store, no host.
@Suite struct RunMachineTests {
    private let now = 1_000.0

    private func machine(_ edit: (inout CISettings) -> Void = { _ in }) -> RunMachine {
        var settings = CISettings()
        edit(&settings)
        return RunMachine(configuration: "shop", settings: settings, url: "http://p/runs/1")
    }

    /// A state in a phase, as an earlier process might have stored it.
    private func state(_ phase: RunPhase, _ edit: (inout RunState) -> Void = { _ in }) -> RunState {
        var state = RunState(change: World.change())
        state.phase = phase
        state.isPublic = phase != .received
        edit(&state)
        return state
    }

    private let pending = CommitStatus(state: .pending, context: "plumbline/shop", description: "x", targetURL: "http://p/runs/1")

    @Test func aNewRunIsGatedFirst() {
        #expect(machine().next(state(.received), now: now) == .gate)
    }

    @Test func theStatusIsPendingAndTheCommentThereBeforeTheWait() {
        let machine = machine()
        var run = state(.received)
        _ = machine.apply(.gated(.pass, run.change), to: &run, now: now)
        #expect(run.phase == .waitingForBuild)
        guard case .setStatus(let status) = machine.next(run, now: now) else { return #expect(Bool(false)) }
        #expect(status.state == .pending && status.context == "plumbline/shop" && status.targetURL == "http://p/runs/1")
        _ = machine.apply(.statusSet(status), to: &run, now: now)
        #expect(machine.next(run, now: now) == .writeComment(.waiting))
        _ = machine.apply(.commentWritten(WrittenComment(id: "1", url: ""), .waiting), to: &run, now: now)
        #expect(machine.next(run, now: now) == .awaitBuild(following: nil, since: now))
    }

    @Test(arguments: [Gate.Decision.skip("a draft"), .allIgnored("all ignored")])
    func whatTheGateHoldsBackGetsNoComment(decision: Gate.Decision) {
        let machine = machine()
        var run = state(.received)
        _ = machine.apply(.gated(decision, run.change), to: &run, now: now)
        if case .allIgnored = decision {
            guard case .setStatus(let status) = machine.next(run, now: now) else { return #expect(Bool(false)) }
            #expect(status.state == .success && status.description == "all ignored")
            _ = machine.apply(.statusSet(status), to: &run, now: now)
        }
        #expect(run.phase == .skipped)
        #expect(machine.next(run, now: now) == .finish)
        #expect(run.commentForm == nil)
    }

    @Test func aHostThatIsAheadSupersedesAtTheGate() {
        let machine = machine()
        var run = state(.received)
        _ = machine.apply(.gated(.pass, World.change("bbbbbbb2")), to: &run, now: now)
        #expect(run.phase == .superseded)
        #expect(run.change.headSHA == "aaaaaaa1")
    }

    @Test func aFailedJobIsReportedAndItsModelsAreStillLookedAt() {
        var run = state(.waitingForBuild)
        _ = machine().apply(.buildEnded(.failed(BuildReference(id: 5), message: "It failed.")), to: &run, now: now)
        #expect(run.phase == .fetchingArtifacts)
        #expect(run.problems == ["It failed."])
        #expect(machine().next(run, now: now) == .fetchHead(BuildReference(id: 5)))
    }

    @Test func aJobThatNeverAppearsIsReported() {
        var run = state(.waitingForBuild)
        _ = machine().apply(.buildEnded(.unavailable(message: "No run appeared.")), to: &run, now: now)
        #expect(run.phase == .reporting)
        #expect(run.problems == ["No run appeared."])
        #expect(machine().next(run, now: now) == .makeReport)
    }

    @Test func aCancelledJobCountsOnlyWhenTheChangeHasNotMovedOn() {
        let machine = machine()
        var run = state(.waitingForBuild) {
            $0.status = pending
            $0.commentForm = .waiting
        }
        _ = machine.apply(.buildEnded(.cancelled(message: "Cancelled.")), to: &run, now: now)
        #expect(machine.next(run, now: now) == .readChange)
        var moved = run
        _ = machine.apply(.changeRead(World.change("bbbbbbb2")), to: &moved, now: now)
        #expect(moved.phase == .closing && moved.interruption == .superseded(by: "bbbbbbb2"))
        _ = machine.apply(.changeRead(World.change()), to: &run, now: now)
        #expect(run.phase == .reporting && run.problems == ["Cancelled."])
    }

    @Test func theBaseIsFallenBackOnClearly() {
        var run = state(.fetchingArtifacts) { $0.head = HeadArtifacts(manifest: "/h", runResults: []) }
        #expect(machine().next(run, now: now) == .findBase(mayWait: true))
        _ = machine().apply(.baseFound(BaseBuild(runID: 3, sha: "abc", commitsBehind: nil, finishedAt: nil)), to: &run, now: now)
        #expect(run.notes.first?.contains("stands in for the base") == true)
        #expect(machine().next(run, now: now) == .fetchBase(BaseBuild(runID: 3, sha: "abc", commitsBehind: nil, finishedAt: nil)))
    }

    @Test func aBaseRunUnderWayIsWaitedForButNotForEver() {
        let machine = machine()
        var run = state(.fetchingArtifacts) { $0.head = HeadArtifacts(manifest: "/h", runResults: []) }
        _ = machine.apply(.baseUnderWay(9), to: &run, now: now)
        #expect(machine.next(run, now: now) == .wait(until: now + machine.limits.baseLookSeconds))
        #expect(machine.next(run, now: now + 11) == .findBase(mayWait: true))
        #expect(machine.next(run, now: now + 899) == .findBase(mayWait: true))
        #expect(machine.next(run, now: now + 900) == .findBase(mayWait: false))
        let impatient = self.machine { $0.baseWaitMinutes = 0.5 }
        #expect(impatient.next(run, now: now + 29) == .findBase(mayWait: true))
        #expect(impatient.next(run, now: now + 30) == .findBase(mayWait: false))
    }

    @Test func theStatusHasTheContextThatIsConfigured() {
        #expect(machine().context == "plumbline/shop" && machine { $0.statusContext = "" }.context == "plumbline/shop")
        #expect(machine { $0.statusContext = "data review" }.context == "data review")
    }

    @Test func nothingToCompareIsReportedAtOnce() {
        var run = state(.comparing)
        _ = machine().apply(.compared(ReviewPlan()), to: &run, now: now)
        #expect(run.phase == .reporting)
    }

    @Test func moreDiffsThanTheThresholdWaitForAPerson() {
        let machine = machine { $0.diffThreshold = 2 }
        var run = state(.comparing)
        _ = machine.apply(.compared(World.plan()), to: &run, now: now)
        #expect(run.phase == .needsConfirmation)
        guard case .setStatus(let status) = machine.next(run, now: now) else { return #expect(Bool(false)) }
        #expect(status.state == .pending)
        _ = machine.apply(.statusSet(status), to: &run, now: now)
        _ = machine.apply(.commentWritten(WrittenComment(id: "1", url: ""), .confirmation), to: &run, now: now)
        #expect(machine.next(run, now: now) == .park)
        _ = machine.apply(.confirmed(by: "ann"), to: &run, now: now)
        #expect(run.phase == .diffing)
    }

    /// The final status of every kind of report, by the two settings that matter.
    @Test(arguments: [
        (Verdict.identical, [String](), true, false, CommitStatus.State.success),
        (.different, [], true, false, .success),
        (.badKeys, [], true, false, .success),
        (.badKeys, [], true, true, .failure),
        (.badKeys, [], false, true, .failure),
        (.error, [], true, false, .failure),
        (.error, [], false, false, .success),
        (.identical, ["The job failed."], true, false, .failure),
        (.identical, ["The job failed."], false, false, .success),
        (.missingKey, [], true, true, .success),
    ])
    func finalStatus(verdict: Verdict, problems: [String], reporting: Bool, failOnKeys: Bool, expected: CommitStatus.State) throws {
        let machine = machine {
            $0.ciStatusReporting = reporting
            $0.failOnPrimaryKeyIssues = failOnKeys
        }
        guard case .diff(let request) = World.plan().models[0].step else { return }
        let model = ModelReport(
            model: ModelName(uniqueID: "m", name: "m", resourceType: "model"), origin: .modified(reasons: []),
            outcome: .finished(FakeDiffer.result(request, verdict)))
        let report = ReviewReport(models: [model], problems: problems)
        let conclusion = machine.conclude(report, statusLine: "All said.")
        #expect(conclusion.status.state == expected)
        #expect(conclusion.isFailure == !problems.isEmpty)
        let isHidden = !reporting && (verdict == .error || !problems.isEmpty)
        #expect(conclusion.status.description.contains("reported as success") == isHidden)
    }

    @Test func statusTextsFitTheHost() {
        let text = CommitStatusText.fit(String(repeating: "x", count: 300), suffix: " (end)")
        #expect(text.count == 140 && text.hasSuffix("… (end)"))
    }

    @Test(arguments: RunPhase.allCases.filter { !$0.isFinished && ![.received, .closing].contains($0) })
    func supersededAnywhereNothingBadStays(phase: RunPhase) {
        let machine = machine()
        var run = state(phase) { $0.status = pending }
        _ = machine.apply(.interrupted(.superseded(by: "bbbbbbb2")), to: &run, now: now)
        guard case .setStatus(let status) = machine.next(run, now: now) else { return #expect(Bool(false)) }
        #expect(status.state == .success && status.description.contains("bbbbbbb"))
        _ = machine.apply(.statusSet(status), to: &run, now: now)
        #expect(run.phase == .superseded && run.commentForm == nil)
    }

    @Test func closedTidiesUpTheCommentToo() {
        let machine = machine()
        var run = state(.diffing) {
            $0.status = pending
            $0.commentForm = .diffing
        }
        _ = machine.apply(.interrupted(.closed(merged: true)), to: &run, now: now)
        guard case .setStatus(let status) = machine.next(run, now: now) else { return #expect(Bool(false)) }
        _ = machine.apply(.statusSet(status), to: &run, now: now)
        #expect(machine.next(run, now: now) == .writeComment(.ended))
        _ = machine.apply(.commentWritten(WrittenComment(id: "1", url: ""), .ended), to: &run, now: now)
        #expect(run.phase == .cancelled)
    }

    @Test func aRunThatNeverSpokeEndsWithoutAWord() {
        var run = state(.received)
        _ = machine().apply(.interrupted(.closed(merged: false)), to: &run, now: now)
        #expect(run.phase == .cancelled)
    }

    @Test func passingTroubleIsTriedAgainEverMoreSlowlyAndThenGivenUp() {
        let machine = machine()
        var run = state(.fetchingArtifacts) { $0.head = HeadArtifacts(manifest: "/h", runResults: []) }
        var pauses: [Double] = []
        var clock = now
        while run.phase == .fetchingArtifacts, pauses.count < 1_000 {
            _ = machine.apply(.failed(RunTrouble("down", isTransient: true)), during: .findBase(mayWait: true), to: &run, now: clock)
            guard case .wait(let until) = machine.next(run, now: clock) else { break }
            pauses.append(until - clock)
            clock = until
        }
        #expect(pauses.prefix(4) == [2, 4, 8, 16] && pauses.last == 120)
        #expect(clock - now >= machine.limits.patienceSeconds && clock - now < machine.limits.patienceSeconds + 121)
        #expect(run.phase == .reporting && run.problems == ["down"])
    }

    /// Whoever reads `pending` for ever waits for ever.
    @Test func theLastStatusIsTriedForADay() {
        let machine = machine()
        let final = CommitStatus(state: .success, context: "plumbline/shop", description: "ok")
        var run = state(.reporting) {
            $0.conclusion = RunState.Conclusion(status: final, isFailure: false)
            $0.commentForm = .final
        }
        let down = RunEvent.failed(RunTrouble("down", isTransient: true))
        _ = machine.apply(down, during: .setStatus(final), to: &run, now: now)
        _ = machine.apply(down, during: .setStatus(final), to: &run, now: now + 86_000)
        #expect(run.phase == .reporting)
        _ = machine.apply(.statusSet(final), to: &run, now: now + 86_200)
        #expect(run.phase == .done && run.status == final)
    }

    /// What an older server stored is gone on with.
    @Test func aStateOfAnOlderServerIsRead() throws {
        let change = String(decoding: try JSONEncoder().encode(World.change()), as: UTF8.self)
        let old = try JSONDecoder().decode(
            RunState.self,
            from: Data(
                #"{"change": \#(change), "phase": "diffing", "plan": {"models": [], "removed": [], "exposures": [], "notes": [], "problems": []}}"#
                    .utf8))
        #expect(old.phase == .diffing && old.scope == DiffScope() && old.problems.isEmpty && old.plan == ReviewPlan())
        var full = state(.needsConfirmation) { $0.scope = DiffScope(allDownstream: true, models: ["a*"], remapComments: ["9"]) }
        full.checkID = "7"
        full.plan = World.plan()
        #expect(try JSONDecoder().decode(RunState.self, from: JSONEncoder().encode(full)) == full)
    }

    @Test func aStatusThatCannotBeSetDoesNotKeepTheCommentBack() {
        let machine = machine()
        var run = state(.waitingForBuild)
        guard case .setStatus = machine.next(run, now: now) else { return #expect(Bool(false)) }
        _ = machine.apply(.failed(RunTrouble("forbidden")), during: machine.next(run, now: now), to: &run, now: now)
        #expect(machine.next(run, now: now) == .writeComment(.waiting))
    }

    @Test func aFinalStatusThatCannotBeSetEndsTheRunAsFailed() {
        let machine = machine()
        let final = CommitStatus(state: .success, context: "plumbline/shop", description: "ok")
        var run = state(.reporting) {
            $0.conclusion = RunState.Conclusion(status: final, isFailure: false)
            $0.commentForm = .final
        }
        _ = machine.apply(.failed(RunTrouble("forbidden")), during: .setStatus(final), to: &run, now: now)
        #expect(run.phase == .failed)
    }
}
