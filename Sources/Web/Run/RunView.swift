import SourceControl
import DataDiff
import Reports

/// One run as its template shows it.
struct RunView {
    /// Rows of the models table per page.
    static let pageSize = 60

    /// A model that was not compared, with the reason.
    struct Uncompared {
        var name: String
        var why: String
        var reason: String
    }

    /// A diff that failed.
    struct Failure {
        var name: String
        var link: String?
        var message: String
        var hint: String?
    }

    /// A name with what it is.
    struct Named {
        var name: String
        var detail: String?
    }

    /// Something that reads an affected model.
    struct Exposure {
        var link: LinkView
        var type: String
        var owner: String?
        var via: String
    }

    var frame: FrameView
    var runsPath = Route.runs
    var heading: String
    var badge: BadgeView
    var isActive: Bool
    var progress: ProgressView?
    var explanation: String?
    var newerRun: String?
    var notices: [NoticeView]
    var actions: RunActionsView?
    /// The sign-in, for those who could do something after it.
    var signIn: String?
    var pending: String?
    var leftOut: LeftOutView?
    var problems: [String]
    var hasProblems: Bool
    var notes: [String]
    var hasNotes: Bool
    var facts: RunFactsView
    var timeline: [TimelineStepView]
    var hasTimeline: Bool
    var models: RunModelsView
    var failures: [Failure]
    var hasFailures: Bool
    var added: [Named]
    var hasAdded: Bool
    var removed: [Named]
    var hasRemoved: Bool
    var uncompared: [Uncompared]
    var hasUncompared: Bool
    var exposures: [Exposure]
    var hasExposures: Bool

    init(_ page: RunPage, context: PageContext) {
        let report = page.report
        let verdict = ReviewVerdict(report)
        heading = RunSentence.text(page, verdict)
        badge = BadgeView(state: page.state, kind: verdict.kind)
        isActive = page.state.isActive
        progress = Self.progress(verdict, page.state)
        explanation = page.state == .skipped ? nil : page.stateDetail
        newerRun = page.newerRun.map(Route.run)
        notices = page.notices.map(NoticeView.init)
        actions = RunActionsView(page, context: context)
        pending = page.actions.pending
        leftOut = LeftOutView(page, context: context)
        problems = report.problems.filter { $0 != page.stateDetail }
        hasProblems = !problems.isEmpty
        notes = report.notes
        hasNotes = !notes.isEmpty
        facts = RunFactsView(page, now: context.now)
        timeline = page.timeline.map { TimelineStepView($0, now: context.now) }
        hasTimeline = !timeline.isEmpty
        models = RunModelsView(page)
        failures = report.models.compactMap(Self.failure)
        hasFailures = !failures.isEmpty
        added = report.models.filter { $0.origin == .added }.map { Named(name: $0.model.name, detail: $0.relationB) }
        hasAdded = !added.isEmpty
        removed = report.removed.map { Named(name: $0.name, detail: $0.resourceType == "model" ? nil : $0.resourceType) }
        hasRemoved = !removed.isEmpty
        uncompared = report.models.compactMap(Self.uncompared)
        hasUncompared = !uncompared.isEmpty
        exposures = report.exposures.map(Self.exposure)
        hasExposures = !exposures.isEmpty
        let isIdle = page.actions.steps.isEmpty && !page.actions.mayAdd
        signIn =
            isIdle || context.mayAdminister || context.user != nil || !context.hasSignIn ? nil : Route.signIn(backTo: Route.run(page.id))
        frame = FrameView(
            title: "\(badge.word): \(page.changeRequest.reference) \(page.changeRequest.title)",
            context: context,
            isLive: page.state.isActive,
            eventsPath: Route.runEvents(page.id)
        )
    }

    private static func progress(_ verdict: ReviewVerdict, _ state: RunState) -> ProgressView? {
        let done = verdict.compared + verdict.failed
        guard state == .running, done + verdict.pending > 0 else { return nil }
        var view = ProgressView(PageProgress(done: done, total: done + verdict.pending))
        view.text += " models"
        return view
    }

    private static func failure(_ model: ModelReport) -> Failure? {
        guard case .finished(let result) = model.outcome, result.verdict == .error else { return nil }
        return Failure(
            name: model.model.name,
            link: LinkAddress.safe(model.url),
            message: result.error?.message ?? "The diff failed without saying why.",
            hint: result.error?.hint
        )
    }

    private static func uncompared(_ model: ModelReport) -> Uncompared? {
        guard case .notDiffed(let reason) = model.outcome, model.origin != .added else { return nil }
        return Uncompared(name: model.model.name, why: ModelRowView.why(model), reason: reason)
    }

    private static func exposure(_ exposure: AffectedExposure) -> Exposure {
        Exposure(
            link: LinkView(text: exposure.name, url: exposure.url),
            type: exposure.type,
            owner: exposure.owner,
            via: Phrase.list(exposure.via.map(Phrase.nodeName))
        )
    }
}

/// The table of compared models: modified ones, then downstream ones.
struct RunModelsView {
    /// One part of the table under its own heading.
    struct Group {
        var title: String
        var rows: [ModelRowView]
    }

    var groups: [Group]
    var hasAny: Bool
    /// Said in place of the table.
    var emptyText: String
    var pager: PagerView?

    init(_ page: RunPage) {
        let shown = page.report.models.filter(Self.belongsInTable)
        let modified = Self.ordered(shown.filter { if case .downstream = $0.origin { false } else { true } })
        let downstream = Self.ordered(shown.filter { if case .downstream = $0.origin { true } else { false } })
        let slice = PageSlice(count: shown.count, page: page.page, size: RunView.pageSize)
        let rows = Array((modified + downstream)[slice.range])
        let firstDownstream = min(max(modified.count - slice.range.lowerBound, 0), rows.count)
        let parts = [
            ("Modified (\(FigureText.count(modified.count)))", rows[..<firstDownstream]),
            ("Downstream (\(FigureText.count(downstream.count)))", rows[firstDownstream...]),
        ]
        groups = parts.filter { !$0.1.isEmpty }.map { title, models in
            Group(title: title, rows: models.map { ModelRowView($0, progress: page.progress[$0.model.uniqueID]) })
        }
        hasAny = !shown.isEmpty
        emptyText = Self.emptyText(page)
        pager = PagerView(slice) { Route.path(Route.run(page.id), [("page", $0 > 1 ? String($0) : nil)]) }
    }

    /// New models without a diff and models that were not compared have their own places on the page.
    private static func belongsInTable(_ model: ModelReport) -> Bool {
        switch model.outcome {
        case .notDiffed: false
        case .finished: true
        case .waiting, .running: model.origin != .added
        }
    }

    /// What needs a look first, else in the report's own order.
    private static func ordered(_ models: [ModelReport]) -> [ModelReport] {
        models.enumerated()
            .sorted { (rank($0.element), $0.offset) < (rank($1.element), $1.offset) }
            .map(\.element)
    }

    private static func rank(_ model: ModelReport) -> Int {
        switch model.outcome {
        case .running: 3
        case .waiting: 4
        case .notDiffed: 6
        case .finished(let result):
            switch result.verdict {
            case .error: 0
            case .badKeys, .different: 1
            case .missingKey: 2
            case .identical, .empty: 5
            }
        }
    }

    private static func emptyText(_ page: RunPage) -> String {
        switch page.state {
        case .queued, .waiting: "The affected models are listed here as soon as dbt has built the \(page.changeRequest.noun)."
        case .running: "The artifacts of both sides are being compared."
        case .needsConfirmation, .succeeded: "No model was compared."
        case .failed, .cancelled, .superseded, .skipped: "The run ended before a model was compared."
        }
    }
}
