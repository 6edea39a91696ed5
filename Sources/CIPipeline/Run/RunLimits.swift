/// How long and how often things are tried; every wait of a run has a limit.
package struct RunLimits: Hashable, Sendable {
    /// Tries of one action in the face of passing trouble, before it counts as failed.
    package var attempts = 12
    /// Seconds before the second try; doubles from there.
    package var firstRetryDelay = 2.0
    package var longestRetryDelay = 120.0
    /// Seconds for one action that talks to a host or to dbt Cloud; waiting for the build has its own limit.
    package var actionSeconds = 300.0
    /// Seconds for one data diff.
    package var diffSeconds = 7_200.0
    /// Seconds that a base run under way is waited for.
    package var baseWaitSeconds = 900.0
    /// Seconds between two looks at a base run under way.
    package var baseLookSeconds = 10.0
    /// Commits before the wanted base that are looked through for artifacts.
    package var historyLength = 200
    /// Runs worked on at once; a waiting run costs next to nothing.
    package var runsAtOnce = 200
    /// Seconds between two looks at the open pull requests.
    package var sweepSeconds = 180.0
    /// Seconds back from now: a pull request nobody told of is reviewed only if its newest commit is not older.
    ///
    /// Without this a new installation would speak up on every old pull request at once.
    package var catchUpSeconds = 86_400.0
    /// Seconds in which the job of a merge must be started, and then again seconds in which its run must end.
    package var mergeSeconds = 86_400.0
    /// Seconds after which a run that was asked for surely stands in the list of its job's runs.
    package var listingSeconds = 30.0
    /// Characters of a comment.
    package var commentLength = 65_000

    package init() {}

    func retryDelay(attempt: Int) -> Double {
        var delay = firstRetryDelay
        for _ in 1..<max(attempt, 1) where delay < longestRetryDelay { delay *= 2 }
        return min(delay, longestRetryDelay)
    }
}
