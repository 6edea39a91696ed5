import SourceControl
import Store

extension RunMachine {
    /// Passing trouble is tried again with growing pauses; lasting trouble ends what depends on the action, and no more.
    func fail(_ trouble: RunTrouble, during action: RunAction?, _ state: inout RunState, now: Double) -> [RunEventDraft] {
        let attempts = (state.retry?.attempts ?? 0) + 1
        if trouble.isTransient, attempts < limits.attempts {
            state.retry = RunState.Retry(attempts: attempts, notBefore: now + limits.retryDelay(attempt: attempts))
            return attempts == 1 ? [.wait("\(trouble.message) It is tried again.")] : []
        }
        state.retry = nil
        return [.problem(trouble.message)] + giveUp(action, trouble, &state)
    }

    private func giveUp(_ action: RunAction?, _ trouble: RunTrouble, _ state: inout RunState) -> [RunEventDraft] {
        switch action {
        case .setStatus(let status): return goOnWithout(status, trouble, &state)
        case .writeComment(let form): return goOnWithout(form, trouble, &state)
        case .readChange:
            // Whether the pull request has moved on is not known; what dbt Cloud said stands.
            state.problems.append(state.unconfirmedEnd ?? "The pull request job's run was cancelled.")
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

    /// A status that cannot be set does not keep the comment from being written; the final one leaves the run failed.
    private func goOnWithout(_ status: CommitStatus, _ trouble: RunTrouble, _ state: inout RunState) -> [RunEventDraft] {
        state.status = status
        if state.phase == .closing { return endIfClosed(&state) }
        guard state.phase == .reporting else { return [] }
        state.problems.append(trouble.message)
        state.phase = .failed
        return [.end("The run has ended, but its status could not be set.")]
    }

    private func goOnWithout(_ form: RunState.CommentForm, _ trouble: RunTrouble, _ state: inout RunState) -> [RunEventDraft] {
        state.commentForm = form
        if form == .final { state.problems.append(trouble.message) }
        return state.phase == .closing ? endIfClosed(&state) : []
    }
}
