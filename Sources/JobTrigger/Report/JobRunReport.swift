/// What became of one run of a dbt Cloud job, ready to be shown: every renderer of this folder reads this and nothing else.
///
/// Names, counts and what dbt said; never a key.
package struct JobRunReport: Hashable, Sendable {
    package var outcome: JobRunOutcome
    /// Nil when no run came about.
    package var run: Run?
    /// The newer run that took this one's place; only with the outcome `superseded`.
    package var successor: Link?
    /// In order.
    package var steps: [Step]
    /// Of every dbt command of the run, in order of the steps.
    package var results: [Result]
    /// Whether dbt's results could be read; without them nothing is known of nodes, not even that there were none.
    package var areResultsKnown: Bool
    /// Whether this program was interrupted while it waited.
    package var wasInterrupted: Bool
    /// The step that failed, with the end of its log; only after a failure.
    package var failedStep: FailedStep?
    package var artifacts: [Artifact]
    /// What the reader should know beside the outcome, one sentence each.
    package var notes: [String]
    /// Why there is no outcome of a run: what was tried, on what, what to do.
    ///
    /// Only with the outcome `trouble`.
    package var error: String?
    /// How long this program waited.
    package var waitedSeconds: Double

    package init(outcome: JobRunOutcome, run: Run? = nil, error: String? = nil, waitedSeconds: Double = 0) {
        self.outcome = outcome
        self.run = run
        self.error = error
        self.waitedSeconds = waitedSeconds
        steps = []
        results = []
        areResultsKnown = false
        wasInterrupted = false
        artifacts = []
        notes = []
    }

    package struct Run: Hashable, Sendable {
        package var id: Int
        /// The page people open.
        package var url: String
        package var accountID: Int
        package var jobID: Int?
        package var jobName: String?
        package var branch: String?
        /// The commit that was checked out, or else the one that was asked for.
        package var sha: String?
        /// dbt Cloud's word: queued, starting, running, success, error, cancelled, or `status N`.
        package var status: String
        /// What dbt Cloud says about the status.
        package var statusMessage: String?
        /// From the start of the run to its end; nil while it goes on.
        package var seconds: Double?
        /// From the request to the start.
        package var queuedSeconds: Double?

        package init(id: Int, url: String, accountID: Int, status: String) {
            self.id = id
            self.url = url
            self.accountID = accountID
            self.status = status
        }
    }

    package struct Link: Hashable, Sendable {
        package var runID: Int
        package var url: String

        package init(runID: Int, url: String) {
            self.runID = runID
            self.url = url
        }
    }

    package struct Step: Hashable, Sendable {
        /// From 1, as dbt Cloud counts.
        package var index: Int
        package var name: String
        /// dbt Cloud's word, as in `Run.status`.
        package var status: String
        package var seconds: Double?

        package init(index: Int, name: String, status: String, seconds: Double?) {
            self.index = index
            self.name = name
            self.status = status
            self.seconds = seconds
        }
    }

    package struct FailedStep: Hashable, Sendable {
        package var index: Int
        package var name: String
        /// The last lines of the log without line breaks; empty when dbt Cloud had no log.
        package var logTail: [String]

        package init(index: Int, name: String, logTail: [String]) {
            self.index = index
            self.name = name
            self.logTail = logTail
        }
    }

    /// What happened to one node in one step.
    package struct Result: Hashable, Sendable {
        /// As in `model.shop.orders`.
        package var uniqueID: String
        /// As in `model`, `test`, `snapshot`.
        package var resourceType: String
        package var name: String
        /// dbt's word: success, error, skipped, pass, warn, fail and more.
        package var status: String
        package var kind: Kind
        package var seconds: Double
        /// dbt's or the adapter's words, perhaps of several lines.
        package var message: String?
        /// Failing rows of a test.
        package var failures: Int?
        /// The file that defines it, relative to the repository's root; nil when it is not in the repository or not known.
        package var path: String?
        /// Index of the step.
        package var step: Int

        /// What a status means to the reader.
        package enum Kind: String, Hashable, Sendable, CaseIterable {
            case failed, warned, skipped, passed
        }

        package init(
            uniqueID: String, resourceType: String, name: String, status: String, kind: Kind, seconds: Double, message: String? = nil,
            failures: Int? = nil, path: String? = nil, step: Int
        ) {
            self.uniqueID = uniqueID
            self.resourceType = resourceType
            self.name = name
            self.status = status
            self.kind = kind
            self.seconds = seconds
            self.message = message
            self.failures = failures
            self.path = path
            self.step = step
        }
    }

    /// One artifact that was asked for.
    package struct Artifact: Hashable, Sendable {
        /// dbt Cloud's path, such as `manifest.json`.
        package var path: String
        /// Where it was written; nil when it could not be had.
        package var file: String?
        /// Why it could not be had.
        package var problem: String?

        package init(path: String, file: String? = nil, problem: String? = nil) {
            self.path = path
            self.file = file
            self.problem = problem
        }
    }
}

/// How starting a job and waiting for it ended.
package enum JobRunOutcome: String, Hashable, Sendable, CaseIterable {
    /// Started and left alone (`--no-wait`).
    case started
    case success
    case failed
    /// Cancelled, by whomever; also when waiting was interrupted.
    case cancelled
    /// Cancelled because a newer run of the same pull request took its place.
    case superseded
    /// Still under way when the time was up.
    case timedOut = "timed_out"
    /// Wrong usage, or dbt Cloud could not be asked.
    case trouble

    /// Zero only when nothing went wrong; every other outcome has a code of its own.
    package var exitCode: Int32 {
        switch self {
        case .started, .success: 0
        case .failed: 1
        case .trouble: 2
        case .cancelled: 3
        case .timedOut: 4
        case .superseded: 5
        }
    }
}
