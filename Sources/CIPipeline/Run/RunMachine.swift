import SourceControl
package import Store

/// The life of a run as a pure state machine: what is to be done next, and what an event makes of the state.
///
/// It has no memory of its own, so any process can go on from a stored state. Actions whose effect was not stored are given again.
package struct RunMachine: Sendable {
    package let settings: CISettings
    package let limits: RunLimits
    /// The commit status's context: the configuration's own, else `plumbline/<configuration name>`.
    package let context: String
    /// The run's page.
    package let url: String

    package init(configuration: String, settings: CISettings, url: String, limits: RunLimits = RunLimits()) {
        self.settings = settings
        self.limits = limits
        self.url = url
        let own = settings.statusContext.flatMap { $0.isEmpty ? nil : $0 }
        context = own ?? "plumbline/\(configuration)"
    }

    /// The next action.
    package func next(_ state: RunState, now: Double) -> RunAction {
        if state.phase.isFinished { return .finish }
        if let retry = state.retry, retry.notBefore > now { return .wait(until: retry.notBefore) }
        return switch state.phase {
        case .received: .gate
        case .waitingForBuild: nextWhileWaiting(state, now: now)
        case .fetchingArtifacts: nextWhileFetching(state, now: now)
        case .comparing: nextWhileComparing(state)
        case .needsConfirmation: nextWhileUnconfirmed(state)
        case .diffing: nextWhileDiffing(state)
        case .reporting: nextWhileReporting(state)
        case .closing: nextWhileClosing(state)
        case .done, .failed, .skipped, .cancelled, .superseded: .finish
        }
    }

    private func nextWhileWaiting(_ state: RunState, now: Double) -> RunAction {
        let pending = status(.pending, "Waiting for \(settings.awaitedBuild(of: state.change)).")
        if state.status == nil { return .setStatus(pending) }
        if state.commentForm == nil { return .writeComment(.waiting) }
        if state.unconfirmedEnd != nil { return .readChange }
        return .awaitBuild(following: state.build?.id, since: state.waitingSince ?? now)
    }

    private func nextWhileFetching(_ state: RunState, now: Double) -> RunAction {
        guard state.head != nil else { return state.build.map(RunAction.fetchHead) ?? .makeReport }
        guard let base = state.base else {
            let waited = state.baseWaitingSince.map { now - $0 } ?? 0
            return .findBase(mayWait: waited < settings.baseWaitMinutes * 60)
        }
        return .fetchBase(base)
    }

    private func nextWhileComparing(_ state: RunState) -> RunAction {
        guard let head = state.head, let base = state.baseManifest else { return .makeReport }
        return .compare(head, baseManifest: base, scope: state.scope)
    }

    private func nextWhileUnconfirmed(_ state: RunState) -> RunAction {
        let count = state.plan?.diffCount ?? 0
        let pending = status(
            .pending,
            "\(count) diffs are more than the threshold of \(settings.diffThreshold ?? 0); comment '/plumbline confirm' to start them."
        )
        if state.status != pending { return .setStatus(pending) }
        if state.commentForm != .confirmation { return .writeComment(.confirmation) }
        return .park
    }

    private func nextWhileDiffing(_ state: RunState) -> RunAction {
        guard let plan = state.plan else { return .makeReport }
        let models = plan.diffCount == 1 ? "1 model" : "\(plan.diffCount) models"
        let pending = status(.pending, "Comparing the data of \(models).")
        if state.status != pending { return .setStatus(pending) }
        if state.commentForm != .diffing { return .writeComment(.diffing) }
        return .diff(plan)
    }

    private func nextWhileReporting(_ state: RunState) -> RunAction {
        guard let conclusion = state.conclusion else { return .makeReport }
        if state.commentForm != .final { return .writeComment(.final) }
        return .setStatus(conclusion.status)
    }

    /// A status cannot be taken back, so what may still say `pending` or `failure` becomes a `success` that says why.
    private func nextWhileClosing(_ state: RunState) -> RunAction {
        let sentence = state.interruption?.sentence(of: state.change) ?? state.skipReason ?? "Ended early."
        let final = status(.success, sentence)
        let mayStand = state.isPublic || state.status != nil
        if mayStand, state.status != final { return .setStatus(final) }
        if needsEndedComment(state) { return .writeComment(.ended) }
        return .finish
    }

    /// The run that supersedes this one takes over the comment; else it would say "waiting" for ever.
    private func needsEndedComment(_ state: RunState) -> Bool {
        guard let interruption = state.interruption, state.commentForm != .ended, state.isPublic else { return false }
        if case .superseded = interruption { return false }
        return true
    }

    func status(_ state: CommitStatus.State, _ description: String) -> CommitStatus {
        CommitStatus(state: state, context: context, description: description, targetURL: url)
    }
}
