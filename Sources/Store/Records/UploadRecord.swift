import GRDB

/// Artifacts of one dbt run that somebody uploaded; its files are in `ArtifactFiles`.
package struct UploadRecord: Codable, Hashable, Sendable, Identifiable, FetchableRecord, TableRecord {
    package enum RunType: String, Codable, Hashable, Sendable, CaseIterable, DatabaseValueConvertible {
        case production
        case pullRequest = "pull_request"
    }

    package static let databaseTableName = "artifactUpload"

    /// Rises with the time of upload.
    package var id: Int
    package var ciConfigId: Int
    package var runType: RunType
    /// The commit that was built, in lower case.
    package var sha: String
    /// What links the two builds of a pull request, when the uploader gave it.
    package var runID: String?
    package var projectName: String?
    package var adapterType: String?
    /// The API key's name.
    package var uploadedBy: String
    package var uploadedAt: Double
    /// False while its files are being put in their place.
    package var isComplete: Bool
}
