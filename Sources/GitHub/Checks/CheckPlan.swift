import SourceControl

/// A check run as it stands on the host, by what decides about the next step.
struct StandingCheck: Equatable {
    var id: Int
    var isCompleted: Bool
    var conclusion: String?
    var title: String?
    var summary: String?
    var annotations: Int
}

/// The calls that bring a commit's check run in line with a report.
///
/// GitHub takes fifty annotations with a call and adds them to those that are there, so a check that was completed is never written
/// over: a rerun gets a check of its own, which GitHub shows in place of the earlier one, and no remark of the earlier stays.
/// <https://docs.github.com/en/rest/checks/runs>
enum CheckPlan {
    /// Largest number of annotations in one call.
    static let batch = 50

    enum Step: Equatable {
        /// A new check run; the steps after it are for that one.
        case create(CheckBody)
        case update(CheckBody)
    }

    /// - Returns: no step when everything is there already.
    static func steps(_ report: CheckReport, sha: String, standing: StandingCheck?) -> [Step] {
        let words = CheckWords(report)
        if let standing, standing.isCompleted {
            guard words.isCompleted, words.title == standing.title, words.summary == standing.summary,
                words.conclusion == standing.conclusion
            else { return fresh(report, words, sha) }
            return batches(report.annotations.dropFirst(standing.annotations)).map { .update(words.body($0, isLast: true)) }
        }
        guard let standing else { return fresh(report, words, sha) }
        return spread(report.annotations.dropFirst(standing.annotations), words).map { .update($0) }
    }

    private static func fresh(_ report: CheckReport, _ words: CheckWords, _ sha: String) -> [Step] {
        var bodies = spread(report.annotations[...], words)
        bodies[0].headSHA = sha
        return [.create(bodies[0])] + bodies.dropFirst().map { .update($0) }
    }

    /// The check is completed with its last annotations, so that nobody sees it done with some of them missing.
    private static func spread(_ annotations: ArraySlice<CheckReport.Annotation>, _ words: CheckWords) -> [CheckBody] {
        let parts = batches(annotations)
        guard !parts.isEmpty else { return [words.body([], isLast: true)] }
        return parts.enumerated().map { words.body($1, isLast: $0 == parts.count - 1) }
    }

    private static func batches(_ annotations: ArraySlice<CheckReport.Annotation>) -> [ArraySlice<CheckReport.Annotation>] {
        stride(from: annotations.startIndex, to: annotations.endIndex, by: batch).map {
            annotations[$0..<min($0 + batch, annotations.endIndex)]
        }
    }
}

/// A report in the words of check runs.
struct CheckWords {
    /// Largest summary in characters, as GitHub's refusal states it.
    static let summaryLimit = 65_535

    let name: String
    let title: String
    let summary: String
    let detailsURL: String?
    /// Absent while the check is under way.
    let conclusion: String?

    init(_ report: CheckReport) {
        name = report.status.context
        title = report.status.shortDescription(255)
        let text = report.summary.isEmpty ? report.status.description : report.summary
        summary =
            text.unicodeScalars.count <= Self.summaryLimit
            ? text : String(String.UnicodeScalarView(text.unicodeScalars.prefix(Self.summaryLimit)))
        detailsURL = report.status.targetURL
        conclusion =
            switch report.status.state {
            case .pending: nil
            case .success: "success"
            case .failure, .error: "failure"
            }
    }

    var isCompleted: Bool { conclusion != nil }

    func body(_ annotations: ArraySlice<CheckReport.Annotation>, isLast: Bool) -> CheckBody {
        CheckBody(
            name: name, headSHA: nil, detailsURL: detailsURL, externalID: name,
            status: isLast && isCompleted ? "completed" : "in_progress", conclusion: isLast ? conclusion : nil,
            output: .init(title: title, summary: summary, annotations: annotations.map { .init($0) }))
    }
}

/// The body that creates or updates a check run.
struct CheckBody: Encodable, Equatable {
    struct Output: Encodable, Equatable {
        var title: String
        var summary: String
        var annotations: [Annotation]
    }

    struct Annotation: Encodable, Equatable {
        var path: String
        var startLine: Int
        var endLine: Int
        var annotationLevel: String
        var title: String
        var message: String

        init(_ annotation: CheckReport.Annotation) {
            path = annotation.path
            startLine = max(annotation.line, 1)
            endLine = startLine
            annotationLevel = annotation.level.rawValue
            title = String(annotation.title.prefix(255))
            // GitHub takes 64 KB.
            message = String(annotation.message.prefix(16_000))
        }

        private enum CodingKeys: String, CodingKey {
            case path, title, message
            case startLine = "start_line"
            case endLine = "end_line"
            case annotationLevel = "annotation_level"
        }
    }

    var name: String
    /// Only of a new one.
    var headSHA: String?
    var detailsURL: String?
    var externalID: String
    var status: String
    var conclusion: String?
    var output: Output

    private enum CodingKeys: String, CodingKey {
        case name, status, conclusion, output
        case headSHA = "head_sha"
        case detailsURL = "details_url"
        case externalID = "external_id"
    }
}
