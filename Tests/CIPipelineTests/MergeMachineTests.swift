import CIPipeline
import SourceControl
import Store
import Testing

/// The state machine of a merge alone: no store, no host, no dbt Cloud.
@Suite struct MergeMachineTests {
    private let now = 1_000.0
    private let build = FakeMergeJobs.reference(5)

    private func machine(isWanted: Bool = true, _ edit: (inout CISettings) -> Void = { _ in }) -> MergeMachine {
        var settings = CISettings()
        edit(&settings)
        return MergeMachine(MergeWorld.request, settings: settings, isWanted: isWanted)
    }

    /// The state after these events, all at one time.
    private func state(_ machine: MergeMachine, _ events: MergeEvent...) -> MergeState {
        var state = MergeState(since: now)
        for event in events { _ = machine.apply(event, to: &state, now: now) }
        return state
    }

    private func pending(_ url: String?) -> CommitStatus {
        CommitStatus(
            state: .pending, context: MergeWorld.context, description: "dbt Cloud's run 5 of job 10 is under way.", targetURL: url)
    }

    @Test("Started, pending with the run's link, waited for, success")
    func wholeWay() {
        let machine = machine()
        var state = MergeState(since: now)
        #expect(machine.next(state, now: now) == .start)
        for event in [MergeEvent.sending, .started(build, isAdopted: false)] { _ = machine.apply(event, to: &state, now: now) }
        #expect(state.phase == .running)
        #expect(machine.next(state, now: now) == .setStatus(pending("http://dbt/runs/5")))
        _ = machine.apply(.statusSet(pending("http://dbt/runs/5")), to: &state, now: now)
        #expect(machine.next(state, now: now + 50) == .follow(build, since: now))
        _ = machine.apply(.ended(MergeEnd(.success, "It has succeeded.")), to: &state, now: now)
        let final = CommitStatus(
            state: .success, context: MergeWorld.context, description: "It has succeeded.", targetURL: "http://dbt/runs/5")
        #expect(machine.next(state, now: now) == .setStatus(final))
        #expect(!state.isFinished)
        _ = machine.apply(.statusSet(final), to: &state, now: now)
        #expect(state.isFinished && machine.next(state, now: now) == .finish)
    }

    @Test("Every step has a line for the log")
    func lines() {
        let machine = machine()
        var state = MergeState(since: now)
        let events: [MergeEvent] = [
            .sending, .startFailed(MergeTrouble("Too many requests.", isTransient: true)), .started(build, isAdopted: true),
            .ended(MergeEnd(.failed, "It failed.")), .statusSet(pending(nil)),
        ]
        for event in events {
            let lines = machine.apply(event, to: &state, now: now)
            #expect(lines.count == 1 && !lines[0].message.isEmpty, "\(event)")
        }
    }

    @Test("A call whose answer is not known is followed by a look, once its run surely is in the list")
    func unknownAnswer() {
        let machine = machine()
        // The server ended between the call and its answer.
        let crashed = state(machine, .sending)
        // The connection ended.
        let lost = state(machine, .sending, .startFailed(MergeTrouble("Lost.", isTransient: true, mayHaveStarted: true)))
        for state in [crashed, lost] {
            #expect(state.phase == .starting)
            guard case .wait(let until) = machine.next(state, now: now + 3) else { Issue.record("no wait"); continue }
            #expect(until == now + RunLimits().listingSeconds)
            #expect(machine.next(state, now: until) == .start)
            #expect(machine.reasonNotToStart(state, now: until) == nil)
        }
    }

    @Test("An answer that cannot be read may have started the job; it is looked for, but not asked for again")
    func unreadableAnswer() {
        let machine = machine()
        let state = state(machine, .sending, .startFailed(MergeTrouble("A web page came back.", mayHaveStarted: true)))
        #expect(machine.next(state, now: now + 60) == .start)
        let reason = machine.reasonNotToStart(state, now: now + 60)
        #expect(reason?.phase == .error && reason?.message.contains("A web page came back.") == true)
    }

    @Test("A refusal for now is tried again with growing pauses, not sooner than dbt Cloud asks")
    func backOff() {
        let machine = machine()
        var state = MergeState(since: now)
        var pauses: [Double] = []
        for _ in 0..<8 {
            _ = machine.apply(.sending, to: &state, now: now)
            _ = machine.apply(.startFailed(MergeTrouble("Too many requests.", isTransient: true)), to: &state, now: now)
            #expect(state.phase == .queued)
            guard case .wait(let until) = machine.next(state, now: now) else { Issue.record("no wait"); return }
            pauses.append(until - now)
        }
        #expect(pauses == [2, 4, 8, 16, 32, 64, 120, 120])
        _ = machine.apply(.startFailed(MergeTrouble("Wait.", isTransient: true, retryAfter: 500)), to: &state, now: now)
        #expect(machine.next(state, now: now) == .wait(until: now + 500))
        _ = machine.apply(.started(build, isAdopted: false), to: &state, now: now)
        #expect(state.retry == nil)
    }

    @Test("A refusal for good ends it with its message")
    func refused() {
        let machine = machine()
        let state = state(machine, .sending, .startFailed(MergeTrouble("The key lacks the permission.")))
        #expect(state.phase == .error && state.message == "The key lacks the permission.")
        guard case .setStatus(let status) = machine.next(state, now: now) else { Issue.record("no status"); return }
        #expect(status.state == .error && status.targetURL == nil && status.description == "The key lacks the permission.")
    }

    @Test("A look that fails for good says when it is not known whether the job was started")
    func failedLook() {
        let machine = machine()
        let plain = state(machine, .lookFailed(MergeTrouble("Not accepted.")))
        #expect(plain.phase == .error && plain.message == "Not accepted.")
        let doubtful = state(machine, .sending, .lookFailed(MergeTrouble("Not accepted.")))
        #expect(doubtful.phase == .error && doubtful.message.contains("is not known"))
        let passing = state(machine, .sending, .lookFailed(MergeTrouble("Busy.", isTransient: true)))
        #expect(passing.phase == .starting && passing.end == nil)
    }

    @Test("After a day without a start it ends, naming the trouble")
    func tooLate() {
        let machine = machine()
        let late = now + 86_400
        var trouble = MergeTrouble("Could not reach dbt Cloud.", isTransient: true)
        var state = MergeState(since: now)
        _ = machine.apply(.lookFailed(trouble), to: &state, now: late - 1)
        #expect(state.phase == .queued && machine.reasonNotToStart(state, now: late - 1) == nil)
        #expect(machine.reasonNotToStart(state, now: late)?.message.contains("24 hours") == true)
        #expect(machine.reasonNotToStart(state, now: late)?.message.contains("Could not reach dbt Cloud.") == true)
        trouble.message = "Still not."
        _ = machine.apply(.lookFailed(trouble), to: &state, now: late)
        #expect(state.phase == .error && state.message == "Still not.")
    }

    @Test("What is no longer asked for is not started")
    func unwanted() {
        #expect(machine(isWanted: false).reasonNotToStart(MergeState(since: now), now: now)?.phase == .cancelled)
        #expect(machine().reasonNotToStart(MergeState(since: now), now: now) == nil)
    }

    @Test(
        "The end's status; without ci_status_reporting errors are a success that says so",
        arguments: [
            (MergePhase.success, CommitStatus.State.success), (.failed, .failure), (.cancelled, .error), (.timedOut, .error),
            (.error, .error),
        ])
    func finalStatus(phase: MergePhase, expected: CommitStatus.State) {
        for isOn in [true, false] {
            let machine = machine { $0.ciStatusReporting = isOn }
            let words = String(repeating: "long ", count: 60)
            let state = state(machine, .started(build, isAdopted: false), .ended(MergeEnd(phase, words)))
            guard case .setStatus(let status) = machine.next(state, now: now) else { Issue.record("no status"); return }
            #expect(status.state == (isOn ? expected : .success))
            #expect(status.description.count <= 140 && status.description.hasPrefix("long long"))
            #expect(status.description.contains("reported as success") == (!isOn && phase != .success))
            #expect(status.targetURL == build.url)
        }
    }

    @Test("A status that cannot be set keeps nothing from being waited for or from ending")
    func statusTrouble() {
        let machine = machine()
        var state = state(machine, .started(build, isAdopted: false))
        _ = machine.apply(.statusFailed(pending(build.url), RunTrouble("Busy.", isTransient: true)), to: &state, now: now)
        #expect(machine.next(state, now: now) == .wait(until: now + 2))
        _ = machine.apply(.statusFailed(pending(build.url), RunTrouble("No permission.")), to: &state, now: now)
        #expect(machine.next(state, now: now) == .follow(build, since: now))
        _ = machine.apply(.ended(MergeEnd(.success, "It has succeeded.")), to: &state, now: now)
        guard case .setStatus(let final) = machine.next(state, now: now) else { Issue.record("no status"); return }
        _ = machine.apply(.statusFailed(final, RunTrouble("No permission.")), to: &state, now: now)
        #expect(state.isFinished && state.phase == .success)
        #expect(state.message.contains("It has succeeded.") && state.message.contains("No permission."))
    }
}
