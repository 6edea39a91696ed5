import Foundation
import Logging
import Synchronization

/// The local dbt Cloud: its state and the way its changes reach the runner.
final class DbtCloud: Sendable {
    /// What a pull request of the repository does to the jobs that listen to it.
    enum PullRequestEvent: Sendable, Equatable {
        /// Opened, reopened, pushed to, or made ready for review.
        case changed(
            number: Int, headSHA: String, headBranch: String, baseBranch: String, isDraft: Bool, host: GitHostKind = .gitHub)
        /// Closed, merged or not.
        case closed(number: Int, host: GitHostKind = .gitHub)
    }

    let folders: RunFolders
    /// Version of dbt-core in the virtual environment, such as `1.11.16`.
    let dbtVersion: String
    /// Name of the project's connection, such as `DuckDB`.
    let connectionName: String
    let address: SandboxAddress
    /// When the sandbox started; its account, project and environments are as old.
    let startedAt: Date
    let actions: AsyncStream<RunnerAction>
    let deliveries: DeliveryLog
    let subscriptions = Mutex<[Subscription]>([])
    private let book: Mutex<RunBook>
    private let environmentVariables = Mutex(EnvironmentVariables())
    private let continuation: AsyncStream<RunnerAction>.Continuation
    private let now: @Sendable () -> Date

    init(
        folders: RunFolders,
        dbtVersion: String,
        connectionName: String,
        address: SandboxAddress,
        deliveries: DeliveryLog = DeliveryLog(),
        now: @escaping @Sendable () -> Date = { Date() }
    ) {
        self.folders = folders
        self.dbtVersion = dbtVersion
        self.connectionName = connectionName
        self.address = address
        self.deliveries = deliveries
        self.now = now
        startedAt = now()
        book = Mutex(RunBook(jobs: Job.initial(now: now())))
        (actions, continuation) = AsyncStream.makeStream()
    }

    /// Reads the state.
    func read<Value>(_ body: (borrowing RunBook) throws -> sending Value) rethrows -> sending Value {
        try book.withLock { try body($0) }
    }

    /// Changes the state and hands what follows to the runner, in the order of the changes.
    @discardableResult
    func change<Value: Sendable>(_ body: (inout RunBook, Date) throws -> (Value, [RunnerAction])) rethrows -> Value {
        try book.withLock { book in
            let (value, following) = try body(&book, now())
            for action in following { continuation.yield(action) }
            for news in book.takeNews() { tell(news) }
            return value
        }
    }

    /// Changes the state where nothing follows from it.
    func update(_ body: (inout RunBook, Date) -> Void) {
        change { book, now in
            body(&book, now)
            return ((), [])
        }
    }

    func variables<Value: Sendable>(_ body: (inout EnvironmentVariables) throws -> Value) rethrows -> Value {
        try environmentVariables.withLock { try body(&$0) }
    }

    func time() -> Date { now() }

    /// The page of a run for people.
    func pageURL(of run: Run) -> String {
        "\(address.url)/deploy/\(DbtCloudAccount.id)/projects/\(run.job.projectID)/runs/\(run.id)/"
    }

    // MARK: - What the API does

    /// Starts a job.
    func trigger(_ job: Job, _ trigger: RunTrigger) -> Run {
        change { $0.enqueue(job, trigger: trigger, now: $1) }
    }

    /// Cancels a run; a finished one is answered as it is.
    func cancel(_ id: Int) -> Run? {
        change { book, now in
            let actions = book.cancel(id, message: "The run was cancelled by a user.", now: now)
            return (book.run(id), actions)
        }
    }

    /// Takes up a failed run where it failed.
    /// - Returns: nil when that is not possible.
    func retry(_ run: Run) -> Run? {
        guard case .possible = retryPoint(run) else { return nil }
        var trigger = run.trigger
        trigger.category = .rerun
        trigger.gitSHA = run.gitSHA ?? trigger.gitSHA
        return change { $0.enqueue(run.job, trigger: trigger, retrying: run.id, now: $1) }
    }

    func retryPoint(_ run: Run) -> RetryPoint {
        RetryPoint(run, latestOfJob: read { book in book.runs.last { $0.job.id == run.job.id } })
    }

    // MARK: - What the git integration does

    /// Starts the jobs that listen to pull requests, or cleans up behind them.
    func handle(_ event: PullRequestEvent) {
        let jobs = read { book in book.jobs.filter(\.runsOnPullRequests) }
        switch event {
        case .changed(let number, let sha, let branch, let base, let isDraft, let host):
            for job in jobs where CloudEnvironment.with(job.environmentID)?.branch == base && (!isDraft || job.triggersOnDraftPR) {
                let noun = host == .gitLab ? "Merge request !" : "Pull request #"
                var trigger = RunTrigger(cause: "\(noun)\(number) was opened or updated")
                trigger.category = .ci
                if host == .gitLab { trigger.gitLabMergeRequest = number } else { trigger.gitHubPullRequest = number }
                trigger.gitSHA = sha
                trigger.gitBranch = branch
                _ = self.trigger(job, trigger)
            }
        case .closed(let number, let host):
            // Only what the integration started is cleaned up; the caller of the API cleans up after itself.
            // https://docs.getdbt.com/docs/deploy/ci-jobs
            for job in jobs where read({ $0.hasIntegrationRun(job: job.id, pullRequest: number, host) }) {
                change { ((), $0.enqueueDrop(schema: Run.pullRequestSchema(job: job.id, pullRequest: number), now: $1)) }
            }
        }
    }
}

extension RunBook {
    fileprivate func hasIntegrationRun(job: Int, pullRequest: Int, _ host: GitHostKind) -> Bool {
        runs.contains { run in
            let number = host == .gitLab ? run.trigger.gitLabMergeRequest : run.trigger.gitHubPullRequest
            return run.job.id == job && run.trigger.category == .ci && number == pullRequest
        }
    }
}

extension Job {
    /// The two jobs every sandbox starts with.
    static func initial(now: Date) -> [Job] {
        var production = Job(id: 10, environmentID: 1, name: "Production", executeSteps: ["dbt build"], createdAt: now, updatedAt: now)
        production.generateDocs = true
        production.jobType = "other"
        var pullRequest = Job(
            id: 11, environmentID: 2, name: "Pull request", executeSteps: ["dbt build --select state:modified+"], createdAt: now,
            updatedAt: now)
        pullRequest.deferringJobID = 10
        pullRequest.jobType = "ci"
        pullRequest.triggers.gitHubWebhook = true
        pullRequest.triggers.gitProviderWebhook = true
        return [production, pullRequest]
    }
}
