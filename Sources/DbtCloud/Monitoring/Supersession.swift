/// Tells a cancelled run from one whose place a newer run took.
///
/// dbt Cloud cancels the older runs of a pull request when a newer one is asked for, and says only "cancelled".
/// <https://docs.getdbt.com/docs/deploy/continuous-integration#smart-cancellation>
package enum Supersession {
    /// The newest run that took the place of `run`; nil when it was cancelled for its own sake.
    ///
    /// Runs belong together by the pull request, or by a pull request's schema where the request for the run named no other.
    /// - Parameter runs: runs of the same job.
    package static func successor(of run: DbtCloudRun, among runs: [DbtCloudRun]) -> DbtCloudRun? {
        guard run.status == .cancelled, let trigger = run.trigger else { return nil }
        return runs.newest { candidate in
            guard candidate.id > run.id, let other = candidate.trigger else { return false }
            if let pullRequest = trigger.pullRequest { return other.pullRequest == pullRequest }
            return isOfPullRequest(trigger.schemaOverride) && other.schemaOverride == trigger.schemaOverride
        }
    }

    /// Whether a schema is named as dbt Cloud's guides name those of pull requests; any other may be anything, production too.
    private static func isOfPullRequest(_ schema: String?) -> Bool { schema?.lowercased().hasPrefix("dbt_cloud_pr_") ?? false }
}
