package import SourceControl
package import Store

/// Decides whether a push starts the job of `trigger_on_merge`; pure.
///
/// A merge commit, a squash and a rebase all come as a push to the base branch, whose tip is the commit that production is to have; so does
/// a merge made by hand. So the push counts, and the event that a pull request was closed does not.
package enum MergeGate {
    package enum Decision: Hashable, Sendable {
        /// The job, and the commit it is to build.
        case start(job: Int, sha: String)
        /// With the reason as a sentence.
        case ignore(String)
    }

    package static func decide(_ push: BranchPush, _ settings: CISettings) -> Decision {
        guard let job = settings.triggerOnMerge else { return .ignore("The configuration has no trigger_on_merge.") }
        guard let sha = push.after else { return .ignore("The branch \(push.branch) was deleted.") }
        let configured = settings.baseBranch.flatMap { $0.isEmpty ? nil : $0 }
        guard let base = configured ?? push.defaultBranch else {
            return .ignore("The push does not tell the repository's default branch; set base_branch.")
        }
        guard push.branch == base else { return .ignore("The push goes to \(push.branch); merges go to \(base).") }
        return .start(job: job, sha: sha)
    }
}
