import SourceControl
import Store

extension RunMachine {
    /// Passing trouble is tried again with growing pauses; lasting trouble ends what depends on the action, and no more.
    func fail(_ trouble: RunTrouble, during action: RunAction?, _ state: inout RunState, now: Double) -> [RunEventDraft] {
        let attempts = (state.retry?.attempts ?? 0) + 1
        let since = state.retry?.since ?? now
        if trouble.isTransient || (trouble.isMendable && isLastWord(state)),
            isPatient(with: action, state, attempts: attempts, waited: now - since)
        {
            state.retry = RunState.Retry(attempts: attempts, notBefore: now + limits.retryDelay(attempt: attempts), since: since)
            return attempts == 1 ? [.wait("\(trouble.message) It is tried again.")] : []
        }
        state.retry = nil
        return [.problem(trouble.message)] + giveUp(action, trouble, &state)
    }

    /// An outage of another program passes; work done here that fails a dozen times will not get better.
    private func isPatient(with action: RunAction?, _ state: RunState, attempts: Int, waited: Double) -> Bool {
        switch action {
        case .compare, .makeReport, nil: attempts < limits.attempts
        case .setStatus, .writeComment:
            waited < (isLastWord(state) ? limits.finalPatienceSeconds : limits.patienceSeconds)
        default: waited < limits.patienceSeconds
        }
    }

    /// What is said now stays: nobody shall read `pending` for ever.
    private func isLastWord(_ state: RunState) -> Bool { [.reporting, .closing].contains(state.phase) }

    private func giveUp(_ action: RunAction?, _ trouble: RunTrouble, _ state: inout RunState) -> [RunEventDraft] {
        switch action {
        case .setStatus(let status): return goOnWithout(status, trouble, &state)
        case .writeComment(let form): return goOnWithout(form, trouble, &state)
        case .readChange:
            // Whether the pull request has moved on is not known; what dbt Cloud said stands.
            state.problems.append(state.unconfirmedEnd ?? state.cancelledBuild)
            state.unconfirmedEnd = nil
            state.phase = .reporting
            return []
        case .gate, .makeReport:
            state.problems.append(trouble.message)
            state.phase = .failed
            return [.end("The run has ended with a problem.")]
        default:
            state.problems.append(trouble.message)
            state.phase = .reporting
            return []
        }
    }

    /// A status that cannot be set does not keep the comment from being written, which tells why; the final one leaves the run failed.
    private func goOnWithout(_ status: CommitStatus, _ trouble: RunTrouble, _ state: inout RunState) -> [RunEventDraft] {
        let isTold = state.statusTrouble == trouble.message
        state.status = status
        state.statusTrouble = trouble.message
        if state.phase == .closing { return endIfClosed(&state) }
        guard state.phase == .reporting else { return [] }
        // The comment that stands was written before the refusal was known.
        guard isTold || state.comment == nil else {
            state.commentForm = nil
            return []
        }
        return endWithoutStatus(&state)
    }

    /// Whether the final status was refused, and the comment says so by now.
    func hasToldOfRefusedStatus(_ state: RunState) -> Bool {
        state.phase == .reporting && state.commentForm == .final && state.statusTrouble != nil && state.status == state.conclusion?.status
    }

    func endWithoutStatus(_ state: inout RunState) -> [RunEventDraft] {
        if let trouble = state.statusTrouble { state.problems.append(trouble) }
        state.phase = .failed
        return [.end("The run has ended, but its status could not be set.")]
    }

    /// Without its comment the status is all that people see, so it is told there.
    private func goOnWithout(_ form: RunState.CommentForm, _ trouble: RunTrouble, _ state: inout RunState) -> [RunEventDraft] {
        state.commentForm = form
        if state.phase == .closing { return endIfClosed(&state) }
        if hasToldOfRefusedStatus(state) { return endWithoutStatus(&state) }
        if form == .final {
            state.problems.append(trouble.message)
            state.conclusion = nil
        }
        return []
    }
}
