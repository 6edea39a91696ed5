/// Why and how a run was asked for: the request's fields, kept as they came.
struct RunTrigger: Sendable, Equatable {
    /// What kind of thing asked; the values are dbt Cloud's.
    enum Category: String, Sendable {
        case api, ci, rerun
    }

    var cause: String
    var category = Category.api
    var gitSHA: String?
    var gitBranch: String?
    var gitHubPullRequest: Int?
    var gitLabMergeRequest: Int?
    var azurePullRequest: Int?
    var otherPullRequest: Int?
    var schemaOverride: String?
    var dbtVersionOverride: String?
    var targetNameOverride: String?
    var threadsOverride: Int?
    var timeoutSecondsOverride: Int?
    var generateDocsOverride: Bool?
    var stepsOverride: [String]?

    /// The pull request of any host, as one comparable text; nil outside continuous integration.
    var pullRequest: String? {
        if let gitHubPullRequest { return "github/\(gitHubPullRequest)" }
        if let gitLabMergeRequest { return "gitlab/\(gitLabMergeRequest)" }
        if let azurePullRequest { return "azure/\(azurePullRequest)" }
        return otherPullRequest.map { "other/\($0)" }
    }

    /// The pull request's number at its host.
    var pullRequestNumber: Int? {
        gitHubPullRequest ?? gitLabMergeRequest ?? azurePullRequest ?? otherPullRequest
    }

    /// dbt Cloud's word for what kind of thing asked, which dbt sees.
    var reasonCategory: String {
        if gitLabMergeRequest != nil { return "gitlab_merge_request" }
        if azurePullRequest != nil { return "azure_pull_request" }
        return pullRequest == nil ? "other" : "github_pull_request"
    }

    init(cause: String) {
        self.cause = cause
    }

    /// Reads a trigger request.
    ///
    /// Unset fields sent as null and unknown fields are tolerated, as real clients send both.
    /// - Throws: `FieldError` for a missing cause or a field of the wrong type.
    init(_ fields: RequestFields) throws(FieldError) {
        guard let cause = try fields.string("cause"), !cause.isEmpty else {
            throw FieldError(field: "cause", reason: "This field is required.")
        }
        self.cause = cause
        gitSHA = try fields.string("git_sha")
        gitBranch = try fields.string("git_branch")
        gitHubPullRequest = try fields.integer("github_pull_request_id")
        gitLabMergeRequest = try fields.integer("gitlab_merge_request_id")
        // The documentation of continuous integration names the Azure field differently from the API's description.
        let azure = try fields.integer("azure_pull_request_id")
        let azureDevOps = try fields.integer("azure_devops_pull_request_id")
        azurePullRequest = azure ?? azureDevOps
        otherPullRequest = try fields.integer("non_native_pull_request_id")
        schemaOverride = try fields.string("schema_override")
        dbtVersionOverride = try fields.string("dbt_version_override")
        targetNameOverride = try fields.string("target_name_override")
        threadsOverride = try fields.integer("threads_override")
        timeoutSecondsOverride = try fields.integer("timeout_seconds_override")
        generateDocsOverride = try fields.bool("generate_docs_override")
        stepsOverride = try fields.strings("steps_override")
    }
}
