package import Reports
package import SourceControl

/// One pull request run.
package struct RunPage: Hashable, Sendable {
    package var id: Int
    package var repository: String
    /// The CI configuration's name.
    package var configuration: String
    package var changeRequest: ChangeRequest
    package var state: RunState
    /// What it waits for now, or why it ended without a report, as a sentence.
    package var stateDetail: String?
    /// Models with what became of them; each `url` is a page of ours, see ``Route/diff(_:_:)``.
    package var report: ReviewReport
    /// What happened and what is to come, in order.
    package var timeline: [TimelineStep]
    /// How far each running diff is, by the model's unique identifier.
    package var progress: [String: PageProgress]
    /// Pages of the head and the base commit on the host.
    package var headCommitURL: String?
    package var baseCommitURL: String?
    /// The comment on the pull request.
    package var commentURL: String?
    /// The newest run of the same pull request, when that is another one.
    package var newerRun: Int?
    /// Seconds since 1970-01-01 UTC.
    package var createdAt: Double
    /// Absent while the run goes on.
    package var finishedAt: Double?
    /// Which page of the models table, from 1; see ``PageNumber``.
    package var page: Int
    /// What became of what was asked for, and what hinders reviews of the repository.
    package var notices: [PageNotice] = []
    package var actions = RunActions()

    package init(
        id: Int, repository: String, configuration: String, changeRequest: ChangeRequest, state: RunState, stateDetail: String? = nil,
        report: ReviewReport, timeline: [TimelineStep] = [], progress: [String: PageProgress] = [:], headCommitURL: String? = nil,
        baseCommitURL: String? = nil, commentURL: String? = nil, newerRun: Int? = nil, createdAt: Double, finishedAt: Double? = nil,
        page: Int = 1
    ) {
        self.id = id
        self.repository = repository
        self.configuration = configuration
        self.changeRequest = changeRequest
        self.state = state
        self.stateDetail = stateDetail
        self.report = report
        self.timeline = timeline
        self.progress = progress
        self.headCommitURL = headCommitURL
        self.baseCommitURL = baseCommitURL
        self.commentURL = commentURL
        self.newerRun = newerRun
        self.createdAt = createdAt
        self.finishedAt = finishedAt
        self.page = page
    }
}

/// One thing that happened to a run, happens now, or is to come.
package struct TimelineStep: Hashable, Sendable {
    package enum State: String, Hashable, Sendable, Codable, CaseIterable { case done, active, waiting, failed, skipped }

    /// For example `Wait for the dbt Cloud job`.
    package var title: String
    package var state: State
    /// One sentence more: what it waits for, what it found, why it failed.
    package var detail: String?
    /// For example the dbt Cloud run's page.
    package var link: PageLink?
    /// Seconds since 1970-01-01 UTC.
    package var startedAt: Double?
    package var finishedAt: Double?

    package init(
        title: String, state: State, detail: String? = nil, link: PageLink? = nil, startedAt: Double? = nil, finishedAt: Double? = nil
    ) {
        self.title = title
        self.state = state
        self.detail = detail
        self.link = link
        self.startedAt = startedAt
        self.finishedAt = finishedAt
    }
}
