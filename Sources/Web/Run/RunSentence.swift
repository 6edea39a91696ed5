import Reports
import SourceControl

/// What a run found out, in one plain sentence.
enum RunSentence {
    /// The sentence for a run in any state.
    static func text(_ page: RunPage, _ verdict: ReviewVerdict) -> String {
        switch page.state {
        case .queued: "The run is about to start."
        case .waiting: "Waiting for the dbt job of this \(page.changeRequest.noun)."
        case .running: progress(verdict)
        case .needsConfirmation: "\(FigureText.count(verdict.pending, "model")) to compare; someone has to confirm first."
        case .cancelled: "The run was cancelled."
        case .superseded: "A newer commit took the place of this run."
        case .skipped: page.stateDetail ?? "There was nothing to compare."
        case .failed: verdict.compared + verdict.failed > 0 ? verdict.sentence : "The run failed before anything was compared."
        case .succeeded: verdict.sentence
        }
    }

    private static func progress(_ verdict: ReviewVerdict) -> String {
        let done = verdict.compared + verdict.failed
        let total = done + verdict.pending
        guard total > 0 else { return "Finding out which models the change affects." }
        let different = verdict.different + verdict.badKeys
        return Phrase.sentence([
            "\(FigureText.count(done)) of \(FigureText.count(total, "model")) compared so far",
            different > 0 ? "\(FigureText.count(different)) \(different == 1 ? "differs" : "differ")" : "",
            verdict.failed > 0 ? "\(FigureText.count(verdict.failed)) could not be compared" : "",
        ])
    }
}
