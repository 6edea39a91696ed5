package import SourceControl

/// Everything that is known about a merge's run; stored after every step, so that any process can go on from it.
package struct MergeState: Hashable, Sendable, Codable {
    package var phase = MergePhase.queued
    /// When the push became known, in seconds since 1970-01-01 UTC.
    package var since: Double
    /// When the call that starts the job was last sent without a known outcome.
    package var sentAt: Double?
    /// What was said to that call when its outcome is not known, and trying again is of no use.
    package var refusal: String?
    /// The newest trouble with starting.
    package var trouble: String?
    package var build: BuildReference?
    /// When the run became known.
    package var startedAt: Double?
    package var end: MergeEnd?
    /// The status that stands on the commit, as far as known.
    package var status: CommitStatus?
    package var retry: RunState.Retry?
    /// What happened last, as a sentence.
    package var message = ""
    package var isFinished = false

    package init(since: Double) { self.since = since }
}

/// What is to be done next; every action may be performed twice without harm.
package enum MergeAction: Hashable, Sendable {
    /// Look for a run that was started before, and start the job when there is none.
    case start
    case setStatus(CommitStatus)
    /// Wait for the end of a run.
    case follow(BuildReference, since: Double)
    /// Nothing before this time.
    case wait(until: Double)
    case finish

    /// Its name in the log.
    package var name: String { String(describing: self).prefix { $0 != "(" }.description }
}

/// What performing an action brought.
package enum MergeEvent: Hashable, Sendable {
    /// The call that starts the job goes out now.
    case sending
    /// - isAdopted: it was found among the job's runs.
    case started(BuildReference, isAdopted: Bool)
    case lookFailed(MergeTrouble)
    case startFailed(MergeTrouble)
    case ended(MergeEnd)
    case statusSet(CommitStatus)
    case statusFailed(CommitStatus, RunTrouble)
}
