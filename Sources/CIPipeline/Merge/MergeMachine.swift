import SourceControl
package import Store

/// Leads one push from its webhook to the end of the job's run; pure: a state and an event in, the new state and the next action out.
///
/// The call that starts the job must not happen twice. So it is noted before it is sent; when its answer is not known, be it that the
/// connection broke or that the server did, the job's runs are looked through first, and not before a new run surely stands in their list.
package struct MergeMachine: Sendable {
    package let request: MergeRequest
    /// Names the commit status.
    package let context: String
    let settings: CISettings
    let limits: RunLimits
    /// Whether the configuration still asks for this job.
    let isWanted: Bool

    package init(_ request: MergeRequest, settings: CISettings, isWanted: Bool = true, limits: RunLimits = RunLimits()) {
        self.request = request
        self.settings = settings
        self.isWanted = isWanted
        self.limits = limits
        context = "plumbline/\(request.configuration)/merge"
    }

    /// The next action.
    package func next(_ state: MergeState, now: Double) -> MergeAction {
        if state.isFinished { return .finish }
        if let retry = state.retry, retry.notBefore > now { return .wait(until: retry.notBefore) }
        if let end = state.end { return .setStatus(finalStatus(end, state)) }
        if let build = state.build { return nextWhileRunning(build, state, now: now) }
        if let sent = state.sentAt, sent + limits.listingSeconds > now { return .wait(until: sent + limits.listingSeconds) }
        return .start
    }

    private func nextWhileRunning(_ build: BuildReference, _ state: MergeState, now: Double) -> MergeAction {
        let pending = CommitStatus(
            state: .pending, context: context, description: "dbt Cloud's run \(build.id) of job \(request.job) is under way.",
            targetURL: build.url)
        return state.status == pending ? .follow(build, since: state.startedAt ?? now) : .setStatus(pending)
    }

    /// Why the job is not to be started although no run of it was found; nil when it is to be.
    package func reasonNotToStart(_ state: MergeState, now: Double) -> MergeEnd? {
        if let refusal = state.refusal { return MergeEnd(.error, "\(refusal) No run of this commit has appeared since.") }
        if !isWanted { return MergeEnd(.cancelled, "trigger_on_merge was changed before job \(request.job) was started.") }
        guard now - state.since >= limits.mergeSeconds else { return nil }
        let hours = Int(limits.mergeSeconds / 3_600)
        let reason = state.trouble.map { " \($0)" } ?? ""
        return MergeEnd(.error, "Job \(request.job) could not be started within \(hours) hours of the push.\(reason)")
    }

    private func finalStatus(_ end: MergeEnd, _ state: MergeState) -> CommitStatus {
        let isSuccess = end.phase == .success
        let suffix = isSuccess || settings.ciStatusReporting ? "" : " (Errors are reported as success.)"
        let reported: CommitStatus.State = end.phase == .failed ? .failure : .error
        return CommitStatus(
            state: isSuccess || !settings.ciStatusReporting ? .success : reported, context: context,
            description: CommitStatusText.fit(end.message, suffix: suffix), targetURL: state.build?.url)
    }
}
