package import SourceControl

/// Everything a run has found out and done so far; stored after every step, so that any process can go on from it.
///
/// Fields missing in stored JSON take their defaults, so that a newer server goes on with the runs of an older one.
package struct RunState: Hashable, Sendable, Codable {
    /// Which text stands in the comment.
    package enum CommentForm: String, Hashable, Sendable, Codable { case waiting, diffing, confirmation, final, ended }

    /// Trouble with another program, and when it is tried again.
    package struct Retry: Hashable, Sendable, Codable {
        package var attempts = 0
        /// Seconds since 1970-01-01 UTC.
        package var notBefore = 0.0
        /// When the trouble began, in seconds since 1970-01-01 UTC.
        package var since: Double?
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
    /// Why the host did not take the newest status, with what to do; nil while it does.
    package var statusTrouble: String?
    /// The host's identifier of the check run that carries the status; nil where there are none.
    package var checkID: String?
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
    /// What people asked for beyond the settings.
    package var scope = DiffScope()
    package var plan: ReviewPlan?
    /// What the plan was made for; nil while there is none.
    package var plannedScope: DiffScope?
    package var isConfirmed = false
    /// Somebody asked for the review of this commit by the API, so that it does not wait for the label.
    package var isAskedFor = false
    package var conclusion: Conclusion?
    /// Why it was skipped.
    package var skipReason: String?
    package var interruption: Interruption?
    /// Full sentences for the report; those of the plan stay with it.
    package var problems: [String] = []
    package var notes: [String] = []
    package var retry: Retry?

    package init(change: ChangeRequest) { self.change = change }

    /// What stays when the same commit is reviewed once more from the beginning.
    package func begunAgain(with change: ChangeRequest) -> RunState {
        var state = RunState(change: change)
        state.comment = comment
        state.checkID = checkID
        state.scope = scope
        state.isAskedFor = isAskedFor
        return state
    }
}

extension RunState {
    private enum CodingKeys: String, CodingKey {
        case phase, change, isPublic, status, statusTrouble, checkID, comment, commentForm, waitingSince, build, unconfirmedEnd, head
        case baseWaitingSince, base, baseManifest, scope, plan, plannedScope, isConfirmed, conclusion, skipReason, interruption, problems
        case notes, retry, isAskedFor
    }

    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        func read<Value: Decodable>(_ key: CodingKeys) throws -> Value? { try values.decodeIfPresent(Value.self, forKey: key) }
        self.init(change: try values.decode(ChangeRequest.self, forKey: .change))
        phase = try read(.phase) ?? phase
        isPublic = try read(.isPublic) ?? isPublic
        status = try read(.status)
        statusTrouble = try read(.statusTrouble)
        checkID = try read(.checkID)
        comment = try read(.comment)
        commentForm = try read(.commentForm)
        waitingSince = try read(.waitingSince)
        build = try read(.build)
        unconfirmedEnd = try read(.unconfirmedEnd)
        head = try read(.head)
        baseWaitingSince = try read(.baseWaitingSince)
        base = try read(.base)
        baseManifest = try read(.baseManifest)
        scope = try read(.scope) ?? scope
        plan = try read(.plan)
        plannedScope = try read(.plannedScope)
        isConfirmed = try read(.isConfirmed) ?? isConfirmed
        isAskedFor = try read(.isAskedFor) ?? isAskedFor
        conclusion = try read(.conclusion)
        skipReason = try read(.skipReason)
        interruption = try read(.interruption)
        problems = try read(.problems) ?? problems
        notes = try read(.notes) ?? notes
        retry = try read(.retry)
    }
}
