/// One run of a job.
///
/// Times are seconds since 1970-01-01 UTC.
package struct DbtCloudRun: Hashable, Sendable, Decodable {
    /// Rises with every run of the account.
    package var id: Int
    package var status: DbtCloudRunStatus
    /// What dbt Cloud says about the status, mostly after an error.
    package var statusMessage: String?
    package var jobID: Int?
    package var projectID: Int?
    package var environmentID: Int?
    package var gitBranch: String?
    /// The commit that was checked out; nil until the checkout is done.
    package var gitSHA: String?
    package var createdAt: Double?
    package var startedAt: Double?
    package var finishedAt: Double?
    /// False when the run kept no artifacts; nil when dbt Cloud does not say.
    package var artifactsSaved: Bool?
    package var hasDocsGenerated: Bool?
    /// dbt Cloud's own word for "nothing more will happen", for statuses that are not known here.
    package var isComplete: Bool?
    /// The page people open, when dbt Cloud gave it.
    package var href: String?
    /// Why it runs; only when asked for.
    package var trigger: DbtCloudRunTrigger?
    /// The job as it is now; only when asked for.
    package var job: DbtCloudJob?
    /// In order; only when asked for.
    package var steps: [DbtCloudRunStep]

    package init(
        id: Int, status: DbtCloudRunStatus, jobID: Int? = nil, gitSHA: String? = nil, trigger: DbtCloudRunTrigger? = nil,
        finishedAt: Double? = nil, artifactsSaved: Bool? = nil
    ) {
        self.id = id
        self.status = status
        self.jobID = jobID
        self.gitSHA = gitSHA
        self.trigger = trigger
        self.finishedAt = finishedAt
        self.artifactsSaved = artifactsSaved
        steps = []
    }

    package init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        id = try fields.requiredInteger(.id)
        isComplete = fields.lenient(.isComplete)
        status = try Self.status(fields)
        statusMessage = fields.text(.statusMessage)
        jobID = fields.integer(.jobDefinitionID) ?? fields.integer(.jobID)
        projectID = fields.integer(.projectID)
        environmentID = fields.integer(.environmentID)
        gitBranch = fields.text(.gitBranch)
        gitSHA = fields.text(.gitSHA)
        createdAt = fields.time(.createdAt)
        startedAt = fields.time(.startedAt)
        finishedAt = fields.time(.finishedAt)
        artifactsSaved = fields.lenient(.artifactsSaved)
        hasDocsGenerated = fields.lenient(.hasDocsGenerated)
        href = fields.text(.href)
        trigger = fields.lenient(.trigger)
        job = fields.lenient(.job)
        steps = fields.lenient(.steps, as: LossyList<DbtCloudRunStep>.self)?.elements.sorted { ($0.index ?? 0) < ($1.index ?? 0) } ?? []
    }

    /// The number, or what the flags beside it say when it is missing or none of the known ones.
    private static func status(_ fields: KeyedDecodingContainer<CodingKeys>) throws -> DbtCloudRunStatus {
        let number = fields.integer(.status).map { DbtCloudRunStatus(rawValue: $0) }
        if let number, number.isFinished { return number }
        let flags: [(CodingKeys, DbtCloudRunStatus)] = [(.isSuccess, .success), (.isError, .error), (.isCancelled, .cancelled)]
        if let flag = flags.first(where: { fields.lenient($0.0, as: Bool.self) == true }) { return flag.1 }
        return try number ?? DbtCloudRunStatus(rawValue: fields.requiredInteger(.status))
    }

    /// Whether nothing more will happen.
    package var isFinished: Bool { status.isFinished || isComplete == true }

    private enum CodingKeys: String, CodingKey {
        case id, status, href, trigger, job
        case statusMessage = "status_message"
        case jobDefinitionID = "job_definition_id"
        case jobID = "job_id"
        case projectID = "project_id"
        case environmentID = "environment_id"
        case gitBranch = "git_branch"
        case gitSHA = "git_sha"
        case createdAt = "created_at"
        case startedAt = "started_at"
        case finishedAt = "finished_at"
        case artifactsSaved = "artifacts_saved"
        case hasDocsGenerated = "has_docs_generated"
        case isComplete = "is_complete"
        case isSuccess = "is_success"
        case isError = "is_error"
        case isCancelled = "is_cancelled"
        case steps = "run_steps"
    }
}

/// Why a run runs.
package struct DbtCloudRunTrigger: Hashable, Sendable, Decodable {
    package var cause: String?
    package var gitBranch: String?
    /// The commit that was asked for; known before the checkout.
    package var gitSHA: String?
    /// Number of the pull or merge request, whichever host it is on.
    package var pullRequest: Int?
    package var schemaOverride: String?
    package var targetNameOverride: String?
    package var dbtVersionOverride: String?
    package var generateDocsOverride: Bool?
    package var stepsOverride: [String]?

    package init(cause: String? = nil, gitSHA: String? = nil, pullRequest: Int? = nil, schemaOverride: String? = nil) {
        self.cause = cause
        self.gitSHA = gitSHA
        self.pullRequest = pullRequest
        self.schemaOverride = schemaOverride
    }

    package init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        cause = fields.text(.cause)
        gitBranch = fields.text(.gitBranch)
        gitSHA = fields.text(.gitSHA)
        let numbers = [CodingKeys.github, .gitlab, .azure, .nonNative].compactMap { fields.integer($0) }
        pullRequest = numbers.first { $0 > 0 }
        schemaOverride = fields.text(.schemaOverride)
        targetNameOverride = fields.text(.targetNameOverride)
        dbtVersionOverride = fields.text(.dbtVersionOverride)
        generateDocsOverride = fields.lenient(.generateDocsOverride)
        stepsOverride = fields.lenient(.stepsOverride)
    }

    private enum CodingKeys: String, CodingKey {
        case cause
        case gitBranch = "git_branch"
        case gitSHA = "git_sha"
        case github = "github_pull_request_id"
        case gitlab = "gitlab_merge_request_id"
        case azure = "azure_pull_request_id"
        case nonNative = "non_native_pull_request_id"
        case schemaOverride = "schema_override"
        case targetNameOverride = "target_name_override"
        case dbtVersionOverride = "dbt_version_override"
        case generateDocsOverride = "generate_docs_override"
        case stepsOverride = "steps_override"
    }
}

/// One step of a run: a checkout, a connection, or a dbt command.
package struct DbtCloudRunStep: Hashable, Sendable, Decodable {
    package var id: Int
    /// Place in the run, from 1; artifacts are asked for by it.
    package var index: Int?
    package var name: String
    package var status: DbtCloudRunStatus
    /// The end of the log, at most 1,000 lines; may come seconds after the step, or never.
    package var logs: String?
    package var startedAt: Double?
    package var finishedAt: Double?

    package init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        id = try fields.requiredInteger(.id)
        index = fields.integer(.index)
        name = fields.text(.name) ?? ""
        status = DbtCloudRunStatus(rawValue: fields.integer(.status) ?? 0)
        logs = fields.text(.logs)
        startedAt = fields.time(.startedAt)
        finishedAt = fields.time(.finishedAt)
    }

    private enum CodingKeys: String, CodingKey {
        case id, index, name, status, logs
        case startedAt = "started_at"
        case finishedAt = "finished_at"
    }
}
