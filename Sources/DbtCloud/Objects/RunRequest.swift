/// What to start a job with; everything but the cause is optional and overrides the job's own setting.
///
/// Absent fields are not sent, and numbers go as JSON numbers: dbt Cloud refuses pull request numbers as text.
package struct RunRequest: Hashable, Sendable, Encodable {
    /// Shown with the run; cut to the 255 characters that dbt Cloud keeps.
    package var cause: String
    package var gitBranch: String?
    package var gitSHA: String?
    package var githubPullRequest: Int?
    package var gitlabMergeRequest: Int?
    package var azurePullRequest: Int?
    package var nonNativePullRequest: Int?
    package var schema: String?
    package var dbtVersion: String?
    package var targetName: String?
    package var threads: Int?
    /// dbt Cloud's own limit for the run, in seconds.
    package var timeoutSeconds: Int?
    package var generateDocs: Bool?
    /// The dbt commands to run in place of the job's.
    package var steps: [String]?

    package init(cause: String) { self.cause = cause }

    package func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: CodingKeys.self)
        try fields.encode(String(cause.prefix(255)), forKey: .cause)
        try fields.encodeIfPresent(gitBranch, forKey: .gitBranch)
        try fields.encodeIfPresent(gitSHA, forKey: .gitSHA)
        try fields.encodeIfPresent(githubPullRequest, forKey: .githubPullRequest)
        try fields.encodeIfPresent(gitlabMergeRequest, forKey: .gitlabMergeRequest)
        try fields.encodeIfPresent(azurePullRequest, forKey: .azurePullRequest)
        try fields.encodeIfPresent(nonNativePullRequest, forKey: .nonNativePullRequest)
        try fields.encodeIfPresent(schema, forKey: .schema)
        try fields.encodeIfPresent(dbtVersion, forKey: .dbtVersion)
        try fields.encodeIfPresent(targetName, forKey: .targetName)
        try fields.encodeIfPresent(threads, forKey: .threads)
        try fields.encodeIfPresent(timeoutSeconds, forKey: .timeoutSeconds)
        try fields.encodeIfPresent(generateDocs, forKey: .generateDocs)
        try fields.encodeIfPresent(steps, forKey: .steps)
    }

    private enum CodingKeys: String, CodingKey {
        case cause
        case gitBranch = "git_branch"
        case gitSHA = "git_sha"
        case githubPullRequest = "github_pull_request_id"
        case gitlabMergeRequest = "gitlab_merge_request_id"
        case azurePullRequest = "azure_pull_request_id"
        case nonNativePullRequest = "non_native_pull_request_id"
        case schema = "schema_override"
        case dbtVersion = "dbt_version_override"
        case targetName = "target_name_override"
        case threads = "threads_override"
        case timeoutSeconds = "timeout_seconds_override"
        case generateDocs = "generate_docs_override"
        case steps = "steps_override"
    }
}
