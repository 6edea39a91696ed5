package import DataDiff

/// One data diff.
package struct DiffPage: Hashable, Sendable {
    package enum State: Hashable, Sendable {
        case waiting
        case running(PageProgress?)
        /// Cancelled before it had a result, with the reason as a sentence.
        case cancelled(String?)
        /// A failed diff carries its error.
        case finished(DiffResult)
    }

    package var id: Int
    /// The dbt model's name; the relation's name is the heading when absent.
    package var model: String?
    package var state: State
    /// Dotted relations, or `query`; a finished result's own names win.
    package var relationA: String?
    package var relationB: String?
    /// The data source's name.
    package var dataSource: String?
    /// The pull request run it belongs to; absent for a diff asked for by hand.
    package var run: RunReference?
    /// Seconds since 1970-01-01 UTC.
    package var createdAt: Double?
    package var finishedAt: Double?
    /// When its sample rows and profiles were deleted, which are kept for a time only; absent while they are there.
    package var prunedAt: Double?
    package var tab: DiffTab
    package var choice: DiffChoice

    package init(
        id: Int, model: String? = nil, state: State, relationA: String? = nil, relationB: String? = nil, dataSource: String? = nil,
        run: RunReference? = nil, createdAt: Double? = nil, finishedAt: Double? = nil, prunedAt: Double? = nil, tab: DiffTab = .overview,
        choice: DiffChoice = DiffChoice()
    ) {
        self.id = id
        self.model = model
        self.state = state
        self.relationA = relationA
        self.relationB = relationB
        self.dataSource = dataSource
        self.run = run
        self.createdAt = createdAt
        self.finishedAt = finishedAt
        self.prunedAt = prunedAt
        self.tab = tab
        self.choice = choice
    }
}

/// The run a diff belongs to.
package struct RunReference: Hashable, Sendable {
    package var id: Int
    package var repository: String
    package var number: Int
    package var title: String

    package init(id: Int, repository: String, number: Int, title: String) {
        self.id = id
        self.repository = repository
        self.number = number
        self.title = title
    }
}

/// The pages of one diff; the raw value is the last part of the path.
package enum DiffTab: String, Hashable, Sendable, CaseIterable {
    case overview, columns, keys, values, profiles
}

/// What a page of a diff shows; all of it stands in the address (`?column=amount&page=2`).
package struct DiffChoice: Hashable, Sendable {
    package enum Sort: String, Hashable, Sendable, CaseIterable {
        /// Side a's own order.
        case position
        case name
        /// Most differing first.
        case match
    }

    /// Kinds of sample rows on the keys page.
    package enum RowKind: String, Hashable, Sendable, CaseIterable {
        case exclusiveA = "exclusive-a"
        case exclusiveB = "exclusive-b"
        case duplicateA = "duplicate-a"
        case duplicateB = "duplicate-b"
        case nullKeyA = "null-key-a"
        case nullKeyB = "null-key-b"
    }

    /// Only rows in which this column differs.
    package var column: String?
    package var sort: Sort
    /// Only this kind of rows on the keys page.
    package var kind: RowKind?
    /// One sample row in full, from 1.
    package var row: Int?
    /// From 1.
    package var page: Int

    package init(column: String? = nil, sort: Sort = .match, kind: RowKind? = nil, row: Int? = nil, page: Int = 1) {
        self.column = column
        self.sort = sort
        self.kind = kind
        self.row = row
        self.page = page
    }

    /// Reads the address's query items; what makes no sense is ignored.
    package init(query: [String: String]) {
        self.init(
            column: query["column"].flatMap { $0.isEmpty ? nil : $0 },
            sort: query["sort"].flatMap(Sort.init(rawValue:)) ?? .match,
            kind: query["kind"].flatMap(RowKind.init(rawValue:)),
            row: query["row"].flatMap(Int.init).flatMap { $0 > 0 ? $0 : nil },
            page: PageNumber.read(query["page"])
        )
    }
}
