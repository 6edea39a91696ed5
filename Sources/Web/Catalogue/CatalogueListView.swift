/// The list of the catalogue as its template shows it.
struct CatalogueListView {
    struct Choice {
        var value: String
        var text: String
        var isSelected: Bool
    }

    struct ItemRow {
        var href: String
        var name: String
        var configuration: String
        var type: String
        var description: String
        var owner: String
        var tags: [String]
        var moreTags: String?
        var columns: String
        var rowCount: String
    }

    var frame: FrameView
    var total: String
    var notices: [NoticeView]
    var isFresh: Bool
    var isFilteredOut: Bool
    var hasFilter: Bool
    var isFiltered: Bool
    var clearPath = Route.catalogue
    var text: String
    var configurations: [Choice]
    var types: [Choice]
    var owners: [Choice]
    var tags: [Choice]
    var table: [ItemRow]
    var hasTable: Bool
    var syncs: [CatalogueSyncView]
    var hasSyncs: Bool
    var pager: PagerView?

    init(_ page: CatalogueListPage, context: PageContext) {
        let filter = page.filter
        isFresh = page.total == 0
        isFilteredOut = page.total > 0 && page.items.isEmpty
        hasFilter = page.total > 0
        isFiltered = filter.isActive
        text = filter.text ?? ""
        func choices(_ values: [String], _ selected: String?) -> [Choice] {
            values.map { Choice(value: $0, text: Phrase.cut($0, to: 60), isSelected: $0 == selected) }
        }
        configurations = choices(page.syncs.map(\.configuration), filter.configuration)
        types = choices(page.resourceTypes, filter.resourceType)
        owners = choices(page.owners, filter.owner)
        tags = choices(page.tags, filter.tag)
        table = page.items.map(Self.row)
        hasTable = !page.items.isEmpty
        notices = page.notices.map(NoticeView.init)
        syncs = page.syncs.map { CatalogueSyncView($0, context: context) }
        hasSyncs = !syncs.isEmpty
        pager = PagerView(PageSlice(count: page.matching, page: filter.page, size: CatalogueFilter.pageSize)) { filter.path(page: $0) }
        let nodes = FigureText.count(page.total, "node")
        total = filter.isActive ? "\(FigureText.count(page.matching)) of \(nodes)" : nodes
        frame = FrameView(title: "Catalogue", context: context, isLive: page.syncs.contains { $0.outcome == .waiting })
    }

    private static func row(_ item: CatalogueListPage.Item) -> ItemRow {
        let tags = Phrase.cut(item.tags, after: 3)
        return ItemRow(
            href: Route.catalogueNode(item.configurationID, item.uniqueID), name: item.name, configuration: item.configuration,
            type: item.resourceType.replacing("_", with: " "), description: Phrase.cut(item.description, to: 160), owner: item.owner ?? "–",
            tags: tags.shown, moreTags: tags.more, columns: item.columns > 0 ? FigureText.count(item.columns) : "–",
            rowCount: item.rowCount.map { FigureText.count($0) } ?? "–")
    }
}

/// How it stands with the sync of one configuration.
struct CatalogueSyncView {
    var configuration: String
    var badge: BadgeView
    var message: String
    var at: MomentView?
    var commit: String?
    var run: LinkView?
    /// Absent without a schedule.
    var next: String?
    /// Absent for those who may not press it, and while it is done.
    var button: SyncButton?

    /// A form of one button.
    struct SyncButton {
        var path = Route.sync
        var token: String
        var value: String
        /// What it acts on, for people who do not see the row.
        var of: String
    }

    init(_ sync: CatalogueSync, context: PageContext) {
        configuration = sync.configuration
        badge = Self.badge(sync)
        message = sync.message.isEmpty ? Self.without(sync) : sync.message
        at = sync.at.map { MomentView($0, now: context.now) }
        commit = sync.sha.map { Phrase.short(sha: $0) }
        run = sync.run.map { LinkView($0) }
        next = sync.next
        if context.mayAdminister, !sync.isAsked {
            button = SyncButton(token: context.formToken ?? "", value: String(sync.configurationID), of: sync.configuration)
        }
    }

    private static func badge(_ sync: CatalogueSync) -> BadgeView {
        switch sync.outcome {
        case .done: BadgeView(icon: "✓", word: "Synced", tone: "ok")
        case .failed: BadgeView(icon: "✕", word: "Failed", tone: "failed")
        case .waiting: BadgeView(icon: "…", word: "Waiting", tone: "busy")
        case nil: BadgeView(icon: "–", word: sync.isOn ? "No sync yet" : "Off", tone: "quiet")
        }
    }

    private static func without(_ sync: CatalogueSync) -> String {
        if sync.outcome == .waiting { return "Looking for the production run." }
        return sync.isOn ? "Nothing was synced yet." : "Set sync_metadata_on_push or sync_metadata_schedule to turn it on."
    }
}
