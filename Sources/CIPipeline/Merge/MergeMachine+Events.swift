import SourceControl
package import Store

extension MergeMachine {
    /// Takes an event into the state.
    ///
    /// - Returns: lines for the log.
    package func apply(_ event: MergeEvent, to state: inout MergeState, now: Double) -> [RunEventDraft] {
        switch event {
        case .sending:
            state.phase = .starting
            state.sentAt = now
            return note(.step("Job \(request.job) is started for commit \(shortSHA) of \(request.branch)."), &state)
        case .started(let build, let isAdopted): return follow(build, isAdopted, &state, now: now)
        case .lookFailed(let trouble): return takeFailedLook(trouble, &state, now: now)
        case .startFailed(let trouble): return takeFailedStart(trouble, &state, now: now)
        case .ended(let end): return close(end, &state)
        case .statusSet(let status): return takeStatus(status, &state)
        case .statusFailed(let status, let trouble): return takeFailedStatus(status, trouble, &state, now: now)
        }
    }

    private var shortSHA: Substring { request.sha.prefix(7) }

    private func follow(_ build: BuildReference, _ isAdopted: Bool, _ state: inout MergeState, now: Double) -> [RunEventDraft] {
        state.phase = .running
        state.build = build
        state.startedAt = now
        state.retry = nil
        state.sentAt = nil
        let run = "dbt Cloud's run \(build.id) of job \(request.job)"
        return note(.wait(isAdopted ? "\(run) was started for this commit already and is waited for." : "\(run) is waited for."), &state)
    }

    private func close(_ end: MergeEnd, _ state: inout MergeState) -> [RunEventDraft] {
        state.phase = end.phase
        state.end = end
        state.retry = nil
        return note(end.phase == .success ? .step(end.message) : .problem(end.message), &state)
    }

    private func takeFailedLook(_ trouble: MergeTrouble, _ state: inout MergeState, now: Double) -> [RunEventDraft] {
        if trouble.isTransient, now - state.since < limits.mergeSeconds { return retry(trouble, &state, now: now) }
        // Only the list of runs could have told.
        let doubt = state.phase == .starting ? " Whether job \(request.job) was started is not known; look at its runs." : ""
        return close(MergeEnd(.error, trouble.message + doubt), &state)
    }

    private func takeFailedStart(_ trouble: MergeTrouble, _ state: inout MergeState, now: Double) -> [RunEventDraft] {
        if trouble.mayHaveStarted {
            state.sentAt = now
            if !trouble.isTransient { state.refusal = trouble.message }
            return retry(trouble, &state, now: now)
        }
        state.phase = .queued
        state.sentAt = nil
        if trouble.isTransient, now - state.since < limits.mergeSeconds { return retry(trouble, &state, now: now) }
        return close(MergeEnd(.error, trouble.message), &state)
    }

    /// Passing trouble is tried again with growing pauses, not sooner than dbt Cloud asks.
    private func retry(_ trouble: MergeTrouble, _ state: inout MergeState, now: Double) -> [RunEventDraft] {
        let attempts = (state.retry?.attempts ?? 0) + 1
        let delay = max(limits.retryDelay(attempt: attempts), trouble.retryAfter ?? 0)
        state.retry = RunState.Retry(attempts: attempts, notBefore: now + delay)
        state.trouble = trouble.message
        let next = trouble.mayHaveStarted ? "The job's runs are looked through before anything is tried again." : "It is tried again."
        let line = note(.wait("\(trouble.message) \(next)"), &state)
        return attempts == 1 ? line : []
    }

    private func takeStatus(_ status: CommitStatus, _ state: inout MergeState) -> [RunEventDraft] {
        state.status = status
        state.retry = nil
        guard let end = state.end else { return [] }
        state.isFinished = true
        return [.end("The commit status \(context) is \(status.state.rawValue). \(end.message)")]
    }

    /// A status that cannot be set does not keep the run from being waited for.
    private func takeFailedStatus(
        _ status: CommitStatus, _ trouble: RunTrouble, _ state: inout MergeState, now: Double
    ) -> [RunEventDraft] {
        let attempts = (state.retry?.attempts ?? 0) + 1
        if trouble.isTransient, attempts < limits.attempts {
            state.retry = RunState.Retry(attempts: attempts, notBefore: now + limits.retryDelay(attempt: attempts))
            return attempts == 1 ? [.wait("\(trouble.message) It is tried again.")] : []
        }
        state.status = status
        state.retry = nil
        state.isFinished = state.end != nil
        return note(.problem("\(state.end.map { "\($0.message) " } ?? "")The commit status was not set: \(trouble.message)"), &state)
    }

    private func note(_ line: RunEventDraft, _ state: inout MergeState) -> [RunEventDraft] {
        state.message = line.message
        return [line]
    }
}
