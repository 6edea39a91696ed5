/// dbt Cloud as a merge needs it: a job that is started and waited for.
package protocol MergeJobs: Sendable {
    /// The newest run of the job that was started by exactly this request; nil when there is none yet.
    func run(startedBy request: MergeRequest) async throws(MergeTrouble) -> BuildReference?
    /// Starts the job; not repeated when the answer got lost.
    func start(_ request: MergeRequest) async throws(MergeTrouble) -> BuildReference
    /// Waits until a run is over or the limit is reached.
    ///
    /// - Parameter waited: time waited before a restart.
    func end(ofRun id: Int, job: Int, waited: Duration, limit: Duration) async throws(CancellationError) -> MergeEnd
}

/// What a job is started with for a push.
package struct MergeRequest: Hashable, Sendable {
    package var job: Int
    /// The CI configuration's name.
    package var configuration: String
    package var branch: String
    package var sha: String

    package init(job: Int, configuration: String, branch: String, sha: String) {
        self.job = job
        self.configuration = configuration
        self.branch = branch
        self.sha = sha
    }
}

/// How the run of a merge ended, or why there is none.
package struct MergeEnd: Hashable, Sendable, Codable {
    /// One of the phases that end a merge.
    package var phase: MergePhase
    /// A sentence.
    package var message: String

    package init(_ phase: MergePhase, _ message: String) {
        self.phase = phase
        self.message = message
    }
}

/// Why a job could not be started or looked at.
package struct MergeTrouble: Error, Hashable, Sendable, CustomStringConvertible {
    /// What was tried, on what, and what to do.
    package var message: String
    /// Whether trying again later may work.
    package var isTransient: Bool
    /// Whether the job may have been started all the same.
    package var mayHaveStarted: Bool
    /// Seconds that dbt Cloud asked to wait.
    package var retryAfter: Double?

    package init(_ message: String, isTransient: Bool = false, mayHaveStarted: Bool = false, retryAfter: Double? = nil) {
        self.message = message
        self.isTransient = isTransient
        self.mayHaveStarted = mayHaveStarted
        self.retryAfter = retryAfter
    }

    package var description: String { message }
}
