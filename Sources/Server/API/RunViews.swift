import CIPipeline
import DataDiff
import Reports
import SourceControl
import Store

/// A run as the API shows it.
struct RunView: Encodable {
    struct PullRequest: Encodable {
        let number: Int
        let title: String
        let author: String
        let url: String
        let baseBranch: String
        let baseSha: String
        let headBranch: String
        let headSha: String
    }

    let id: Int
    let ciConfigId: Int
    let ciConfig: String
    let repository: String
    /// In Datafold's words: `queued`, `waiting`, `processing`, `needs_confirmation`, `done`, `failed`, `cancelled`.
    let status: String
    /// Where exactly it stands.
    let phase: String
    let attempt: Int
    let verdict: String?
    let pullRequest: PullRequest
    let createdAt: String
    let updatedAt: String
    let finishedAt: String?
    let url: String

    init(_ run: RunRecord, config: CIConfigRecord, repository: RepositoryRecord, url: String) {
        id = run.id
        ciConfigId = config.id
        ciConfig = config.name
        self.repository = repository.name
        status = RunPhase(rawValue: run.phase)?.apiStatus ?? run.phase
        phase = run.phase
        attempt = run.attempt
        verdict = run.summary.flatMap { try? RunSummary(json: $0).kind.rawValue }
        pullRequest = PullRequest(
            number: run.changeNumber, title: run.change.title, author: run.change.author, url: run.change.url,
            baseBranch: run.change.baseBranch, baseSha: run.change.baseSHA, headBranch: run.change.headBranch, headSha: run.headSHA)
        createdAt = RunAPI.time(run.createdAt)
        updatedAt = RunAPI.time(run.updatedAt)
        finishedAt = run.finishedAt.map(RunAPI.time)
        self.url = url
    }
}

/// A run with everything that is known about it.
struct RunDetailView: Encodable {
    struct Build: Encodable {
        let id: Int
        let url: String?
        let status: String
    }

    struct Event: Encodable {
        let at: String
        let attempt: Int
        let kind: String
        let message: String
    }

    let run: RunView
    let comment: String?
    let build: Build?
    let report: ReportView
    let timeline: [Event]

    private enum CodingKeys: String, CodingKey { case commentUrl, dbtCloudRun, report, timeline }

    /// The run's own fields stand beside the rest.
    func encode(to encoder: any Encoder) throws {
        try run.encode(to: encoder)
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(comment, forKey: .commentUrl)
        try container.encode(build, forKey: .dbtCloudRun)
        try container.encode(report, forKey: .report)
        try container.encode(timeline, forKey: .timeline)
    }
}

/// A review as the API shows it: names and counts, no values.
struct ReportView: Encodable {
    struct Base: Encodable {
        let sha: String?
        let commitsBehind: Int?
        let ageSeconds: Double?
    }

    struct Model: Encodable {
        let uniqueId: String
        let name: String
        let resourceType: String
        /// `added`, `modified` or `downstream`.
        let origin: String
        let reasons: [String]
        let via: [String]
        let distance: Int?
        /// `waiting`, `running`, `not_diffed`, or the verdict of the diff.
        let verdict: String
        let reason: String?
        let relationA: String?
        let relationB: String?
        let datadiffId: Int?
        let url: String?
        let totalRows: [Int]?
        let rowsWithDifferences: Int?
        let columnsWithDifferences: Int?
        /// Whether the two counts above are those of a sample.
        let sampled: Bool?
    }

    struct Exposure: Encodable {
        let name: String
        let type: String
        let owner: String?
        let url: String?
        let via: [String]
    }

    let verdict: String
    let sentence: String
    let base: Base
    let models: [Model]
    let removed: [String]
    let exposures: [Exposure]
    let problems: [String]
    let notes: [String]

    init(_ report: ReviewReport, diffs: [DiffRecord]) {
        let summary = ReviewVerdict(report)
        let ids = Dictionary(diffs.compactMap { diff in diff.modelID.map { ($0, diff.id) } }) { first, _ in first }
        verdict = summary.kind.rawValue
        sentence = summary.sentence
        base = Base(sha: report.base.sha, commitsBehind: report.base.commitsBehind, ageSeconds: report.base.ageSeconds)
        models = report.models.map { Model($0, diff: ids[$0.model.uniqueID]) }
        removed = report.removed.map(\.uniqueID)
        exposures = report.exposures.map { Exposure(name: $0.name, type: $0.type, owner: $0.owner, url: $0.url, via: $0.via) }
        problems = report.problems
        notes = report.notes
    }
}

extension ReportView.Model {
    init(_ report: ModelReport, diff: Int?) {
        var result: DiffResult?
        var reason: String?
        let verdict: String
        switch report.outcome {
        case .waiting: verdict = "waiting"
        case .running: verdict = "running"
        case .notDiffed(let why):
            verdict = "not_diffed"
            reason = why
        case .finished(let finished):
            verdict = finished.verdict.rawValue
            reason = finished.error?.message
            result = finished
        }
        let (origin, reasons, via, distance): (String, [String], [String], Int?) =
            switch report.origin {
            case .added: ("added", [], [], nil)
            case .modified(let reasons): ("modified", reasons, [], nil)
            case .downstream(let via, let distance): ("downstream", [], via, distance)
            }
        self.init(
            uniqueId: report.model.uniqueID, name: report.model.name, resourceType: report.model.resourceType, origin: origin,
            reasons: reasons, via: via, distance: distance, verdict: verdict, reason: reason, relationA: report.relationA,
            relationB: report.relationB, datadiffId: diff, url: report.url, totalRows: result?.pks?.totalRows,
            rowsWithDifferences: result?.values?.rowsWithDifferences, columnsWithDifferences: result?.values?.columnsWithDifferences,
            sampled: result?.sampling.sampled)
    }
}
