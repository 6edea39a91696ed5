package import SourceControl

/// Where a run stands.
package enum RunPhase: String, Hashable, Sendable, Codable, CaseIterable {
    /// Known, not looked at yet.
    case received
    /// dbt Cloud builds the pull request.
    case waitingForBuild = "waiting_for_pull_request_run"
    case fetchingArtifacts = "fetching_artifacts"
    case comparing
    /// More diffs than the threshold; somebody has to agree.
    case needsConfirmation = "needs_confirmation"
    case diffing
    case reporting
    /// Asked to end early: tidies up after itself.
    case closing
    case done
    /// Ended, and something of the run itself could not be done.
    case failed
    /// Not reviewed, with a reason.
    case skipped
    case cancelled
    /// A newer commit of the pull request took its place.
    case superseded

    /// Whether nothing more will happen, short of starting again.
    package var isFinished: Bool { [.done, .failed, .skipped, .cancelled, .superseded].contains(self) }

    /// The status in the words of Datafold's public API.
    package var apiStatus: String {
        switch self {
        case .received: "queued"
        case .waitingForBuild: "waiting"
        case .fetchingArtifacts, .comparing, .diffing, .reporting, .closing: "processing"
        case .needsConfirmation: "needs_confirmation"
        case .done, .skipped: "done"
        case .failed: "failed"
        case .cancelled, .superseded: "cancelled"
        }
    }
}

/// Why a run must end before its report.
package enum Interruption: Hashable, Sendable, Codable {
    case superseded(by: String)
    case closed(merged: Bool)
    /// The pull request is no longer to be reviewed (back to draft, label taken away), with the reason as a sentence.
    case withdrawn(String)
    /// Somebody asked for it.
    case cancelled(by: String)

    /// One sentence for the status, the timeline and the comment.
    package func sentence(of change: ChangeRequest) -> String {
        switch self {
        case .superseded(let sha): "Superseded by commit \(sha.prefix(7)); this commit was not reviewed."
        case .closed(merged: true): "The \(change.noun) was merged before the review ended."
        case .closed(merged: false): "The \(change.noun) was closed before the review ended."
        case .withdrawn(let reason): "The review was withdrawn. \(reason)"
        case .cancelled(let who): "The review was cancelled by \(who)."
        }
    }

    var endPhase: RunPhase {
        if case .superseded = self { return .superseded }
        return .cancelled
    }
}
