/// What the project knows of its data: nodes of all configurations by name.
package struct CatalogueListPage: Hashable, Sendable {
    /// One node as a row.
    package struct Item: Hashable, Sendable {
        package var configurationID: Int
        package var configuration: String
        package var uniqueID: String
        package var name: String
        package var resourceType: String
        package var description: String
        package var owner: String?
        package var tags: [String]
        package var columns: Int
        package var rowCount: Int?

        package init(
            configurationID: Int, configuration: String, uniqueID: String, name: String, resourceType: String, description: String = "",
            owner: String? = nil, tags: [String] = [], columns: Int = 0, rowCount: Int? = nil
        ) {
            self.configurationID = configurationID
            self.configuration = configuration
            self.uniqueID = uniqueID
            self.name = name
            self.resourceType = resourceType
            self.description = description
            self.owner = owner
            self.tags = tags
            self.columns = columns
            self.rowCount = rowCount
        }
    }

    package var items: [Item]
    /// How many fit the filter, on all pages.
    package var matching: Int
    package var total: Int
    package var filter: CatalogueFilter
    package var tags: [String]
    package var owners: [String]
    package var resourceTypes: [String]
    /// One for each configuration.
    package var syncs: [CatalogueSync]
    /// What became of what was asked for.
    package var notices: [PageNotice] = []

    package init(
        items: [Item], matching: Int, total: Int, filter: CatalogueFilter, tags: [String] = [], owners: [String] = [],
        resourceTypes: [String] = [], syncs: [CatalogueSync] = []
    ) {
        self.items = items
        self.matching = matching
        self.total = total
        self.filter = filter
        self.tags = tags
        self.owners = owners
        self.resourceTypes = resourceTypes
        self.syncs = syncs
    }
}

/// Where a configuration's metadata comes from, and how it stands with it.
package struct CatalogueSync: Hashable, Sendable {
    package enum Outcome: String, Hashable, Sendable { case waiting, done, failed }

    package var configurationID: Int
    package var configuration: String
    /// Absent before the first sync.
    package var outcome: Outcome?
    /// What happened last, as a sentence.
    package var message: String
    package var at: Double?
    package var sha: String?
    package var run: PageLink?
    /// Whether pushes or a schedule bring syncs about.
    package var isOn: Bool
    /// The next times of the schedule, in words; absent without one.
    package var next: String?
    /// Whether somebody has asked for a sync that is not done yet.
    package var isAsked: Bool

    package init(
        configurationID: Int, configuration: String, outcome: Outcome? = nil, message: String = "", at: Double? = nil, sha: String? = nil,
        run: PageLink? = nil, isOn: Bool = false, next: String? = nil, isAsked: Bool = false
    ) {
        self.configurationID = configurationID
        self.configuration = configuration
        self.outcome = outcome
        self.message = message
        self.at = at
        self.sha = sha
        self.run = run
        self.isOn = isOn
        self.next = next
        self.isAsked = isAsked
    }
}

/// What a list of the catalogue shows.
package struct CatalogueFilter: Hashable, Sendable {
    package static let pageSize = 50

    package var text: String?
    package var configuration: String?
    package var resourceType: String?
    package var owner: String?
    package var tag: String?
    package var page: Int

    /// Reads the items of an address.
    package init(query: [String: String]) {
        func read(_ name: String) -> String? { query[name].flatMap { $0.isEmpty ? nil : String($0.prefix(300)) } }
        text = read("text")
        configuration = read("configuration")
        resourceType = read("type")
        owner = read("owner")
        tag = read("tag")
        page = PageNumber.read(query["page"])
    }

    package var isActive: Bool { [text, configuration, resourceType, owner, tag].contains { $0 != nil } }

    /// The address of another page of the same list.
    func path(page: Int) -> String {
        Route.path(
            Route.catalogue,
            [
                ("text", text), ("configuration", configuration), ("type", resourceType), ("owner", owner), ("tag", tag),
                ("page", page > 1 ? String(page) : nil),
            ])
    }
}
