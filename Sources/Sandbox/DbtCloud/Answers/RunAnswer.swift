import Foundation

/// A run as the API shows it.
struct RunAnswer: Encodable {
    let id: Int
    let triggerID: Int
    let accountID: Int
    let environmentID: Int
    let projectID: Int
    let jobDefinitionID: Int
    let jobID: Int
    let status: Int
    let statusHumanized: String
    @ExplicitNull var statusMessage: String?
    let dbtVersion: String
    @ExplicitNull var gitBranch: String?
    @ExplicitNull var gitSha: String?
    @ExplicitNull var ownerThreadID: String?
    @ExplicitNull var executedByThreadID: String?
    @ExplicitNull var deferringRunID: Int?
    let artifactsSaved: Bool
    @ExplicitNull var artifactS3Path: String?
    let hasDocsGenerated: Bool
    let hasSourcesGenerated: Bool
    let notificationsSent: Bool
    let blockedBy: [Int]
    let createdAt: String
    let updatedAt: String
    @ExplicitNull var dequeuedAt: String?
    @ExplicitNull var startedAt: String?
    @ExplicitNull var finishedAt: String?
    @ExplicitNull var lastCheckedAt: String?
    @ExplicitNull var lastHeartbeatAt: String?
    @ExplicitNull var shouldStartAt: String?
    let inProgress: Bool
    let isComplete: Bool
    let isSuccess: Bool
    let isError: Bool
    let isCancelled: Bool
    let isRunning: Bool
    let duration: String
    let queuedDuration: String
    let runDuration: String
    let durationHumanized: String
    let queuedDurationHumanized: String
    let runDurationHumanized: String
    let createdAtHumanized: String
    let finishedAtHumanized: String
    @ExplicitNull var retryingRunID: Int?
    let canRetry: Bool
    @ExplicitNull var retryNotSupportedReason: String?
    let href: String
    @ExplicitNull var usedRepoCache: Bool?
    @ExplicitNull var trigger: TriggerAnswer?
    @ExplicitNull var job: JobAnswer?
    @ExplicitNull var environment: EnvironmentAnswer?
    @ExplicitNull var repository: RepositoryAnswer?
    let runSteps: [RunStepAnswer]
    @ExplicitNull var audit: AuditAnswer?
    @ExplicitNull var deprecation: String?
}

extension RunAnswer {
    /// - Parameter related: names from `include_related`.
    init(_ run: Run, cloud: DbtCloud, related: Set<String>) {
        let now = cloud.time()
        let begin = run.startedAt ?? run.finishedAt ?? now
        let end = run.finishedAt ?? now
        let running = run.startedAt.map { end.timeIntervalSince($0) } ?? 0
        let total = end.timeIntervalSince(run.createdAt)
        let queued = begin.timeIntervalSince(run.createdAt)
        let retry = cloud.retryPoint(run)
        let reason: String? = if case .impossible(let word) = retry { word } else { nil }

        self.init(
            id: run.id,
            triggerID: run.triggerID,
            accountID: DbtCloudAccount.id,
            environmentID: run.job.environmentID,
            projectID: run.job.projectID,
            jobDefinitionID: run.job.id,
            jobID: run.job.id,
            status: run.status.rawValue,
            statusHumanized: run.status.name,
            statusMessage: run.statusMessage,
            dbtVersion: cloud.dbtVersion,
            gitBranch: run.gitBranch,
            gitSha: run.gitSHA,
            ownerThreadID: nil,
            executedByThreadID: nil,
            deferringRunID: run.deferringRunID,
            artifactsSaved: run.status.isComplete && run.steps.contains { $0.artifactsFolder != nil },
            artifactS3Path: nil,
            hasDocsGenerated: run.hasDocsGenerated,
            hasSourcesGenerated: run.hasSourcesGenerated,
            notificationsSent: run.status.isComplete,
            blockedBy: [],
            createdAt: TimeText.dbtCloud(run.createdAt),
            updatedAt: TimeText.dbtCloud(run.updatedAt),
            dequeuedAt: run.dequeuedAt.map(TimeText.dbtCloud),
            startedAt: run.startedAt.map(TimeText.dbtCloud),
            finishedAt: run.finishedAt.map(TimeText.dbtCloud),
            lastCheckedAt: nil,
            lastHeartbeatAt: nil,
            shouldStartAt: TimeText.dbtCloud(run.createdAt),
            inProgress: !run.status.isComplete,
            isComplete: run.status.isComplete,
            isSuccess: run.status == .success,
            isError: run.status == .error,
            isCancelled: run.status == .cancelled,
            isRunning: run.status == .running,
            duration: TimeText.clock(total),
            queuedDuration: TimeText.clock(queued),
            runDuration: TimeText.clock(running),
            durationHumanized: TimeText.words(total),
            queuedDurationHumanized: TimeText.words(queued),
            runDurationHumanized: TimeText.words(running),
            createdAtHumanized: TimeText.words(now.timeIntervalSince(run.createdAt)) + " ago",
            finishedAtHumanized: run.finishedAt.map { TimeText.words(now.timeIntervalSince($0)) + " ago" } ?? "",
            retryingRunID: run.retryingRunID,
            canRetry: reason == nil,
            retryNotSupportedReason: reason,
            href: cloud.pageURL(of: run),
            usedRepoCache: nil,
            trigger: related.contains("trigger") ? TriggerAnswer(run) : nil,
            job: related.contains("job") ? JobAnswer(run.job, cloud: cloud, related: [], withinRun: true) : nil,
            environment: related.contains("environment")
                ? CloudEnvironment.with(run.job.environmentID).map { EnvironmentAnswer($0, cloud: cloud) } : nil,
            repository: related.contains("repository") ? RepositoryAnswer(cloud: cloud) : nil,
            runSteps: related.contains("run_steps")
                ? run.steps.map { RunStepAnswer($0, run: run, full: related.contains("debug_logs"), now: now) } : [],
            audit: related.contains("audit") ? AuditAnswer() : nil,
            deprecation: nil
        )
    }
}

/// The actors behind a run.
///
/// The sandbox knows none.
struct AuditAnswer: Encodable {
    @ExplicitNull var trigger: String?
    @ExplicitNull var cancellation: String?

    init() {
        trigger = nil
        cancellation = nil
    }
}
