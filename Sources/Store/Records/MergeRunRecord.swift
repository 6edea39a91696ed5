import GRDB

/// The run of a dbt Cloud job for one commit that was pushed to the base branch, under one CI configuration.
///
/// `phase` and `state` belong to the pipeline; the store keeps them without reading them.
package struct MergeRunRecord: Codable, Hashable, Sendable, Identifiable, FetchableRecord, TableRecord {
    package static let databaseTableName = "mergeRun"

    /// Rises in the order in which the pushes became known.
    package var id: Int
    package var ciConfigId: Int
    /// The branch's tip after the push.
    package var sha: String
    package var branch: String
    /// The dbt Cloud job, as it was configured when the push became known.
    package var jobID: Int
    package var phase: String
    package var isFinished: Bool
    /// The state machine's state as JSON; absent before its first step.
    package var state: String?
    /// The run at dbt Cloud; absent until it is known.
    package var dbtCloudRunID: Int?
    /// The run's page.
    package var dbtCloudRunURL: String?
    /// What happened last, as a sentence; empty before the first step.
    package var message: String
    package var createdAt: Double
    package var updatedAt: Double
    package var finishedAt: Double?
}
