import DbtCloud

/// What to do for a job that shall run.
enum StartChoice: Hashable {
    /// Ask dbt Cloud for a new run.
    ///
    /// `note` says why an earlier run was not taken up although that was asked for.
    case start(note: String?)
    /// A run of the same commit is there.
    case follow(DbtCloudRun)
    /// Begin where this failed run stopped.
    case retry(DbtCloudRun)

    /// Looks through the job's newest runs.
    init(_ start: JobStart, among runs: [DbtCloudRun]) {
        let newestFirst = runs.sorted { $0.id > $1.id }
        if start.reusesSameCommit, let same = newestFirst.first(where: { Self.builds($0, start.request) }) {
            if !same.isFinished || same.status == .success {
                self = .follow(same)
                return
            }
        }
        guard start.retriesFromFailure else {
            self = .start(note: nil)
            return
        }
        self = Self.retryChoice(start, newest: newestFirst.first)
    }

    /// dbt Cloud retries only the newest run of a job, and does so with that run's commit and settings.
    ///
    /// <https://docs.getdbt.com/docs/deploy/retry-jobs>
    private static func retryChoice(_ start: JobStart, newest: DbtCloudRun?) -> StartChoice {
        guard let newest else { return .start(note: "The job has no earlier run to retry; a new one is started.") }
        let name = "run \(newest.id), the job's newest,"
        guard newest.status == .error else {
            return .start(note: "Nothing to retry: \(name) did not fail (\(newest.status)); a new one is started.")
        }
        guard isOfSameSource(newest, start.request) else {
            return .start(note: "Nothing to retry: \(name) built another commit or branch; a new one is started.")
        }
        return .retry(newest)
    }

    private static func isOfSameSource(_ run: DbtCloudRun, _ request: RunRequest) -> Bool {
        if let wanted = request.gitSHA { return commit(of: run).map { isSame($0, wanted) } ?? false }
        guard let branch = request.gitBranch else { return true }
        return (run.gitBranch ?? run.trigger?.gitBranch) == branch
    }

    /// Whether a run builds what the request asks for: the commit, and everything that decides what is built and where.
    private static func builds(_ run: DbtCloudRun, _ request: RunRequest) -> Bool {
        guard let wanted = request.gitSHA, let commit = commit(of: run), isSame(commit, wanted) else { return false }
        return run.trigger?.isSameBuild(as: request) ?? false
    }

    private static func commit(of run: DbtCloudRun) -> String? { run.gitSHA ?? run.trigger?.gitSHA }

    /// A commit may be given by its first digits; git itself asks for 4, people write 7 or more.
    private static func isSame(_ full: String, _ given: String) -> Bool {
        given.count >= 7 ? full.lowercased().hasPrefix(given.lowercased()) : full.lowercased() == given.lowercased()
    }
}

extension RunRequest {
    /// The number of the pull request, whichever host it is on.
    var pullRequest: Int? { githubPullRequest ?? gitlabMergeRequest ?? azurePullRequest ?? nonNativePullRequest }
}
