package import Reports
package import SourceControl

/// All pull request runs, newest first.
package struct RunListPage: Hashable, Sendable {
    /// What stands between a fresh installation and the first run.
    package enum Setup: Hashable, Sendable {
        /// No configuration connects a repository with a data source yet.
        case nothingConfigured
        /// Configured; the webhook address of each host that should be called, for example `https://…/webhooks/github`.
        case configured(webhookURLs: [String])
    }

    /// The runs of this page of the list only.
    package var runs: [RunSummary]
    /// How many runs match the filter, on all pages.
    package var matching: Int
    /// How many runs there are at all.
    package var total: Int
    package var filter: RunFilter
    /// Choices for the repository filter.
    package var repositories: [String]
    package var setup: Setup
    /// What hinders reviews of repositories.
    package var notices: [PageNotice] = []

    package init(
        runs: [RunSummary],
        matching: Int,
        total: Int,
        filter: RunFilter = RunFilter(),
        repositories: [String] = [],
        setup: Setup = .configured(webhookURLs: [])
    ) {
        self.runs = runs
        self.matching = matching
        self.total = total
        self.filter = filter
        self.repositories = repositories
        self.setup = setup
    }
}

/// Which runs the list shows; all of it stands in the address (`?repository=…&state=…&text=…&page=…`).
package struct RunFilter: Hashable, Sendable {
    /// Rows per page of the list.
    package static let pageSize = 50

    package var repository: String?
    package var state: RunState?
    /// To be found, ignoring case, in title, author, branch, number or head commit.
    package var text: String?
    /// From 1.
    package var page: Int

    package init(repository: String? = nil, state: RunState? = nil, text: String? = nil, page: Int = 1) {
        self.repository = repository
        self.state = state
        self.text = text
        self.page = page
    }

    /// Reads the address's query items; what makes no sense is ignored.
    package init(query: [String: String]) {
        self.init(
            repository: query["repository"].flatMap { $0.isEmpty ? nil : $0 },
            state: query["state"].flatMap(RunState.init(rawValue:)),
            text: query["text"].flatMap { $0.isEmpty ? nil : $0 },
            page: PageNumber.read(query["page"])
        )
    }

    /// Whether anything is filtered out.
    package var isActive: Bool { repository != nil || state != nil || text != nil }
}

/// Where a pull request run stands.
package enum RunState: String, Hashable, Sendable, Codable, CaseIterable {
    /// Recorded, not started.
    case queued
    /// Waits for the dbt job of the pull request.
    case waiting
    /// Artifacts are compared or diffs run.
    case running
    /// More diffs than the threshold; a person has to confirm.
    case needsConfirmation = "needs_confirmation"
    /// Ended with a report, whatever the report says.
    case succeeded
    /// Ended without a whole report.
    case failed
    case cancelled
    /// A newer commit took its place.
    case superseded
    /// Nothing to do: every changed file is ignored, or a required label is missing.
    case skipped

    /// Whether something is still to come by itself.
    package var isActive: Bool { [.queued, .waiting, .running].contains(self) }
}

/// One run as a row of the list.
package struct RunSummary: Hashable, Sendable {
    package var id: Int
    package var repository: String
    /// The CI configuration's name.
    package var configuration: String
    package var changeRequest: ChangeRequest
    package var state: RunState
    /// Absent until there is something to say.
    package var counts: RunCounts?
    /// Seconds since 1970-01-01 UTC.
    package var createdAt: Double
    /// Absent while the run goes on.
    package var finishedAt: Double?

    package init(
        id: Int, repository: String, configuration: String, changeRequest: ChangeRequest, state: RunState, counts: RunCounts? = nil,
        createdAt: Double, finishedAt: Double? = nil
    ) {
        self.id = id
        self.repository = repository
        self.configuration = configuration
        self.changeRequest = changeRequest
        self.state = state
        self.counts = counts
        self.createdAt = createdAt
        self.finishedAt = finishedAt
    }
}

/// A run's outcome in numbers of models, small enough to keep beside the run.
package struct RunCounts: Hashable, Sendable, Codable {
    package var kind: ReviewVerdict.Kind
    /// Models that differ, those with null or duplicate keys among them.
    package var different: Int
    package var identical: Int
    package var failed: Int
    /// Models still to be compared.
    package var pending: Int

    package init(kind: ReviewVerdict.Kind, different: Int = 0, identical: Int = 0, failed: Int = 0, pending: Int = 0) {
        self.kind = kind
        self.different = different
        self.identical = identical
        self.failed = failed
        self.pending = pending
    }

    /// The counts of a whole review.
    package init(_ verdict: ReviewVerdict) {
        self.init(
            kind: verdict.kind,
            different: verdict.different + verdict.badKeys,
            identical: verdict.identical,
            failed: verdict.failed,
            pending: verdict.pending
        )
    }
}
