import CIPipeline
import SourceControl
import Store
import Web

/// Finds out what can be asked of a run now.
struct RunPageActions: Sendable {
    let run: RunRecord
    let state: CIPipeline.RunState
    let config: CIConfigRecord
    /// Whether a newer commit of the pull request has a run.
    let hasNewer: Bool

    /// Whether the run is still about what the host has; the host itself is asked when a button is pressed.
    private var isCurrent: Bool {
        !hasNewer && run.change.state == .open && config.isActive && !config.settings.skipPullRequests
    }

    private var isAskedToEnd: Bool { run.interruption != nil || state.interruption != nil }

    var actions: RunActions {
        RunActions(
            steps: RunActions.Step.allCases.filter(isPossible), leftOut: state.plan?.leftOut ?? [],
            mayAdd: isCurrent && state.canBeExtended && pending == nil && !isAskedToEnd, pending: pending)
    }

    private func isPossible(_ step: RunActions.Step) -> Bool {
        switch step {
        case .confirm: state.phase == .needsConfirmation && isCurrent && !isAskedToEnd
        case .rerun: run.isFinished && isCurrent
        case .cancel: !run.isFinished && !isAskedToEnd
        }
    }

    /// What was asked for and is not in the plan yet.
    private var pending: String? {
        guard !state.phase.isFinished, state.plan != nil, state.scope != state.plannedScope ?? DiffScope() else { return nil }
        return "Asked for, and compared next: \(state.scope.words)."
    }
}
