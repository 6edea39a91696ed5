import Reports
import SourceControl

/// The list of runs as its template shows it.
struct RunListView {
    /// A choice of a filter.
    struct Choice {
        var value: String
        var text: String
        var isSelected: Bool
    }

    var frame: FrameView
    var heading: String
    var notices: [NoticeView]
    var isFresh: Bool
    var isWaitingForFirst: Bool
    var webhooks: [String]
    var hasWebhooks: Bool
    var hasFilter: Bool
    var isFiltered: Bool
    var isFilteredOut: Bool
    var clearPath = Route.runs
    var text: String
    var repositories: [Choice]
    var states: [Choice]
    var table: [RunRowView]
    var hasTable: Bool
    var pager: PagerView?
    var total: String

    init(_ page: RunListPage, context: PageContext) {
        let filter = page.filter
        heading = "Pull request runs"
        notices = page.notices.map(NoticeView.init)
        isFresh = page.setup == .nothingConfigured && page.total == 0
        isWaitingForFirst = !isFresh && page.total == 0
        webhooks = if case .configured(let urls) = page.setup { urls } else { [] }
        hasWebhooks = !webhooks.isEmpty
        isFiltered = filter.isActive
        hasFilter = page.total > 0
        isFilteredOut = page.total > 0 && page.runs.isEmpty
        text = filter.text ?? ""
        repositories = page.repositories.map { Choice(value: $0, text: $0, isSelected: $0 == filter.repository) }
        states = RunState.allCases.map { Choice(value: $0.rawValue, text: $0.word, isSelected: $0 == filter.state) }
        table = page.runs.map { RunRowView($0, now: context.now) }
        hasTable = !page.runs.isEmpty
        pager = PagerView(PageSlice(count: page.matching, page: filter.page, size: RunFilter.pageSize)) { filter.path(page: $0) }
        total =
            filter.isActive
            ? "\(FigureText.count(page.matching)) of \(FigureText.count(page.total, "run"))" : FigureText.count(page.total, "run")
        let isLive = isWaitingForFirst || page.runs.contains { $0.state.isActive }
        frame = FrameView(title: Self.title(page), context: context, isLive: isLive)
    }

    private static func title(_ page: RunListPage) -> String {
        let active = page.runs.count { $0.state.isActive }
        return active > 0 ? "Pull request runs, \(active) active" : "Pull request runs"
    }
}

extension RunFilter {
    /// The address of another page of the same list.
    func path(page: Int) -> String {
        Route.path(
            Route.runs,
            [
                ("repository", repository), ("state", state?.rawValue), ("text", text),
                ("page", page > 1 ? String(page) : nil),
            ]
        )
    }
}

/// One run as a row.
struct RunRowView {
    /// A number of models with its mark.
    struct Count {
        var icon: String
        var number: String
        var tone: String
        var words: String
    }

    var href: String
    /// `#12` or `!12`.
    var reference: String
    var title: String
    var repository: String
    var configuration: String
    var author: String
    var hasAuthor: Bool
    var headBranch: String
    var baseBranch: String
    var sha: String
    /// Absent before there is something to say.
    var verdict: BadgeView?
    var counts: [Count]
    /// A run that has not simply ended says so.
    var status: BadgeView?
    var started: MomentView
    var took: String

    init(_ run: RunSummary, now: Double) {
        let request = run.changeRequest
        href = Route.run(run.id)
        reference = request.reference
        title = request.title.isEmpty ? "(no title)" : request.title
        repository = run.repository
        configuration = run.configuration
        author = request.author
        hasAuthor = !author.isEmpty
        headBranch = request.headBranch
        baseBranch = request.baseBranch
        sha = Phrase.short(sha: request.headSHA)
        verdict = run.counts.flatMap { $0.kind == .running ? nil : BadgeView(kind: $0.kind) }
        counts = Self.counts(run.counts)
        status = run.state == .succeeded ? nil : BadgeView(state: run.state, kind: nil)
        started = MomentView(run.createdAt, now: now)
        let end = run.finishedAt ?? (run.state.isActive ? now : nil)
        took = end.map { TimeText.duration($0 - run.createdAt) } ?? "–"
    }

    private static func counts(_ counts: RunCounts?) -> [Count] {
        guard let counts else { return [] }
        let all: [(Int, String, String, String)] = [
            (counts.different, "≠", "changed", "different"),
            (counts.identical, "✓", "ok", "identical"),
            (counts.failed, "✕", "failed", "failed"),
            (counts.pending, "…", "busy", "to be compared"),
        ]
        return all.filter { $0.0 > 0 }.map { number, icon, tone, word in
            Count(icon: icon, number: FigureText.count(number), tone: tone, words: "\(FigureText.count(number, "model")) \(word)")
        }
    }
}
