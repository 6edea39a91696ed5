import DataDiff
import Reports

extension RunState {
    /// The state in words.
    var word: String {
        switch self {
        case .queued: "Queued"
        case .waiting: "Waiting for dbt"
        case .running: "Comparing"
        case .needsConfirmation: "Needs confirmation"
        case .succeeded: "Finished"
        case .failed: "Failed"
        case .cancelled: "Cancelled"
        case .superseded: "Superseded"
        case .skipped: "Skipped"
        }
    }
}

extension BadgeView {
    static let identical = BadgeView(icon: "✓", word: "Identical", tone: "ok")
    static let identicalInSample = BadgeView(icon: "✓", word: "Identical in a sample", tone: "ok")
    static let different = BadgeView(icon: "≠", word: "Different", tone: "changed")
    static let failed = BadgeView(icon: "✕", word: "Failed", tone: "failed")
    static let waiting = BadgeView(icon: "○", word: "Waiting", tone: "quiet")
    static let running = BadgeView(icon: "…", word: "Comparing", tone: "busy")
    static let cancelled = BadgeView(icon: "–", word: "Cancelled", tone: "quiet")

    /// A run by its verdict when it has ended with one, else by its state.
    init(state: RunState, kind: ReviewVerdict.Kind?) {
        self =
            switch state {
            case .queued: BadgeView(icon: "○", word: "Queued", tone: "quiet")
            case .waiting: BadgeView(icon: "…", word: "Waiting for dbt", tone: "busy")
            case .running: .running
            case .needsConfirmation: BadgeView(icon: "?", word: "Needs confirmation", tone: "changed")
            case .failed: .failed
            case .cancelled: .cancelled
            case .superseded: BadgeView(icon: "–", word: "Superseded", tone: "quiet")
            case .skipped: BadgeView(icon: "–", word: "Skipped", tone: "quiet")
            case .succeeded: kind.map(BadgeView.init(kind:)) ?? BadgeView(icon: "✓", word: "Finished", tone: "quiet")
            }
    }

    init(kind: ReviewVerdict.Kind) {
        self =
            switch kind {
            case .error: BadgeView(icon: "✕", word: "Errors", tone: "failed")
            case .running: .running
            case .badKeys: BadgeView(icon: "!", word: "Bad keys", tone: "changed")
            case .different: .different
            case .undecided: BadgeView(icon: "?", word: "Undecided", tone: "changed")
            case .identical: .identical
            case .nothing: BadgeView(icon: "✓", word: "Nothing affected", tone: "quiet")
            }
    }

    /// Sameness in a sample is not certain.
    init(_ result: DiffResult) {
        self = result.verdict == .identical && result.sampling.sampled ? .identicalInSample : BadgeView(result.verdict)
    }

    init(_ verdict: Verdict) {
        self =
            switch verdict {
            case .error: .failed
            case .missingKey: BadgeView(icon: "?", word: "No key", tone: "changed")
            case .empty: BadgeView(icon: "✓", word: "Both empty", tone: "ok")
            case .badKeys: BadgeView(icon: "!", word: "Bad keys", tone: "changed")
            case .different: .different
            case .identical: .identical
            }
    }
}
