package import DataDiff

/// How one CI configuration reviews pull requests: the rows of the settings form, without names and secrets.
///
/// Fields missing in stored JSON take their defaults, so that settings may be added.
package struct CISettings: Hashable, Sendable, Codable {
    /// Which production state a change is compared with.
    package enum BaseCommitStrategy: String, Hashable, Sendable, Codable, CaseIterable {
        /// The common ancestor of the change and its base branch, or the nearest commit before it that has artifacts.
        case mergeBase = "merge_base"
        /// The newest commit of the base branch that has artifacts.
        case latest
    }

    /// Which models are compared only in the time that both sides cover; a model's own setting wins.
    package enum WindowPolicy: String, Hashable, Sendable, Codable, CaseIterable {
        /// Those with dbt's `event_time`.
        case eventTime = "event_time"
        /// All with a time column.
        case overlap
        case none
    }

    /// What happens to pull requests whose branch lives in a fork, whose author need not be trusted.
    package enum ForkPolicy: String, Hashable, Sendable, Codable, CaseIterable {
        /// Reviewed once a maintainer has set the label.
        case withLabel = "with_label"
        case never
    }

    /// Absent when artifacts arrive by upload.
    package var dbtCloud: DbtCloudSettings?
    /// The configuration syncs metadata only.
    package var skipPullRequests = false
    package var primaryKeyTag = "primary-key"
    package var baseCommitStrategy = BaseCommitStrategy.mergeBase
    package var syncMetadataOnPush = false
    /// A cron expression; absent means never.
    package var syncMetadataSchedule: String?
    /// The IANA time zone of the schedule.
    package var syncMetadataTimeZone = "UTC"
    /// Gitignore patterns, one per line.
    package var filesToIgnore = ""
    /// Off: errors are reported as success.
    package var ciStatusReporting = true
    /// On: modified models only, no downstream ones.
    package var slimCI = false
    /// Review only pull requests that carry the label.
    package var requireLabel = false
    /// The label that asks for a review, and allows one for a fork.
    package var label = "datafold"
    /// Review drafts, too.
    package var reviewDrafts = false
    package var forks = ForkPolicy.withLabel
    /// The context of the commit status; `plumbline/<configuration name>` when absent.
    package var statusContext: String?
    package var sampling = SamplingPreferences()
    package var failOnPrimaryKeyIssues = false
    /// More diffs than this wait for confirmation; absent means no limit.
    package var diffThreshold: Int?
    /// Review only pull requests into this branch.
    package var baseBranch: String?
    /// Gitignore patterns over column names, one per line; never drops key columns.
    package var columnsToIgnore = ""
    package var pullRequestJobTimeoutMinutes = 60.0
    /// How long a run of exactly the wanted base commit is waited for.
    package var baseWaitMinutes = 15.0
    /// The dbt Cloud job to run when a pull request is merged.
    package var triggerOnMerge: Int?
    package var window = WindowPolicy.eventTime
    /// Diffs have profiles of their columns, for the app.
    package var profile = false
    /// All rows that diffs find are written to tables of the data source's temporary schema.
    package var materialize = false

    package init() {}
}

/// Which dbt Cloud account and jobs a configuration works with; the API key is kept apart, encrypted.
package struct DbtCloudSettings: Hashable, Sendable, Codable {
    package var accessURL: String
    package var accountID: Int
    /// The production job whose artifacts are the base.
    package var artifactsJobID: Int
    /// The job that builds pull requests.
    package var pullRequestJobID: Int

    package init(accessURL: String, accountID: Int, artifactsJobID: Int, pullRequestJobID: Int) {
        self.accessURL = accessURL
        self.accountID = accountID
        self.artifactsJobID = artifactsJobID
        self.pullRequestJobID = pullRequestJobID
    }
}

/// What a configuration says about sampling; what it leaves open is the warehouse's default.
package struct SamplingPreferences: Hashable, Sendable, Codable {
    /// On unless it says otherwise.
    package var isEnabled: Bool?
    /// A fraction.
    package var tolerance: Double?
    /// A fraction.
    package var confidence: Double?
    /// Rows of the larger table below which everything is compared.
    package var threshold: Int?

    package init(isEnabled: Bool? = nil, tolerance: Double? = nil, confidence: Double? = nil, threshold: Int? = nil) {
        self.isEnabled = isEnabled
        self.tolerance = tolerance
        self.confidence = confidence
        self.threshold = threshold
    }

    /// Fills in the defaults for a kind of warehouse.
    package func resolved(dataSourceType: String) -> SamplingSettings {
        let usual = SamplingSettings()
        return SamplingSettings(
            isEnabled: isEnabled ?? true,
            tolerance: tolerance ?? usual.tolerance,
            confidence: confidence ?? usual.confidence,
            threshold: threshold ?? SamplingSettings.defaultThreshold(warehouse: dataSourceType)
        )
    }
}

extension CISettings {
    private enum CodingKeys: String, CodingKey {
        case dbtCloud, skipPullRequests, primaryKeyTag, baseCommitStrategy, syncMetadataOnPush, syncMetadataSchedule, filesToIgnore
        case ciStatusReporting, slimCI, requireLabel, sampling, failOnPrimaryKeyIssues, diffThreshold, baseBranch, columnsToIgnore
        case pullRequestJobTimeoutMinutes, triggerOnMerge, window, profile, syncMetadataTimeZone, label, reviewDrafts, forks, statusContext
        case baseWaitMinutes, materialize
    }

    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        func read<Value: Decodable>(_ key: CodingKeys, _ usual: Value) throws -> Value {
            try values.decodeIfPresent(Value.self, forKey: key) ?? usual
        }
        self.init()
        dbtCloud = try values.decodeIfPresent(DbtCloudSettings.self, forKey: .dbtCloud)
        skipPullRequests = try read(.skipPullRequests, skipPullRequests)
        primaryKeyTag = try read(.primaryKeyTag, primaryKeyTag)
        baseCommitStrategy = try read(.baseCommitStrategy, baseCommitStrategy)
        syncMetadataOnPush = try read(.syncMetadataOnPush, syncMetadataOnPush)
        syncMetadataSchedule = try values.decodeIfPresent(String.self, forKey: .syncMetadataSchedule)
        filesToIgnore = try read(.filesToIgnore, filesToIgnore)
        ciStatusReporting = try read(.ciStatusReporting, ciStatusReporting)
        slimCI = try read(.slimCI, slimCI)
        requireLabel = try read(.requireLabel, requireLabel)
        sampling = try read(.sampling, sampling)
        failOnPrimaryKeyIssues = try read(.failOnPrimaryKeyIssues, failOnPrimaryKeyIssues)
        diffThreshold = try values.decodeIfPresent(Int.self, forKey: .diffThreshold)
        baseBranch = try values.decodeIfPresent(String.self, forKey: .baseBranch)
        columnsToIgnore = try read(.columnsToIgnore, columnsToIgnore)
        pullRequestJobTimeoutMinutes = try read(.pullRequestJobTimeoutMinutes, pullRequestJobTimeoutMinutes)
        triggerOnMerge = try values.decodeIfPresent(Int.self, forKey: .triggerOnMerge)
        window = try read(.window, window)
        profile = try read(.profile, profile)
        materialize = try read(.materialize, materialize)
        syncMetadataTimeZone = try read(.syncMetadataTimeZone, syncMetadataTimeZone)
        label = try read(.label, label)
        reviewDrafts = try read(.reviewDrafts, reviewDrafts)
        forks = try read(.forks, forks)
        statusContext = try values.decodeIfPresent(String.self, forKey: .statusContext)
        baseWaitMinutes = try read(.baseWaitMinutes, baseWaitMinutes)
    }
}
