package import DbtCloud
package import HTTPTransport

/// Everything `plumbline trigger` needs to know, checked.
package struct TriggerSettings: Sendable {
    /// Where the run comes from.
    package enum Start: Hashable, Sendable {
        case job(JobStart)
        /// A run that was started earlier.
        case attach(run: Int)
    }

    package var accessURL: BaseURL
    package var accountID: Int
    /// Only for telling when the job is another project's.
    package var projectID: Int?
    package var apiKey: Secret
    package var start: Start
    /// Whether an interruption leaves the run alone.
    package var keepsRunning: Bool
    /// Nil when the run is to be left alone once it is started.
    package var waiting: Waiting?
    package var artifacts: ArtifactRequest?
    /// Oddities of the settings that the user should know, one sentence each.
    package var notes: [String]

    /// Settings of the wait for the run's end.
    package struct Waiting: Hashable, Sendable {
        /// Longest wait between two looks.
        package var interval: Duration
        /// How long to wait in all.
        package var timeout: Duration
        package var cancelsOnTimeout: Bool
    }
}

/// A job to start, unless one of its runs answers already.
package struct JobStart: Hashable, Sendable {
    package var jobID: Int
    package var request: RunRequest
    /// Follow a run of the same commit where there is one.
    package var reusesSameCommit: Bool
    /// Begin where the job's newest run failed.
    package var retriesFromFailure: Bool
}

/// Files of the run to download.
package struct ArtifactRequest: Hashable, Sendable {
    package var folder: String
    /// dbt Cloud's paths, relative and without steps upwards.
    package var paths: [String]
    /// Whether the user named the paths; a missing file that was not asked for by name is no news.
    package var areNamed: Bool
    /// The step whose files are wanted; nil for the sensible one of each file.
    package var step: Int?
}

/// Settings that are missing or wrong; all of them in one message.
package struct UsageError: Error, Hashable, Sendable, CustomStringConvertible {
    /// One line each: the variable and flag, what is wrong, what to do.
    package var problems: [String]

    package init(problems: [String]) { self.problems = problems }

    package var description: String {
        problems.count == 1 ? problems[0] : "these settings are missing or wrong:\n" + problems.map { "  \($0)" }.joined(separator: "\n")
    }
}
