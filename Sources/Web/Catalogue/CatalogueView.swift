/// One node of the catalogue as its template shows it.
struct CatalogueView {
    struct Link {
        var href: String
        var text: String
        var note: String
    }

    struct ColumnRow {
        var name: String
        var type: String
        var description: String
        var tags: [String]
        var note: String?
    }

    struct ChangeRow {
        var what: String
        var column: String?
        var old: String?
        var new: String?
        var at: MomentView
        var commit: String?
        var run: LinkView?
    }

    struct DiffRow {
        var href: String
        var runHref: String
        var number: Int
        var title: String
        var verdict: String
        var at: MomentView
    }

    struct Pair {
        var key: String
        var value: String
    }

    var frame: FrameView
    var listPath = Route.catalogue
    var name: String
    var type: String
    var configuration: String
    var uniqueID: String
    var isGone: Bool
    var description: String?
    var facts: [Pair]
    var hasFacts: Bool
    var address: LinkView?
    var tags: [Link]
    var hasTags: Bool
    var columns: [ColumnRow]
    var hasColumns: Bool
    var columnsCount: String
    var upstream: [Link]
    var downstream: [Link]
    var hasUpstream: Bool
    var hasDownstream: Bool
    var history: [ChangeRow]
    var hasHistory: Bool
    var diffs: [DiffRow]
    var hasDiffs: Bool

    init(_ page: CataloguePage, context: PageContext) {
        let item = page.item
        name = item.name
        type = item.resourceType.replacing("_", with: " ")
        configuration = item.configuration
        uniqueID = item.uniqueID
        isGone = !page.isPresent
        description = item.description.isEmpty ? nil : item.description
        facts = Self.facts(page)
        hasFacts = !facts.isEmpty
        address = page.url.map { LinkView(text: Phrase.cut($0, to: 80), url: $0) }
        tags = item.tags.map {
            Link(href: CatalogueFilter(query: ["tag": $0]).path(page: 1), text: $0, note: "")
        }
        hasTags = !tags.isEmpty
        columns = page.columns.map(Self.column)
        hasColumns = !columns.isEmpty
        columnsCount = FigureText.count(columns.count, "column")
        upstream = page.upstream.map { Self.link($0, item.configurationID) }
        downstream = page.downstream.map { Self.link($0, item.configurationID) }
        hasUpstream = !upstream.isEmpty
        hasDownstream = !downstream.isEmpty
        history = page.history.map { Self.change($0, now: context.now) }
        hasHistory = !history.isEmpty
        diffs = page.diffs.map { diff in
            DiffRow(
                href: Route.diff(diff.id), runHref: Route.run(diff.runID), number: diff.number, title: diff.title, verdict: diff.verdict,
                at: MomentView(diff.createdAt, now: context.now))
        }
        hasDiffs = !diffs.isEmpty
        frame = FrameView(title: "\(item.name), catalogue", context: context)
    }

    private static func facts(_ page: CataloguePage) -> [Pair] {
        let all: [(String, String?)] = [
            ("Owner", page.item.owner), ("Relation", page.relation), ("Built as", page.materialized),
            ("Rows", page.item.rowCount.map { FigureText.count($0) }), ("Bytes", page.bytes.map { FigureText.count($0) }),
            ("File", page.file.isEmpty ? nil : page.file),
        ]
        return all.compactMap { key, value in value.map { Pair(key: key, value: $0) } }
            + page.meta.map { Pair(key: $0.key, value: Phrase.cut($0.value, to: 400)) }
    }

    private static func column(_ column: CataloguePage.Column) -> ColumnRow {
        ColumnRow(
            name: column.name, type: column.type ?? "–", description: column.description, tags: column.tags,
            note: column.isInWarehouse ? nil : "described only")
    }

    private static func link(_ node: CataloguePage.Neighbour, _ configuration: Int) -> Link {
        Link(
            href: Route.catalogueNode(configuration, node.uniqueID), text: node.name,
            note: node.resourceType.replacing("_", with: " "))
    }

    private static let words = [
        "node_added": "Added", "node_removed": "Removed", "description": "Description edited", "owner": "Owner changed",
        "tags": "Tags changed", "meta": "Meta changed", "relation": "Relation changed", "column_added": "Column added",
        "column_removed": "Column removed", "column_type": "Column type changed", "column_description": "Column description edited",
        "column_tags": "Column tags changed",
    ]

    private static func change(_ change: CataloguePage.Change, now: Double) -> ChangeRow {
        func shown(_ text: String?) -> String? { text.map { $0.isEmpty ? "(empty)" : Phrase.cut($0, to: 300) } }
        let isWhole = ["node_added", "node_removed"].contains(change.kind)
        return ChangeRow(
            what: words[change.kind] ?? change.kind, column: change.column, old: isWhole ? nil : shown(change.old),
            new: isWhole ? nil : shown(change.new), at: MomentView(change.at, now: now), commit: change.sha.map { Phrase.short(sha: $0) },
            run: change.run.map { LinkView($0) })
    }
}
