import Foundation

/// A job definition as the API shows it.
struct JobAnswer: Encodable {
    struct Execution: Encodable { let timeoutSeconds: Int }
    struct Settings: Encodable {
        let threads: Int
        let targetName: String
    }
    struct Triggers: Encodable {
        let githubWebhook: Bool
        @ExplicitNull var gitProviderWebhook: Bool?
        let schedule: Bool
        @ExplicitNull var onMerge: Bool?
        @ExplicitNull var customBranchOnly: Bool?
    }
    struct Schedule: Encodable {
        /// A way to choose days or hours: an object in a job, the bare word in the job of a run.
        enum Choice: Encodable {
            case word(String)
            case object(NamedParts)

            func encode(to encoder: any Encoder) throws {
                switch self {
                case .word(let word): try word.encode(to: encoder)
                case .object(let parts): try parts.encode(to: encoder)
                }
            }
        }
        let cron: String
        let date: Choice
        let time: Choice

        init(_ schedule: Job.Schedule, withinRun: Bool) {
            cron = schedule.cron
            if withinRun {
                date = .word(schedule.dateType)
                time = .word(schedule.timeType)
                return
            }
            var days: NamedParts = ["type": schedule.dateType]
            if let expression = schedule.dateCron { days.parts["cron"] = expression }
            if let list = schedule.days { days.parts["days"] = list }
            var hours: NamedParts = ["type": schedule.timeType]
            if let list = schedule.hours { hours.parts["hours"] = list }
            if let interval = schedule.interval { hours.parts["interval"] = interval }
            date = .object(days)
            time = .object(hours)
        }
    }

    struct CompletionCondition: Encodable {
        struct Condition: Encodable {
            let jobID: Int
            let projectID: Int
            let statuses: [Int]
        }
        let condition: Condition

        init(_ condition: Job.CompletionCondition) {
            self.condition = Condition(jobID: condition.jobID, projectID: condition.projectID, statuses: condition.statuses)
        }
    }

    let id: Int
    let accountID: Int
    let projectID: Int
    let environmentID: Int
    let name: String
    let description: String
    @ExplicitNull var dbtVersion: String?
    @ExplicitNull var rawDbtVersion: String?
    @ExplicitNull var deferringEnvironmentID: Int?
    @ExplicitNull var deferringJobDefinitionID: Int?
    let executeSteps: [String]
    let execution: Execution
    let generateDocs: Bool
    let generateSources: Bool
    let runGenerateSources: Bool
    let isDeferrable: Bool
    let jobType: String
    let lifecycleWebhooks: Bool
    @ExplicitNull var lifecycleWebhooksURL: String?
    let runCompareChanges: Bool
    let compareChangesFlags: String
    let runFailureCount: Int
    let runLint: Bool
    let errorsOnLintFailure: Bool
    let costOptimizationFeatures: [String]
    let settings: Settings
    let state: Int
    // The API's description leaves these three out; dbt Cloud answers them and clients require them.
    let isSystem = false
    let deactivated = false
    @ExplicitNull var deactivationReason: String? = nil
    let triggersOnDraftPR: Bool
    let triggers: Triggers
    let schedule: Schedule
    @ExplicitNull var jobCompletionTriggerCondition: CompletionCondition?
    let createdAt: String
    let updatedAt: String
    @ExplicitNull var account: AccountAnswer?
    @ExplicitNull var project: ProjectAnswer?
    @ExplicitNull var environment: EnvironmentAnswer?
    @ExplicitNull var fusionReadiness: String?
    @ExplicitNull var mostRecentRun: Nested<RunAnswer>?
    @ExplicitNull var mostRecentCompletedRun: Nested<RunAnswer>?
    var customEnvironmentVariables: [VariableAnswer]?

    init(_ job: Job, cloud: DbtCloud, related: Set<String>, withinRun: Bool = false) {
        let runs = cloud.read { book in book.runs.filter { $0.job.id == job.id } }
        id = job.id
        accountID = DbtCloudAccount.id
        projectID = job.projectID
        environmentID = job.environmentID
        name = job.name
        description = job.description
        dbtVersion = job.dbtVersion
        rawDbtVersion = job.dbtVersion
        deferringEnvironmentID = job.deferringEnvironmentID
        deferringJobDefinitionID = job.deferringJobID
        executeSteps = job.executeSteps
        execution = Execution(timeoutSeconds: job.timeoutSeconds)
        generateDocs = job.generateDocs
        generateSources = job.runGenerateSources
        runGenerateSources = job.runGenerateSources
        isDeferrable = runs.contains { $0.status == .success }
        jobType = job.jobType
        lifecycleWebhooks = job.lifecycleWebhooks
        lifecycleWebhooksURL = nil
        runCompareChanges = job.runCompareChanges
        compareChangesFlags = job.compareChangesFlags
        runFailureCount = runs.reversed().prefix { $0.status == .error }.count
        runLint = job.runLint
        errorsOnLintFailure = job.errorsOnLintFailure
        costOptimizationFeatures = job.costOptimizationFeatures
        settings = Settings(threads: job.threads, targetName: job.targetName)
        state = job.state
        triggersOnDraftPR = job.triggersOnDraftPR
        triggers = Triggers(
            githubWebhook: job.triggers.gitHubWebhook,
            gitProviderWebhook: job.triggers.gitProviderWebhook,
            schedule: job.triggers.schedule,
            onMerge: job.triggers.onMerge,
            customBranchOnly: job.triggers.customBranchOnly
        )
        schedule = Schedule(job.schedule, withinRun: withinRun)
        jobCompletionTriggerCondition = job.completionCondition.map(CompletionCondition.init)
        createdAt = TimeText.dbtCloud(job.createdAt)
        updatedAt = TimeText.dbtCloud(job.updatedAt)
        account = nil
        project = nil
        environment =
            related.contains("environment") ? CloudEnvironment.with(job.environmentID).map { EnvironmentAnswer($0, cloud: cloud) } : nil
        fusionReadiness = nil
        if related.contains("most_recent_run") {
            mostRecentRun = runs.last.map { .value(RunAnswer($0, cloud: cloud, related: [])) }
        }
        if related.contains("most_recent_completed_run") {
            mostRecentCompletedRun = runs.last { $0.status.isComplete }.map { .value(RunAnswer($0, cloud: cloud, related: [])) }
        }
        if related.contains("custom_environment_variables") {
            customEnvironmentVariables = cloud.variables { $0.all }.filter { $0.jobID == job.id }.map { VariableAnswer($0, cloud: cloud) }
        }
    }
}

/// A value kept elsewhere in memory, so that a job may hold its runs and a run its job.
indirect enum Nested<Content: Encodable>: Encodable {
    case value(Content)

    func encode(to encoder: any Encoder) throws {
        switch self {
        case .value(let content): try content.encode(to: encoder)
        }
    }
}
