import Foundation

/// A job definition: which commands run in which environment.
struct Job: Sendable, Equatable {
    struct Triggers: Sendable, Equatable {
        var gitHubWebhook = false
        var gitProviderWebhook: Bool?
        var schedule = false
        var onMerge: Bool?
        var customBranchOnly: Bool?
    }

    /// When the job runs by itself.
    ///
    /// The sandbox keeps a schedule for its readers and never starts anything from it.
    struct Schedule: Sendable, Equatable {
        var cron = "0 * * * *"
        var dateType = "every_day"
        /// The expression of a date of type `custom_cron`.
        var dateCron: String?
        var days: [Int]?
        var timeType = "every_hour"
        var hours: [Int]?
        var interval: Int? = 1
    }

    /// Ends of another job's runs that start this one.
    ///
    /// The sandbox keeps it for its readers and never starts anything from it.
    struct CompletionCondition: Sendable, Equatable {
        var jobID: Int
        var projectID: Int
        /// Numbers of `RunStatus`.
        var statuses: [Int]
    }

    let id: Int
    var projectID = 1
    var environmentID: Int
    var name: String
    var description = ""
    var dbtVersion: String?
    var deferringEnvironmentID: Int?
    var deferringJobID: Int?
    var executeSteps: [String]
    /// 0 is no limit.
    var timeoutSeconds = 0
    var generateDocs = false
    var runGenerateSources = false
    var jobType = "other"
    var lifecycleWebhooks = false
    var runCompareChanges = false
    var compareChangesFlags = "--select state:modified"
    var runLint = false
    var errorsOnLintFailure = true
    var costOptimizationFeatures: [String] = []
    var threads = 4
    var targetName = "default"
    /// 1 is active, 2 deleted.
    var state = 1
    var triggersOnDraftPR = false
    var triggers = Triggers()
    var schedule = Schedule()
    var completionCondition: CompletionCondition?
    var createdAt: Date
    var updatedAt: Date

    /// True when a pull request of the repository starts the job.
    var runsOnPullRequests: Bool {
        state == 1 && (triggers.gitHubWebhook || triggers.gitProviderWebhook == true)
    }
}

extension Job {
    /// Changes the fields that a create or update request names.
    ///
    /// dbt Cloud takes whole definitions; what a request leaves out keeps its value or its default.
    /// - Throws: `FieldError` for a field of the wrong type.
    mutating func apply(_ fields: RequestFields, now: Date) throws(FieldError) {
        name = try fields.string("name") ?? name
        description = try fields.string("description") ?? description
        environmentID = try fields.integer("environment_id") ?? environmentID
        executeSteps = try fields.strings("execute_steps") ?? executeSteps
        timeoutSeconds = try fields.object("execution").integer("timeout_seconds") ?? timeoutSeconds
        generateDocs = try fields.bool("generate_docs") ?? generateDocs
        runGenerateSources = try fields.bool("run_generate_sources") ?? runGenerateSources
        lifecycleWebhooks = try fields.bool("lifecycle_webhooks") ?? lifecycleWebhooks
        runCompareChanges = try fields.bool("run_compare_changes") ?? runCompareChanges
        compareChangesFlags = try fields.string("compare_changes_flags") ?? compareChangesFlags
        runLint = try fields.bool("run_lint") ?? runLint
        errorsOnLintFailure = try fields.bool("errors_on_lint_failure") ?? errorsOnLintFailure
        costOptimizationFeatures = try fields.strings("cost_optimization_features") ?? costOptimizationFeatures
        triggersOnDraftPR = try fields.bool("triggers_on_draft_pr") ?? triggersOnDraftPR
        state = try fields.integer("state") ?? state
        if fields.has("dbt_version") { dbtVersion = try fields.string("dbt_version") }
        if fields.has("deferring_job_definition_id") { deferringJobID = try fields.integer("deferring_job_definition_id") }
        if fields.has("deferring_environment_id") { deferringEnvironmentID = try fields.integer("deferring_environment_id") }
        let settings = fields.object("settings")
        threads = try settings.integer("threads") ?? threads
        targetName = try settings.string("target_name") ?? targetName
        try applyTriggers(fields.object("triggers"))
        try applySchedule(fields.object("schedule"))
        try applyCompletionCondition(fields)
        jobType = try fields.string("job_type") ?? impliedJobType
        updatedAt = now
    }

    private mutating func applyTriggers(_ fields: RequestFields) throws(FieldError) {
        triggers.gitHubWebhook = try fields.bool("github_webhook") ?? triggers.gitHubWebhook
        triggers.gitProviderWebhook = try fields.bool("git_provider_webhook") ?? triggers.gitProviderWebhook
        triggers.schedule = try fields.bool("schedule") ?? triggers.schedule
        triggers.onMerge = try fields.bool("on_merge") ?? triggers.onMerge
        triggers.customBranchOnly = try fields.bool("custom_branch_only") ?? triggers.customBranchOnly
    }

    /// A date or a time that is named replaces the old one as a whole, since its other fields depend on its type.
    private mutating func applySchedule(_ fields: RequestFields) throws(FieldError) {
        schedule.cron = try fields.string("cron") ?? schedule.cron
        let date = fields.object("date")
        if let type = try date.string("type") {
            schedule.dateType = type
            schedule.dateCron = try date.string("cron")
            schedule.days = try date.integers("days")
        }
        let time = fields.object("time")
        if let type = try time.string("type") {
            schedule.timeType = type
            schedule.interval = try time.integer("interval")
            schedule.hours = try time.integers("hours")
        }
    }

    private mutating func applyCompletionCondition(_ fields: RequestFields) throws(FieldError) {
        let name = "job_completion_trigger_condition"
        guard fields.has(name) else { return }
        let condition = fields.object(name).object("condition")
        guard let job = try condition.integer("job_id") else {
            completionCondition = nil
            return
        }
        completionCondition = CompletionCondition(
            jobID: job, projectID: try condition.integer("project_id") ?? projectID, statuses: try condition.integers("statuses") ?? [])
    }

    /// The type dbt Cloud derives from the triggers when a definition does not name one.
    private var impliedJobType: String {
        if triggers.gitHubWebhook || triggers.gitProviderWebhook == true { return "ci" }
        if triggers.onMerge == true { return "merge" }
        return triggers.schedule ? "scheduled" : "other"
    }
}
