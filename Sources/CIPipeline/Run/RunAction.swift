package import SourceControl

/// What is to be done next; every action may be performed twice without harm.
package enum RunAction: Hashable, Sendable {
    /// Read the pull request and its files, and decide whether it is reviewed.
    case gate
    case setStatus(CommitStatus)
    case writeComment(RunState.CommentForm)
    /// Wait until dbt Cloud has built the commit.
    case awaitBuild(following: Int?, since: Double)
    /// Read the pull request again: has it moved on?
    case readChange
    case fetchHead(BuildReference)
    /// - mayWait: whether a base run under way may be waited for.
    case findBase(mayWait: Bool)
    case fetchBase(BaseBuild)
    case compare(HeadArtifacts, baseManifest: String, scope: DiffScope)
    case diff(ReviewPlan)
    case makeReport
    /// Nothing before this time.
    case wait(until: Double)
    /// Nothing until somebody asks.
    case park
    case finish

    /// Its name in the log.
    package var name: String { String(describing: self).prefix { $0 != "(" }.description }
}

/// What performing an action brought, or what happened outside.
package enum RunEvent: Hashable, Sendable {
    /// - notes: what the reader should know about the gate's decision, as sentences.
    case gated(Gate.Decision, ChangeRequest, notes: [String] = [])
    /// - check: the check run that carries it; nil where there are none.
    case statusSet(CommitStatus, check: String? = nil)
    case commentWritten(WrittenComment, RunState.CommentForm)
    case buildSighted(BuildReference?)
    case buildEnded(BuildOutcome)
    case changeRead(ChangeRequest)
    case headFetched(HeadArtifacts)
    /// The run left no manifest, with the reason as a sentence.
    case headMissing(String)
    case baseFound(BaseBuild)
    /// A run of exactly the wanted commit is under way.
    case baseUnderWay(Int)
    case baseMissing(String)
    case baseFetched(path: String)
    case compared(ReviewPlan, for: DiffScope = DiffScope())
    case diffsFinished
    case reportMade(RunState.Conclusion)
    /// The action could not be done.
    case failed(RunTrouble)
    case interrupted(Interruption)
    case confirmed(by: String)
    /// Somebody asked for the review by the API.
    case askedFor(by: String)
    /// Somebody asked for more.
    case extended(DiffScope, by: String)
}

extension RunEvent {
    /// Whether it may bring a run that has ended back to work.
    var mayReopen: Bool {
        if case .extended = self { true } else { false }
    }
}

/// Why an action could not be done.
package struct RunTrouble: Error, Hashable, Sendable, CustomStringConvertible {
    /// What was tried, on what, and what to do.
    package var message: String
    /// Whether trying again later may work.
    package var isTransient: Bool
    /// Whether it lasts until a person mends it, as a revoked token does; a run's last words are worth waiting for that.
    package var isMendable: Bool

    package init(_ message: String, isTransient: Bool = false, isMendable: Bool = false) {
        self.message = message
        self.isTransient = isTransient
        self.isMendable = isMendable
    }

    package var description: String { message }
}
