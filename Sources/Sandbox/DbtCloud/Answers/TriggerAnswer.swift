/// A run's trigger as the API shows it.
struct TriggerAnswer: Encodable {
    let id: Int
    let cause: String
    let causeCategory: String
    let jobDefinitionID: Int
    @ExplicitNull var gitBranch: String?
    @ExplicitNull var gitSha: String?
    @ExplicitNull var azurePullRequestID: Int?
    @ExplicitNull var githubPullRequestID: Int?
    @ExplicitNull var gitlabMergeRequestID: Int?
    @ExplicitNull var nonNativePullRequestID: Int?
    @ExplicitNull var schemaOverride: String?
    @ExplicitNull var dbtVersionOverride: String?
    @ExplicitNull var threadsOverride: Int?
    @ExplicitNull var targetNameOverride: String?
    @ExplicitNull var generateDocsOverride: Bool?
    @ExplicitNull var timeoutSecondsOverride: Int?
    @ExplicitNull var stepsOverride: [String]?
    let createdAt: String

    init(_ run: Run) {
        let trigger = run.trigger
        id = run.triggerID
        cause = trigger.cause
        causeCategory = trigger.category.rawValue
        jobDefinitionID = run.job.id
        gitBranch = trigger.gitBranch
        gitSha = trigger.gitSHA
        azurePullRequestID = trigger.azurePullRequest
        githubPullRequestID = trigger.gitHubPullRequest
        gitlabMergeRequestID = trigger.gitLabMergeRequest
        nonNativePullRequestID = trigger.otherPullRequest
        schemaOverride = trigger.schemaOverride
        dbtVersionOverride = trigger.dbtVersionOverride
        threadsOverride = trigger.threadsOverride
        targetNameOverride = trigger.targetNameOverride
        generateDocsOverride = trigger.generateDocsOverride
        timeoutSecondsOverride = trigger.timeoutSecondsOverride
        stepsOverride = trigger.stepsOverride
        createdAt = TimeText.dbtCloud(run.createdAt)
    }
}
