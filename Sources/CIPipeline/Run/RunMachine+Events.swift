import SourceControl
package import Store

extension RunMachine {
    /// Takes an event into the state.
    ///
    /// - Parameter action: what was being done; decides what a failure means.
    /// - Returns: lines for the timeline.
    package func apply(_ event: RunEvent, during action: RunAction? = nil, to state: inout RunState, now: Double) -> [RunEventDraft] {
        if case .failed(let trouble) = event { return fail(trouble, during: action, &state, now: now) }
        state.retry = nil
        switch event {
        case .gated(let decision, let change, let notes): return pass(decision, change, notes, &state, now: now)
        case .statusSet(let status, let check): return note(status, check, &state)
        case .commentWritten(let comment, let form): return note(comment, form, &state)
        case .buildSighted(let build): return note(build, &state)
        case .buildEnded(let outcome): return take(outcome, &state)
        case .changeRead(let change): return recheck(change, &state)
        case .headFetched(let head):
            state.head = head
            return [.step("The \(state.change.noun)'s artifacts are here.")]
        case .headMissing(let reason):
            // A run that failed early leaves nothing; that it failed is said already.
            guard state.problems.isEmpty else {
                state.phase = .reporting
                return [.problem(reason)]
            }
            return giveUp(reason, &state)
        case .baseFound(let base): return take(base, &state)
        case .baseUnderWay(let runID): return waitForBase(runID, &state, now: now)
        case .baseMissing(let reason): return giveUp(reason, &state)
        case .baseFetched(let path):
            state.baseManifest = path
            state.phase = .comparing
            return [.step("Production's artifacts are here.")]
        case .compared(let plan, let scope): return take(plan, for: scope, &state)
        case .diffsFinished: return finishDiffs(&state)
        case .reportMade(let conclusion):
            // Somebody may have asked for more while it was made.
            guard state.phase != .comparing || state.head == nil || state.baseManifest == nil else { return [] }
            state.phase = .reporting
            state.conclusion = conclusion
            return []
        case .interrupted(let interruption): return close(interruption, &state)
        case .confirmed(let who): return confirm(who, &state)
        case .askedFor(let who): return ask(who, &state)
        case .extended(let scope, let who): return extend(scope, who, &state)
        case .failed: return []
        }
    }

    private func pass(
        _ decision: Gate.Decision, _ change: ChangeRequest, _ notes: [String], _ state: inout RunState, now: Double
    ) -> [RunEventDraft] {
        let reviewed = state.change.headSHA
        state.change = change
        state.change.headSHA = reviewed
        if change.state != .open { return close(.closed(merged: change.state == .merged), &state) }
        if change.headSHA != reviewed { return close(.superseded(by: change.headSHA), &state) }
        switch decision {
        case .pass:
            state.notes += notes
            if Gate.asksForDownstream(change) { state.scope.allDownstream = true }
            state.phase = .waitingForBuild
            state.isPublic = true
            state.waitingSince = now
            return [.step("The \(change.noun) is to be reviewed."), .wait("Waiting for \(settings.awaitedBuild(of: change)).")]
        case .skip where state.isAskedFor && !change.isFork && Gate.decide(change, settings, isAskedFor: true) == .pass:
            // Asked for in the very moment: looked at once more. A fork needs its label all the same.
            return []
        case .skip(let reason):
            state.phase = .skipped
            state.skipReason = reason
            return [.end(reason)]
        case .allIgnored(let reason):
            state.phase = .closing
            state.isPublic = true
            state.skipReason = reason
            return [.step(reason)]
        }
    }

    private func note(_ status: CommitStatus, _ check: String?, _ state: inout RunState) -> [RunEventDraft] {
        state.status = status
        state.statusTrouble = nil
        state.checkID = check ?? state.checkID
        if state.phase == .reporting, status == state.conclusion?.status { return end(&state) }
        if state.phase == .closing { return endIfClosed(&state) }
        return []
    }

    private func note(_ comment: WrittenComment, _ form: RunState.CommentForm, _ state: inout RunState) -> [RunEventDraft] {
        let isFirst = state.comment == nil
        state.comment = comment
        state.commentForm = form
        if state.phase == .closing { return endIfClosed(&state) }
        if hasToldOfRefusedStatus(state) { return endWithoutStatus(&state) }
        return isFirst ? [.step("The comment is on the \(state.change.noun).")] : []
    }

    private func note(_ build: BuildReference?, _ state: inout RunState) -> [RunEventDraft] {
        defer { state.build = build ?? state.build }
        guard let build, build.id != state.build?.id else { return [] }
        return [.wait("\(settings.words(forBuild: build.id)) builds this commit.")]
    }

    private func take(_ outcome: BuildOutcome, _ state: inout RunState) -> [RunEventDraft] {
        switch outcome {
        case .succeeded(let build):
            state.build = build
            state.phase = .fetchingArtifacts
            return [.step("\(settings.words(forBuild: build.id)) has built the \(state.change.noun).")]
        case .failed(let build, let message):
            // Models may have been built all the same, and then their data is looked at.
            state.build = build
            state.phase = .fetchingArtifacts
            state.problems.append(message)
            return [.problem(message)]
        case .cancelled(let message):
            state.unconfirmedEnd = message
            return [.problem(message)]
        case .unavailable(let message): return giveUp(message, &state)
        }
    }

    /// dbt Cloud cancels the run of a commit that is no longer the newest; the host's word for that may come later than dbt Cloud's.
    private func recheck(_ change: ChangeRequest, _ state: inout RunState) -> [RunEventDraft] {
        if change.state != .open { return close(.closed(merged: change.state == .merged), &state) }
        if change.headSHA != state.change.headSHA { return close(.superseded(by: change.headSHA), &state) }
        let message = state.unconfirmedEnd ?? state.cancelledBuild
        state.unconfirmedEnd = nil
        state.problems.append(message)
        state.phase = .reporting
        return []
    }

    private func take(_ base: BaseBuild, _ state: inout RunState) -> [RunEventDraft] {
        state.base = base
        let commit = base.sha.map { " of commit \($0.prefix(7))" } ?? ""
        guard let behind = base.commitsBehind else {
            let note =
                "None of the \(limits.historyLength) nearest commits of the base branch has artifacts; the newest production run (\(base.runID)\(commit)) stands in for the base."
            state.notes.append(note)
            return [.step(note)]
        }
        let distance = behind == 0 ? "" : ", \(behind) \(behind == 1 ? "commit" : "commits") behind the wanted base"
        return [.step("The base is production's run \(base.runID)\(commit)\(distance).")]
    }

    private func waitForBase(_ runID: Int, _ state: inout RunState, now: Double) -> [RunEventDraft] {
        let isFirst = state.baseWaitingSince == nil
        state.baseWaitingSince = state.baseWaitingSince ?? now
        state.retry = RunState.Retry(attempts: 0, notBefore: now + limits.baseLookSeconds)
        return isFirst ? [.wait("Production's run \(runID) of the base commit is under way; waiting for it.")] : []
    }

    private func take(_ plan: ReviewPlan, for scope: DiffScope, _ state: inout RunState) -> [RunEventDraft] {
        guard state.phase == .comparing else { return [] }
        state.plan = plan
        state.plannedScope = scope
        // Asked for while the plan was made: made once more.
        guard scope == state.scope else { return [] }
        let found = RunEventDraft.step(
            "\(plan.models.count) affected models, \(plan.diffCount) to compare, \(plan.removed.count) removed.")
        guard plan.diffCount > 0 else {
            state.phase = .reporting
            return [found]
        }
        if let threshold = settings.diffThreshold, plan.diffCount > threshold, !state.isConfirmed {
            state.phase = .needsConfirmation
            return [found, .wait("More diffs than the threshold of \(threshold): waiting for confirmation.")]
        }
        state.phase = .diffing
        return [found]
    }

    private func close(_ interruption: Interruption, _ state: inout RunState) -> [RunEventDraft] {
        guard !state.phase.isFinished, state.interruption == nil else { return [] }
        state.interruption = interruption
        state.phase = .closing
        return [.step(interruption.sentence(of: state.change))] + endIfClosed(&state)
    }

    /// Ends a closing run once nothing is left to tidy up.
    func endIfClosed(_ state: inout RunState) -> [RunEventDraft] {
        guard state.phase == .closing, next(state, now: .infinity) == .finish else { return [] }
        state.phase = state.interruption?.endPhase ?? .skipped
        return [.end("The run has ended.")]
    }

    func end(_ state: inout RunState) -> [RunEventDraft] {
        state.phase = state.conclusion?.isFailure == true ? .failed : .done
        return [.end(state.conclusion?.status.description ?? "The run has ended.")]
    }

    /// Ends the search for data: what is known is reported.
    func giveUp(_ problem: String, _ state: inout RunState) -> [RunEventDraft] {
        state.problems.append(problem)
        state.phase = .reporting
        return [.problem(problem)]
    }
}

extension RunEventDraft {
    static func step(_ message: String) -> Self { Self(kind: "step", message: message) }
    static func wait(_ message: String) -> Self { Self(kind: "wait", message: message) }
    static func problem(_ message: String) -> Self { Self(kind: "problem", message: message) }
    static func end(_ message: String) -> Self { Self(kind: "end", message: message) }
}
