package import DataDiff

// What is to be said of a sample, wherever a result is shown. `count` spells a number as that place does.
extension DiffResult {
    /// For example `sampled: 460517 of 10000000 rows, 99 % confidence, tolerance 0.001 %`; nil when all rows were compared.
    package func sampleScope(count: (Int) -> String = { String($0) }) -> String? {
        guard sampling.sampled, let rows = sampling.sampleRows, let all = sampling.commonKeys else { return nil }
        return "sampled: \(count(rows)) of \(count(all)) rows, \(NumberText.setting(sampling.confidence)) confidence, "
            + "tolerance \(NumberText.setting(sampling.tolerance))"
    }

    /// What a sample without a difference proves; nil when all rows were compared, or some differ.
    package func cleanSample(count: (Int) -> String = { String($0) }) -> String? {
        guard sampling.sampled, let values, values.rowsWithDifferences == 0 else { return nil }
        guard let share = sampling.ruledOutShare else { return "no row fell into the sample, so nothing is known of the values" }
        let bound = share > sampling.tolerance ? NumberText.bound(share) : NumberText.setting(share)
        let rows = "\(count(values.totalRows)) \(values.totalRows == 1 ? "row" : "rows")"
        return "no difference in a sample of \(rows): with \(NumberText.setting(sampling.confidence)) confidence fewer than \(bound) "
            + "of the rows differ"
    }

    /// Why there was no sample though there might have been one; nil when there was, and when none was asked for.
    package func exemption(count: (Int) -> String = { String($0) }) -> String? {
        guard values != nil else { return nil }
        switch sampling.reason {
        case .belowThreshold: return "not sampled: fewer than \(count(sampling.threshold)) rows"
        case .sampleNotSmaller: return "not sampled: the sample would be more than half of the rows"
        case .equalRowsSkipped: return "not sampled: rows that checksums tell equal were skipped, all others compared"
        case .keyNotHashed: return "not sampled: a key of this type has no hash that both sides share"
        case .off, nil: return nil
        }
    }

    /// A percentage of values, with a sign when it is of a sample.
    func percent(_ percentage: Double) -> String { sampling.sampled ? NumberText.estimate(percentage) : NumberText.percent(percentage) }

    /// The share of compared rows in which a column differs.
    func share(_ column: ValueStatistics.ColumnStatistics) -> String {
        let rows = values?.totalRows ?? 0
        return percent(rows == 0 ? 0 : 100 * Double(column.valuesDifferent) / Double(rows))
    }

    /// The rows that differ, scaled to all; empty when all rows were compared.
    var estimateOfAll: String {
        guard let estimate = values?.rowsWithDifferencesEstimate, let all = sampling.commonKeys else { return "" }
        return ", \(estimate.text()) of all \(all)"
    }
}

extension SampleEstimate {
    /// For example `≈ 1200 (900 – 1600)`.
    package func text(count: (Int) -> String = { String($0) }) -> String {
        "≈ \(count(estimate)) (\(count(interval.min)) – \(count(interval.max)))"
    }
}
