/// Everything the catalogue has of one node.
package struct CataloguePage: Hashable, Sendable {
    package struct Column: Hashable, Sendable {
        package var name: String
        package var type: String?
        package var description: String
        package var tags: [String]
        /// False when only the project's files tell of it.
        package var isInWarehouse: Bool

        package init(name: String, type: String?, description: String = "", tags: [String] = [], isInWarehouse: Bool = true) {
            self.name = name
            self.type = type
            self.description = description
            self.tags = tags
            self.isInWarehouse = isInWarehouse
        }
    }

    /// A node beside this one.
    package struct Neighbour: Hashable, Sendable {
        package var uniqueID: String
        package var name: String
        package var resourceType: String

        package init(uniqueID: String, name: String, resourceType: String) {
            self.uniqueID = uniqueID
            self.name = name
            self.resourceType = resourceType
        }
    }

    /// A change of the metadata that a sync found.
    package struct Change: Hashable, Sendable {
        /// As `column_added`.
        package var kind: String
        package var column: String?
        package var old: String?
        package var new: String?
        package var at: Double
        package var sha: String?
        package var run: PageLink?

        package init(
            kind: String, column: String? = nil, old: String? = nil, new: String? = nil, at: Double, sha: String? = nil,
            run: PageLink? = nil
        ) {
            self.kind = kind
            self.column = column
            self.old = old
            self.new = new
            self.at = at
            self.sha = sha
            self.run = run
        }
    }

    /// A data diff of the model in a pull request.
    package struct RecentDiff: Hashable, Sendable {
        package var id: Int
        package var runID: Int
        package var number: Int
        package var title: String
        /// The verdict, or how far it is, in words.
        package var verdict: String
        package var createdAt: Double

        package init(id: Int, runID: Int, number: Int, title: String, verdict: String, createdAt: Double) {
            self.id = id
            self.runID = runID
            self.number = number
            self.title = title
            self.verdict = verdict
            self.createdAt = createdAt
        }
    }

    package var item: CatalogueListPage.Item
    package var relation: String?
    package var materialized: String?
    package var file: String
    package var bytes: Int?
    package var url: String?
    /// Other `meta` keys, sorted.
    package var meta: [(key: String, value: String)]
    package var columns: [Column]
    package var upstream: [Neighbour]
    package var downstream: [Neighbour]
    package var history: [Change]
    package var diffs: [RecentDiff]
    /// False once it is gone from the project; then only its history is left.
    package var isPresent: Bool

    package init(item: CatalogueListPage.Item) {
        self.item = item
        file = ""
        meta = []
        columns = []
        upstream = []
        downstream = []
        history = []
        diffs = []
        isPresent = true
    }

    package static func == (left: Self, right: Self) -> Bool {
        left.item == right.item && left.columns == right.columns && left.history == right.history && left.diffs == right.diffs
            && left.upstream == right.upstream && left.downstream == right.downstream
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(item)
        hasher.combine(columns)
    }
}
