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
    case compare(HeadArtifacts, baseManifest: String)
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
    case gated(Gate.Decision, ChangeRequest)
    case statusSet(CommitStatus)
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
    case compared(ReviewPlan)
    case diffsFinished
    case reportMade(RunState.Conclusion)
    /// The action could not be done.
    case failed(RunTrouble)
    case interrupted(Interruption)
    case confirmed(by: String)
}

/// Why an action could not be done.
package struct RunTrouble: Error, Hashable, Sendable, CustomStringConvertible {
    /// What was tried, on what, and what to do.
    package var message: String
    /// Whether trying again later may work.
    package var isTransient: Bool

    package init(_ message: String, isTransient: Bool = false) {
        self.message = message
        self.isTransient = isTransient
    }

    package var description: String { message }
}
