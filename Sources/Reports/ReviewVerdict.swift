import DataDiff

/// The whole review in one word, and the counts behind its sentence.
package struct ReviewVerdict: Hashable, Sendable {
    /// In order of gravity; the gravest that holds names the review.
    package enum Kind: String, Hashable, Sendable, Codable {
        /// Something could not be done: a problem of the run, or a diff that failed.
        case error
        /// Diffs are still to come.
        case running
        /// Null or duplicate keys somewhere.
        case badKeys
        /// Data or columns differ.
        case different
        /// No key for some models, so sameness is not decided there.
        case undecided
        /// Everything that was compared is the same.
        case identical
        /// The change affects no model.
        case nothing
    }

    package var kind: Kind
    package var compared = 0
    package var different = 0
    package var identical = 0
    /// Of the identical ones, those that are so in a sample of their rows.
    package var identicalInSample = 0
    package var badKeys = 0
    package var missingKey = 0
    package var failed = 0
    package var notDiffed = 0
    package var pending = 0
    package var added = 0
    package var removed = 0

    /// Counts a report's models.
    package init(_ report: ReviewReport) {
        kind = .nothing
        removed = report.removed.count
        for model in report.models {
            count(model)
        }
        kind = gravest(hasProblems: !report.problems.isEmpty)
    }

    private mutating func count(_ model: ModelReport) {
        if model.origin == .added { added += 1 }
        switch model.outcome {
        case .waiting, .running: pending += 1
        case .notDiffed: if model.origin != .added { notDiffed += 1 }
        case .finished(let result):
            count(result.verdict)
            if result.verdict == .identical, result.sampling.sampled { identicalInSample += 1 }
        }
    }

    private mutating func count(_ verdict: Verdict) {
        compared += verdict == .error ? 0 : 1
        switch verdict {
        case .error: failed += 1
        case .missingKey: missingKey += 1
        case .badKeys: badKeys += 1
        case .different: different += 1
        case .identical, .empty: identical += 1
        }
    }

    private func gravest(hasProblems: Bool) -> Kind {
        if hasProblems || failed > 0 { return .error }
        if pending > 0 { return .running }
        if badKeys > 0 { return .badKeys }
        if different > 0 || added > 0 || removed > 0 { return .different }
        if missingKey > 0 || notDiffed > 0 { return .undecided }
        return identical > 0 ? .identical : .nothing
    }
}
