import Foundation
import GRDB
package import SourceControl

/// One review of one commit of a pull request by one CI configuration.
///
/// `phase`, `state`, `interruption` and `report` belong to the pipeline; the store keeps them without reading them.
package struct RunRecord: Codable, Hashable, Sendable, Identifiable, FetchableRecord, TableRecord {
    package static let databaseTableName = "run"

    package var id: Int
    package var ciConfigId: Int
    package var changeNumber: Int
    package var headSHA: String
    /// Counts from 1; raised when the same commit is reviewed again (reopened, rerun).
    package var attempt: Int
    /// The pull request as last seen.
    package var change: ChangeRequest
    package var phase: String
    package var isFinished: Bool
    /// The state machine's state as JSON; absent before its first step.
    package var state: String?
    /// Why the run must end early, as JSON; absent while nothing asks for it.
    package var interruption: String?
    /// The report as JSON, once there is one.
    package var report: String?
    /// The report in a few numbers, as JSON.
    package var summary: String?
    package var createdAt: Double
    package var updatedAt: Double
    package var finishedAt: Double?
}

/// One line of a run's timeline.
package struct RunEventRecord: Codable, Hashable, Sendable, Identifiable, FetchableRecord, TableRecord {
    package static let databaseTableName = "runEvent"

    package var id: Int
    package var runId: Int
    package var attempt: Int
    package var at: Double
    /// `step`, `wait`, `problem` or `end`.
    package var kind: String
    package var message: String
}
