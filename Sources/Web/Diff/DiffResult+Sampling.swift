import DataDiff
import Reports

// What is said of a sample, in the spelling of the pages.
extension DiffResult {
    /// What values were compared on; nil when there was no key.
    var scopeText: String? {
        guard values != nil else { return nil }
        if let scope = sampleScope(count: FigureText.count) { return FigureText.tied(scope) }
        return exemption(count: FigureText.count).map { "all rows (\(FigureText.tied($0)))" } ?? "all rows"
    }

    /// What a sample without a difference proves; nil when all rows were compared, or some differ.
    var cleanSampleText: String? { cleanSample(count: FigureText.count).map(FigureText.tied) }

    /// The match score, which a sample only estimates.
    var scoreText: String? {
        matchScore.map { FigureText.about(FigureText.percent($0 * 100), isEstimate: sampling.sampled) }
    }

    /// What a compared row is called.
    var comparedRow: String { sampling.sampled ? "sampled row" : "compared row" }

    /// The rows that differ, scaled to all, to stand behind a count; empty when all rows were compared.
    var estimateText: String {
        guard let estimate = values?.rowsWithDifferencesEstimate, let all = sampling.commonKeys else { return "" }
        return ", \(estimate.figures) of all \(FigureText.count(all))"
    }
}

extension SampleEstimate {
    /// For example `≈ 1,200 (900 – 1,600)`.
    var figures: String { text(count: FigureText.count).replacing("≈ ", with: "≈" + FigureText.space) }
}

extension FigureText {
    /// A percentage with the sign of an estimate, unless it is no exact number anyway.
    static func about(_ percentage: String, isEstimate: Bool) -> String {
        isEstimate && !percentage.hasPrefix("<") && !percentage.hasPrefix(">") ? "≈" + space + percentage : percentage
    }

    /// Keeps percent signs with their numbers.
    static func tied(_ text: String) -> String { text.replacing(" %", with: space + "%") }
}
