/// What a look at dbt Cloud brought.
package enum RunObservation: Sendable {
    /// The run that is followed.
    case run(DbtCloudRun)
    /// The job's newest runs.
    case runs([DbtCloudRun])
    /// The look failed.
    case trouble(DbtCloudError)
}

/// How waiting for a run ended.
package enum RunOutcome: Hashable, Sendable {
    case succeeded(DbtCloudRun)
    case failed(DbtCloudRun)
    /// Cancelled, and nothing newer took its place.
    case cancelled(DbtCloudRun)
    /// Cancelled because of a newer run of another commit of the pull request.
    case superseded(DbtCloudRun, by: DbtCloudRun)
    /// No run of the commit came within the limit.
    ///
    /// `newest` is the pull request's newest run of whatever commit: there is none when the job does not react to pull requests at all.
    case neverAppeared(newest: DbtCloudRun?)
    /// Still under way at the last look.
    case timedOut(DbtCloudRun)
    /// dbt Cloud could not be asked: refused, or unreachable up to the limit.
    case unavailable(DbtCloudError)
}
