package import SourceControl

/// Everything a run has found out and done so far; stored after every step, so that any process can go on from it.
package struct RunState: Hashable, Sendable, Codable {
    /// Which text stands in the comment.
    package enum CommentForm: String, Hashable, Sendable, Codable { case waiting, diffing, confirmation, final, ended }

    /// Trouble with another program, and when it is tried again.
    package struct Retry: Hashable, Sendable, Codable {
        package var attempts = 0
        /// Seconds since 1970-01-01 UTC.
        package var notBefore = 0.0
    }

    /// What the report came to.
    package struct Conclusion: Hashable, Sendable, Codable {
        package var status: CommitStatus
        /// Whether the run itself failed: something outside single diffs could not be done.
        package var isFailure: Bool

        package init(status: CommitStatus, isFailure: Bool) {
            self.status = status
            self.isFailure = isFailure
        }
    }

    package var phase = RunPhase.received
    package var change: ChangeRequest
    /// Whether the gate let it pass, so that a status or a comment may stand on the host.
    package var isPublic = false
    /// The status that stands on the commit, as far as known.
    package var status: CommitStatus?
    package var comment: WrittenComment?
    package var commentForm: CommentForm?
    /// When waiting for the pull request job began.
    package var waitingSince: Double?
    package var build: BuildReference?
    /// How the build ended, while it is checked whether the pull request has moved on.
    package var unconfirmedEnd: String?
    package var head: HeadArtifacts?
    package var baseWaitingSince: Double?
    package var base: BaseBuild?
    package var baseManifest: String?
    package var plan: ReviewPlan?
    package var isConfirmed = false
    package var conclusion: Conclusion?
    /// Why it was skipped.
    package var skipReason: String?
    package var interruption: Interruption?
    /// Full sentences for the report.
    package var problems: [String] = []
    package var notes: [String] = []
    package var retry: Retry?

    package init(change: ChangeRequest) { self.change = change }
}
