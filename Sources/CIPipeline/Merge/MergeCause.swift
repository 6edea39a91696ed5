/// The cause that a merge's run carries at dbt Cloud: says who started it, and lets it be found again.
package enum MergeCause {
    /// Characters that dbt Cloud keeps.
    package static let limit = 255
    /// Characters of a configuration's name; the branch shall have room beside it.
    private static let nameLimit = 80

    /// The sentence, at most 255 Unicode scalars; of a very long branch name the end is missing.
    package static func text(_ request: MergeRequest) -> String {
        prefix(limit, of: "\(stem(request)), pushed to \(request.branch)")
    }

    /// Whether a run's cause says that this request started it; what follows the commit may be cut.
    package static func tells(_ cause: String, of request: MergeRequest) -> Bool { cause.hasPrefix(stem(request)) }

    /// Two configurations of one repository may name the same job, so the name is part of it.
    private static func stem(_ request: MergeRequest) -> String {
        "Plumbline (\(prefix(nameLimit, of: request.configuration))): commit \(request.sha)"
    }

    /// Whole characters only, and no space at the end, which a server may drop.
    private static func prefix(_ limit: Int, of text: String) -> String {
        var kept = text
        while kept.unicodeScalars.count > limit { kept.removeLast() }
        while kept.last?.isWhitespace == true { kept.removeLast() }
        return kept
    }
}
