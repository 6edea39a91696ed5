import DataDiff

extension ReviewReport {
    /// The report with a sentence for each downstream model that differs: which modified models upstream of it differ, too.
    ///
    /// Where all of those were compared and none differs, the change may not be the reason, and that is said.
    package func explained() -> ReviewReport {
        var report = self
        let outcomes = Dictionary(models.map { ($0.model.name, $0.outcome.difference) }) { first, _ in first }
        for index in report.models.indices {
            guard case .downstream(let sources, _) = models[index].origin, models[index].outcome.difference == true else { continue }
            let known = sources.map { ($0, outcomes[$0] ?? nil) }
            let differing = known.filter { $0.1 == true }.map(\.0)
            guard !differing.isEmpty || (!known.isEmpty && known.allSatisfy { $0.1 == false }) else { continue }
            report.models[index].differingSources = differing
            report.models[index].explanation = Self.sentence(sources, differing)
        }
        return report
    }

    private static func sentence(_ sources: [String], _ differing: [String]) -> String {
        if !differing.isEmpty {
            return "Upstream of it \(list(differing)), which the change modifies, \(differing.count == 1 ? "differs" : "differ"), too."
        }
        return "Upstream of it \(list(sources)), which the change modifies, \(sources.count == 1 ? "is" : "are") the same on both sides, "
            + "so the change may not be the reason: production may be built from newer or older data."
    }

    private static func list(_ names: [String]) -> String {
        names.prefix(4).joined(separator: ", ") + (names.count > 4 ? " and \(names.count - 4) more" : "")
    }
}

extension ModelReport.Outcome {
    /// Whether the data differs; nil where that is not known, or known of a sample only.
    fileprivate var difference: Bool? {
        guard case .finished(let result) = self else { return nil }
        return switch result.verdict {
        case .different: true
        case .identical, .empty: result.sampling.sampled ? nil : false
        case .badKeys: (result.values?.rowsWithDifferences ?? 0) > 0 || result.pks?.hasExclusives == true ? true : nil
        case .error, .missingKey: nil
        }
    }
}
