import Foundation

/// One run of a job, from request to end.
struct Run: Sendable, Equatable {
    let id: Int
    let triggerID: Int
    /// The job as it was when the run was asked for; a later edit of the job does not change its runs.
    let job: Job
    let trigger: RunTrigger
    /// The run whose failed step this one repeats.
    let retryingRunID: Int?
    var status = RunStatus.queued
    var statusMessage: String?
    var gitBranch: String?
    /// The commit that was checked out; nil until then.
    var gitSHA: String?
    /// The run whose artifacts `state:` selection and deferral use.
    var deferringRunID: Int?
    var steps: [RunStep] = []
    let createdAt: Date
    var updatedAt: Date
    var dequeuedAt: Date?
    var startedAt: Date?
    var finishedAt: Date?
    var hasDocsGenerated = false
    var hasSourcesGenerated = false

    /// The schema of the run's profile: the override, the pull request's own, or the environment's.
    func schema(environmentSchema: String) -> String {
        if let override = trigger.schemaOverride { return override }
        return trigger.pullRequestNumber.map { Self.pullRequestSchema(job: job.id, pullRequest: $0) } ?? environmentSchema
    }

    /// `dbt_cloud_pr_<job>_<pull request>`, as dbt Cloud names it.
    static func pullRequestSchema(job: Int, pullRequest: Int) -> String {
        "dbt_cloud_pr_\(job)_\(pullRequest)"
    }

    /// Seconds until the run ends when nothing stops it; nil for no limit.
    var timeLimit: Int? {
        let seconds = trigger.timeoutSecondsOverride ?? job.timeoutSeconds
        return seconds > 0 ? seconds : nil
    }
}
