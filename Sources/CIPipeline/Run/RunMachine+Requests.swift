import SourceControl
import Store

/// What people ask of a run: to begin its diffs, and to compare more.
extension RunMachine {
    func confirm(_ who: String, _ state: inout RunState) -> [RunEventDraft] {
        guard state.phase == .needsConfirmation else { return [] }
        state.isConfirmed = true
        state.phase = .diffing
        return [.step("The diffs were confirmed by \(who).")]
    }

    func ask(_ who: String, _ state: inout RunState) -> [RunEventDraft] {
        guard !state.isAskedFor, state.interruption == nil else { return [] }
        state.isAskedFor = true
        return [.step("\(who) asked for the review.")]
    }

    /// Extends a run in the middle of it or after its end: what was compared stays, the comment is the same one.
    ///
    /// A run that is at its diffs goes on and looks at the request when they have ended.
    func extend(_ scope: DiffScope, _ who: String, _ state: inout RunState) -> [RunEventDraft] {
        guard state.canBeExtended else { return [] }
        var wanted = state.scope
        wanted.formUnion(scope)
        guard wanted != state.scope else { return [] }
        state.scope = wanted
        let said = [RunEventDraft.step("\(who) asked for \(scope.words).")]
        switch state.phase {
        case .diffing, .reporting, .done, .failed:
            // Who asks for more of a review that is under way or over has agreed to it.
            if state.plan != nil { state.isConfirmed = true }
            if state.phase != .diffing { planAgain(&state) }
        case .needsConfirmation: planAgain(&state)
        default: break
        }
        return said
    }

    /// Whether the diffs end the run, or somebody has asked for more meanwhile.
    func finishDiffs(_ state: inout RunState) -> [RunEventDraft] {
        guard state.phase == .diffing else { return [] }
        guard state.plannedScope ?? DiffScope() == state.scope else {
            planAgain(&state)
            return [.step("The diffs so far have ended.")]
        }
        state.phase = .reporting
        return [.step("All diffs have ended.")]
    }

    /// The artifacts are asked for again, as they may have been deleted long after the run's end; those that are here cost nothing.
    private func planAgain(_ state: inout RunState) {
        guard state.build != nil, state.base != nil else { return }
        state.phase = state.phase.isFinished ? .fetchingArtifacts : .comparing
        if state.phase == .fetchingArtifacts {
            state.head = nil
            state.baseManifest = nil
        }
        state.conclusion = nil
    }
}

extension RunState {
    /// Whether more can be compared: not after an end without anything to compare, and not while it tidies up.
    package var canBeExtended: Bool {
        switch phase {
        case .received, .waitingForBuild, .fetchingArtifacts, .comparing, .needsConfirmation, .diffing: interruption == nil
        case .reporting: interruption == nil && plan != nil
        case .done, .failed: interruption == nil && plan != nil && build != nil && base != nil
        case .closing, .skipped, .cancelled, .superseded: false
        }
    }
}
