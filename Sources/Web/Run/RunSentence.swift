import Reports

/// What a run found out, in one plain sentence.
enum RunSentence {
    /// The sentence for a run in any state.
    static func text(_ page: RunPage, _ verdict: ReviewVerdict) -> String {
        switch page.state {
        case .queued: "The run is about to start."
        case .waiting: "Waiting for the dbt job of this pull request."
        case .running: progress(verdict)
        case .needsConfirmation: "\(FigureText.count(page.report.models.count, "model")) to compare; someone has to confirm first."
        case .cancelled: "The run was cancelled."
        case .superseded: "A newer commit took the place of this run."
        case .skipped: page.stateDetail ?? "There was nothing to compare."
        case .failed: verdict.compared + verdict.failed > 0 ? found(verdict) : "The run failed before anything was compared."
        case .succeeded: found(verdict)
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

    /// What was found, gravest first, for example `3 of 7 compared models differ; 1 could not be compared.`.
    static func found(_ verdict: ReviewVerdict) -> String {
        let rest = [
            clause(verdict.badKeys, "has null or duplicate keys", "have null or duplicate keys"),
            clause(verdict.missingKey, "has no key, so its rows were only counted", "have no key, so their rows were only counted"),
            clause(verdict.failed, "could not be compared"),
            clause(verdict.notDiffed, "was not compared", "were not compared"),
            clause(verdict.added, "is new"),
            clause(verdict.removed, "is removed", "are removed"),
        ]
        let text = Phrase.sentence([compared(verdict)] + rest)
        return text.isEmpty ? "The change affects no model." : text
    }

    private static func compared(_ verdict: ReviewVerdict) -> String {
        guard verdict.compared > 0 else { return "" }
        if verdict.different > 0 {
            guard verdict.compared > 1 else { return "the one compared model differs" }
            return "\(FigureText.count(verdict.different)) of \(FigureText.count(verdict.compared)) compared models "
                + (verdict.different == 1 ? "differs" : "differ")
        }
        if verdict.identical == verdict.compared {
            if verdict.compared == 2 { return "both compared models are identical" }
            return verdict.compared == 1
                ? "the one compared model is identical" : "all \(FigureText.count(verdict.compared)) compared models are identical"
        }
        guard verdict.identical > 0 else { return "\(FigureText.count(verdict.compared, "model")) compared" }
        return "\(FigureText.count(verdict.identical)) of \(FigureText.count(verdict.compared)) compared models "
            + (verdict.identical == 1 ? "is identical" : "are identical")
    }

    private static func clause(_ number: Int, _ one: String, _ many: String? = nil) -> String {
        if number == 0 { return "" }
        let verb = number == 1 ? one : many ?? (one.hasPrefix("is ") ? "are " + one.dropFirst(3) : one)
        return "\(FigureText.count(number)) \(verb)"
    }
}
