@testable import Web

/// Pages of the catalogue in their states.
extension SamplePages {
    static func catalogueItem(_ name: String = "fct_orders", description: String = "One row per order.") -> CatalogueListPage.Item {
        .init(
            configurationID: 1, configuration: "shop", uniqueID: "model.shop.\(name)", name: name, resourceType: "model",
            description: description, owner: "Finance", tags: ["core", "daily", "finance", "pii"], columns: 12, rowCount: 1_200_345)
    }

    static func catalogueSyncs() -> [CatalogueSync] {
        [
            CatalogueSync(
                configurationID: 1, configuration: "shop", outcome: .done, message: "Read 20 nodes of commit 1234567; 2 changes.",
                at: context.now - 60, sha: "1234567890", run: PageLink(text: "production run 5", url: "https://cloud.example/runs/5"),
                isOn: true, next: "22 Sep 2026 at 02:00 (Europe/Berlin)", isAsked: true),
            CatalogueSync(
                configurationID: 2, configuration: "other", outcome: .failed, message: "The artifacts cannot be used.", at: context.now,
                run: PageLink(text: "production run 6", url: "javascript:alert(1)")),
            CatalogueSync(configurationID: 3, configuration: "third", outcome: .waiting, isOn: true),
            CatalogueSync(configurationID: 4, configuration: "off"),
        ]
    }

    /// With buttons, for who is signed in.
    static func catalogueList(_ items: [CatalogueListPage.Item]? = nil, query: [String: String] = ["page": "2", "type": "model"])
        -> CatalogueListPage
    {
        CatalogueListPage(
            items: items ?? [catalogueItem(), catalogueItem("orders")], matching: 120, total: 130, filter: CatalogueFilter(query: query),
            tags: ["core"], owners: ["Finance"], resourceTypes: ["model", "semantic_model"], syncs: catalogueSyncs())
    }

    static func catalogueNode() -> CataloguePage {
        var page = CataloguePage(item: catalogueItem())
        page.relation = "db.prod.fct_orders"
        page.materialized = "table"
        page.file = "models/fct_orders.sql"
        page.url = "https://dash.example/1"
        page.meta = [("tier", "1")]
        page.columns = [
            .init(name: "order_id", type: "BIGINT", description: "The key.", tags: ["primary-key"]),
            .init(name: "note", type: nil, isInWarehouse: false),
        ]
        page.upstream = [.init(uniqueID: "source.shop.raw.orders", name: "raw.orders", resourceType: "source")]
        page.downstream = [.init(uniqueID: "exposure.shop.board", name: "board", resourceType: "exposure")]
        page.history = [
            .init(
                kind: "column_type", column: "order_id", old: "INTEGER", new: "BIGINT", at: context.now, sha: "1234567890",
                run: PageLink(text: "production run 5", url: "https://cloud.example/runs/5")),
            .init(kind: "description", old: "", new: "One row per order.", at: context.now, run: PageLink(text: "run", url: "x:y")),
            .init(kind: "node_added", at: context.now),
        ]
        page.diffs = [.init(id: 3, runID: 2, number: 7, title: "Fix orders", verdict: "different", createdAt: context.now)]
        return page
    }

    static func goneNode() -> CataloguePage {
        var page = CataloguePage(
            item: .init(configurationID: 1, configuration: "shop", uniqueID: "model.shop.old", name: "old", resourceType: "model"))
        page.isPresent = false
        return page
    }

    static func hostileCatalogueNode() -> CataloguePage {
        var page = catalogueNode()
        page.item.name = hostileNames[11]
        page.item.description = hostileNames.joined(separator: "\n")
        page.item.tags = hostileNames
        page.item.owner = hostileNames[0]
        page.url = "javascript:alert(1)"
        page.meta = hostileNames.map { ($0, $0) }
        page.columns = hostileNames.map { .init(name: $0, type: $0, description: $0, tags: [$0]) }
        page.upstream = hostileNames.map { .init(uniqueID: "model.shop.\($0)", name: $0, resourceType: $0) }
        page.history = hostileNames.map { .init(kind: $0, column: $0, old: $0, new: $0, at: context.now, sha: $0) }
        page.diffs = hostileNames.map { .init(id: 1, runID: 1, number: 1, title: $0, verdict: $0, createdAt: 0) }
        return page
    }

    static let catalogueLists: [(name: String, page: CatalogueListPage)] = [
        ("catalogue", catalogueList()), ("catalogue, nothing fits", catalogueList([], query: ["text": "nowhere"])),
        ("fresh catalogue", CatalogueListPage(items: [], matching: 0, total: 0, filter: CatalogueFilter(query: [:]))),
        ("hostile catalogue", catalogueList(hostileNames.map { catalogueItem($0, description: $0) }, query: ["text": hostileNames[1]])),
        (
            "short catalogue",
            CatalogueListPage(items: [catalogueItem()], matching: 1, total: 1, filter: CatalogueFilter(query: [:]))
        ),
    ]

    static let catalogueNodes: [(name: String, page: CataloguePage)] = [
        ("node", catalogueNode()), ("gone node", goneNode()), ("hostile node", hostileCatalogueNode()),
        (
            "bare node",
            CataloguePage(item: .init(configurationID: 1, configuration: "s", uniqueID: "model.s.x", name: "x", resourceType: "model"))
        ),
    ]

    static var catalogueHTML: [(name: String, html: String)] {
        catalogueLists.map { ($0.name, WebPages.catalogue($0.page, context: context)) }
            + catalogueNodes.map { ($0.name, WebPages.catalogueNode($0.page, context: context)) }
    }
}
