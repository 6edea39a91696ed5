package import DataDiff
import Foundation
import GRDB

/// One data diff, of a run or on its own.
package struct DiffRecord: Codable, Hashable, Sendable, Identifiable, FetchableRecord, TableRecord {
    package enum Status: String, Codable, Sendable, DatabaseValueConvertible { case waiting, running, success, failed, cancelled }

    package static let databaseTableName = "diff"

    package var id: Int
    /// Absent for a diff made outside a run.
    package var runId: Int?
    package var dataSourceId: Int
    package var attempt: Int
    /// dbt's unique_id.
    package var modelID: String?
    /// The request as JSON.
    var request: String
    package var status: Status
    package var completedSteps: Int
    package var totalSteps: Int
    package var progressMessage: String
    /// The result as the JSON that the API serves; absent before the end.
    package var result: String?
    package var createdAt: Double
    package var startedAt: Double?
    package var finishedAt: Double?
    /// When its sample rows and profiles were deleted, which are kept for a time only.
    package var prunedAt: Double?

    /// What is to be compared.
    package func decodedRequest() throws -> DiffRequest { try JSONDecoder().decode(DiffRequest.self, from: Data(request.utf8)) }

    /// The outcome, once there is one.
    package func decodedResult() throws -> DiffResult? {
        try result.map { try DiffJSON.decoder().decode(DiffResult.self, from: Data($0.utf8)) }
    }

    /// Whether nothing more will happen to it.
    package var isFinished: Bool { [.success, .failed, .cancelled].contains(status) }
}
