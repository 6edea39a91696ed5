import DataDiff
import Reports
import SourceControl

/// Remarks on the files of modified models: what the change does to each one's data, in counts.
///
/// Only files that the change touches have one, as hosts show no others; a model that is the same has none.
struct ModelAnnotations {
    let plan: ReviewPlan
    let report: ReviewReport

    /// In the report's order.
    var all: [CheckReport.Annotation] {
        let paths = Dictionary(plan.models.compactMap { model in model.path.map { (model.name.uniqueID, $0) } }) { first, _ in first }
        return report.models.compactMap { model in paths[model.model.uniqueID].flatMap { annotation(model, $0) } }
    }

    private func annotation(_ model: ModelReport, _ path: String) -> CheckReport.Annotation? {
        switch model.outcome {
        case .waiting, .running: return nil
        case .notDiffed(let reason):
            guard model.origin != .added else { return nil }
            return CheckReport.Annotation(path: path, level: .notice, title: "\(model.model.name) was not compared", message: reason)
        case .finished(let result):
            guard let level = Self.level(result.verdict) else { return nil }
            let message = result.error.map { [$0.message, $0.hint].compactMap(\.self).joined(separator: " ") } ?? result.sentence
            return CheckReport.Annotation(
                path: path, level: level, title: "\(model.model.name): \(result.words)",
                message: model.url.map { "\(message)\n\($0)" } ?? message)
        }
    }

    private static func level(_ verdict: Verdict) -> CheckReport.Annotation.Level? {
        switch verdict {
        case .identical, .empty: nil
        case .missingKey: .notice
        case .different, .badKeys: .warning
        case .error: .failure
        }
    }
}
