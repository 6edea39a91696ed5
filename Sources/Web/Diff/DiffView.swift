import DataDiff

/// One diff as its template shows it: the head of the page and one of the tabs.
struct DiffView {
    /// A link to another page of the diff.
    struct Tab {
        var text: String
        var href: String
        var isCurrent: Bool
        /// How many differences are there, with a mark.
        var count: String?
    }

    var frame: FrameView
    var crumbs: [LinkView]
    var heading: String
    var verdictText: String
    /// The window in time, and how far apart the tables were built.
    var timeTexts: [String]
    /// That rows are no longer kept.
    var pruned: String?
    var badge: BadgeView
    var facts: DiffFactsView
    var progress: ProgressView?
    var isActive: Bool
    var failure: RunView.Failure?
    var tabs: [Tab]
    var hasTabs: Bool
    var overview: OverviewView?
    var columnsTab: ColumnsView?
    var keysTab: KeysView?
    var valuesTab: ValuesView?
    var profilesTab: ProfilesView?
    var rowTab: SampleRowView?

    init(_ page: DiffPage, context: PageContext) {
        let result = page.result
        let name = page.model ?? page.relationB ?? page.relationA ?? result?.table(1) ?? "Data diff \(page.id)"
        heading = name
        badge = page.badge
        verdictText = DiffSentence.text(page)
        timeTexts = result.map(DiffSentence.time) ?? []
        pruned = page.prunedText
        facts = DiffFactsView(page, now: context.now)
        crumbs = Self.crumbs(page)
        isActive = page.isActive
        if case .running(let progress) = page.state { self.progress = progress.map(ProgressView.init) }
        failure = result?.error.map { RunView.Failure(name: name, link: nil, message: $0.message, hint: $0.hint) }
        tabs = result.map { Self.tabs(page, $0) } ?? []
        hasTabs = result.map { $0.verdict != .error } ?? false
        frame = FrameView(title: "\(badge.word): \(heading)", context: context, isLive: isActive)
        if let result, hasTabs { fill(page, result) }
    }

    private mutating func fill(_ page: DiffPage, _ result: DiffResult) {
        if let row = SampleRowView(page, result) {
            rowTab = row
            return
        }
        switch page.tab {
        case .overview: overview = OverviewView(page, result)
        case .columns: columnsTab = ColumnsView(page, result)
        case .keys: keysTab = KeysView(page, result)
        case .values: valuesTab = ValuesView(page, result)
        case .profiles: profilesTab = ProfilesView(page, result)
        }
    }

    private static func crumbs(_ page: DiffPage) -> [LinkView] {
        guard let run = page.run else { return [LinkView(text: "Runs", url: Route.runs)] }
        return [
            LinkView(text: "Runs", url: Route.runs),
            LinkView(text: "\(run.repository) #\(run.number) \(Phrase.cut(run.title, to: 80))", url: Route.run(run.id)),
        ]
    }

    private static func tabs(_ page: DiffPage, _ result: DiffResult) -> [Tab] {
        let tabs = DiffTab.allCases.filter { $0 != .profiles || result.profiles != nil || page.tab == .profiles }
        return tabs.map { tab in
            let (text, count, mark): (String, Int, String) =
                switch tab {
                case .overview: ("Overview", 0, "")
                case .columns:
                    (
                        "Columns", result.removedColumns.count + result.addedColumns.count + (result.schema?.columnTypeMismatches ?? 0),
                        "≠"
                    )
                case .keys:
                    result.pks.map {
                        $0.hasBadKeys ? ("Keys", ($0.nulls + $0.dupes).reduce(0, +), "!") : ("Keys", $0.exclusives.reduce(0, +), "≠")
                    }
                        ?? ("Keys", 0, "")
                case .values: ("Values", result.values?.rowsWithDifferences ?? 0, "≠")
                case .profiles: ("Profiles", 0, "")
                }
            return Tab(
                text: text, href: Route.diff(page.id, tab), isCurrent: tab == page.tab,
                count: count > 0 ? "\(mark)\(FigureText.space)\(FigureText.count(count))" : nil)
        }
    }
}

extension DiffPage {
    /// What the diff found, when it is finished.
    var result: DiffResult? { if case .finished(let result) = state { result } else { nil } }

    /// That sample rows were there and are deleted; nil where they are there, and where the diff failed.
    var prunedText: String? {
        guard let prunedAt, let result, result.verdict != .error else { return nil }
        let again = run == nil ? "" : " A rerun of the review shows rows again."
        return
            "The sample rows and profiles of this diff were deleted on \(TimeText.iso(prunedAt).prefix(10)), because the server keeps them "
            + "for a time only (retention_days). Its counts stay.\(again)"
    }

    var isActive: Bool {
        switch state {
        case .waiting, .running: true
        case .cancelled, .finished: false
        }
    }

    var badge: BadgeView {
        switch state {
        case .waiting: .waiting
        case .running: .running
        case .cancelled: .cancelled
        case .finished(let result): BadgeView(result)
        }
    }
}
