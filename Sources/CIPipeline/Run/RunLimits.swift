/// How long and how often things are tried; every wait of a run has a limit.
package struct RunLimits: Hashable, Sendable {
    /// Tries of work that is done here, and of a merge's actions, in the face of passing trouble, before it counts as failed.
    package var attempts = 12
    /// Seconds in which an action that needs another program is tried again in the face of passing trouble, before it counts as failed.
    package var patienceSeconds = 21_600.0
    /// The same for a run's last status and comment, which people are left with.
    package var finalPatienceSeconds = 86_400.0
    /// Seconds before the second try; doubles from there.
    package var firstRetryDelay = 2.0
    package var longestRetryDelay = 120.0
    /// Seconds for one action that talks to a host or to dbt Cloud; waiting for the build has its own limit.
    package var actionSeconds = 300.0
    /// Seconds for one data diff.
    package var diffSeconds = 7_200.0
    /// Seconds between two looks at a base run under way.
    package var baseLookSeconds = 10.0
    /// Seconds that the base branch's history is remembered while a base run is waited for.
    package var historySeconds = 120.0
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
    /// Seconds between two looks for comments that no delivery told of.
    package var commentLookSeconds = 900.0
    /// Open pull requests of one repository whose comments are looked at then, newest first.
    package var commentLookCount = 50
    /// Days that sample rows and artifacts are kept; nil means for ever.
    package var retentionDays: Int? = 90
    /// Days that uploads are kept that no open pull request needs; nil means for ever.
    package var uploadRetentionDays: Int? = 90
    /// Characters of a comment.
    package var commentLength = 65_000
    /// Characters of a check run's summary; GitHub takes 65,535.
    package var checkLength = 60_000

    package init() {}

    func retryDelay(attempt: Int) -> Double {
        var delay = firstRetryDelay
        for _ in 1..<max(attempt, 1) where delay < longestRetryDelay { delay *= 2 }
        return min(delay, longestRetryDelay)
    }
}
