import Reports
import SourceControl

/// What the run is about: the pull request, the commits and the times.
struct RunFactsView {
    var title: LinkView
    /// `#12` or `!12`.
    var reference: String
    /// `Pull request` or `Merge request`.
    var heading: String
    var repository: String
    var configuration: String
    var author: String
    var hasAuthor: Bool
    var headBranch: String
    var baseBranch: String
    var head: LinkView
    /// Absent until the base is known.
    var base: LinkView?
    var baseNote: String?
    var comment: LinkView?
    var started: MomentView
    var took: String?
    var requestState: String?

    init(_ page: RunPage, now: Double) {
        let request = page.changeRequest
        title = LinkView(text: request.title.isEmpty ? "(no title)" : request.title, url: request.url)
        reference = request.reference
        heading = request.noun.prefix(1).uppercased() + request.noun.dropFirst()
        repository = page.repository
        configuration = page.configuration
        author = request.author
        hasAuthor = !author.isEmpty
        headBranch = request.headBranch
        baseBranch = request.baseBranch
        head = LinkView(text: Phrase.short(sha: page.report.headSHA ?? request.headSHA), url: page.headCommitURL)
        base = page.report.base.sha.map { LinkView(text: Phrase.short(sha: $0), url: page.baseCommitURL) }
        baseNote = Self.note(behind: page.report.base.commitsBehind, age: page.report.base.ageSeconds)
        comment = page.commentURL.flatMap { LinkAddress.safe($0) == nil ? nil : LinkView(text: "Comment on the \(request.noun)", url: $0) }
        started = MomentView(page.createdAt, now: now)
        let end = page.finishedAt ?? (page.state.isActive ? now : nil)
        took = end.map { (page.finishedAt == nil ? "running for " : "took ") + TimeText.duration($0 - page.createdAt) }
        requestState = request.isDraft ? "draft" : request.state == .open ? nil : request.state.rawValue
    }

    private static func note(behind: Int?, age: Double?) -> String? {
        let parts = [
            behind.map { $0 == 0 ? "the merge base itself" : FigureText.count($0, "commit") + " behind the merge base" },
            age.map { "built \(TimeText.rough($0)) before the review" },
        ]
        let text = parts.compactMap(\.self).joined(separator: ", ")
        return text.isEmpty ? nil : text
    }
}

/// One step of the timeline as the page shows it.
struct TimelineStepView {
    var title: String
    /// A class of the style sheet.
    var tone: String
    var icon: String
    /// The state in words, for readers who do not see the icon.
    var word: String
    var detail: String?
    var link: LinkView?
    var started: MomentView?
    var took: String?

    init(_ step: TimelineStep, now: Double) {
        title = step.title
        detail = step.detail
        link = step.link.map(LinkView.init)
        started = step.startedAt.map { MomentView($0, now: now) }
        let end = step.finishedAt ?? (step.state == .active ? now : nil)
        took = step.startedAt.flatMap { start in end.map { TimeText.duration($0 - start) } }
        (icon, tone, word) =
            switch step.state {
            case .done: ("✓", "ok", "done")
            case .active: ("…", "busy", "now")
            case .waiting: ("○", "quiet", "to come")
            case .failed: ("✕", "failed", "failed")
            case .skipped: ("–", "quiet", "skipped")
            }
    }
}
