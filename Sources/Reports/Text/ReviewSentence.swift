extension ReviewVerdict {
    /// The whole review in one sentence, the first thing anybody reads: in the comment, the commit status, the pages and the terminal.
    package var sentence: String {
        if kind == .running { return "Comparing: \(compared + failed) of \(NumberText.count(compared + failed + pending, "model")) done." }
        let clauses = [comparison] + rest
        let text = clauses.filter { !$0.isEmpty }.joined(separator: "; ")
        guard let first = text.first else {
            return kind == .error ? "The comparison could not be made." : "The change affects no model."
        }
        return first.uppercased() + text.dropFirst() + "."
    }

    private var rest: [String] {
        [
            clause(badKeys, "has null or duplicate keys", "have null or duplicate keys"),
            clause(missingKey, "has no key, so its rows were only counted", "have no key, so their rows were only counted"),
            clause(failed, "could not be compared", "could not be compared"),
            clause(notDiffed, "was not compared", "were not compared"),
            clause(added, "is new", "are new"),
            clause(removed, "is removed", "are removed"),
        ]
    }

    private var comparison: String {
        guard compared > 0 else { return "" }
        if different > 0 {
            guard compared > 1 else { return "the one compared model differs" }
            return "\(different) of \(compared) compared models \(different == 1 ? "differs" : "differ")"
        }
        guard identical == compared else {
            guard identical > 0 else { return "\(NumberText.count(compared, "model")) compared" }
            return "\(identical) of \(compared) compared models \(identical == 1 ? "is" : "are") identical" + sampled
        }
        switch compared {
        case 1: return "the one compared model is identical" + sampled
        case 2: return "both compared models are identical" + sampled
        default: return "all \(compared) compared models are identical" + sampled
        }
    }

    /// Sameness in a sample is not certain.
    private var sampled: String {
        guard identicalInSample > 0 else { return "" }
        guard identicalInSample < identical else { return identical == 1 ? " in a sample of its rows" : " in samples of their rows" }
        return ", \(identicalInSample) of them in \(identicalInSample == 1 ? "a sample of its rows" : "samples of their rows")"
    }

    private func clause(_ number: Int, _ one: String, _ many: String) -> String {
        number == 0 ? "" : "\(number) \(number == 1 ? one : many)"
    }
}
