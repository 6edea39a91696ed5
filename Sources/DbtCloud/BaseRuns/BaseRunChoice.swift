package import SourceControl

/// The run whose artifacts stand for the base of a comparison.
package struct BaseRun: Hashable, Sendable {
    package var run: DbtCloudRun
    /// How many commits of the base branch the run lies behind the wanted one; 0 is that commit itself, nil is unknown.
    package var commitsBehind: Int?

    package init(run: DbtCloudRun, commitsBehind: Int?) {
        self.run = run
        self.commitsBehind = commitsBehind
    }
}

/// Which base artifacts to take.
package enum BaseRunDecision: Hashable, Sendable {
    case use(BaseRun)
    /// A run of exactly the wanted commit is under way; `otherwise` is what there is already.
    case waitFor(DbtCloudRun, otherwise: BaseRun?)
    /// No run of the job has artifacts for any of the commits.
    case none
}

/// Chooses the base run among the artifacts job's runs.
package enum BaseRunChoice {
    /// The run of the commit nearest to the merge base, going back in history.
    ///
    /// - Parameters:
    ///   - history: first-parent history, newest first, beginning with the merge base.
    ///   - runs: the job's runs in any order and state.
    package static func byMergeBase(history: [Commit], runs: [DbtCloudRun]) -> BaseRunDecision {
        let nearest = nearest(history: history, runs: runs)
        if let wanted = history.first, nearest?.commitsBehind != 0,
            let underWay = runs.newest(where: { !$0.isFinished && builds($0, wanted) })
        {
            return .waitFor(underWay, otherwise: nearest)
        }
        return nearest.map { .use($0) } ?? .none
    }

    /// The newest successful run, whatever its commit; `history` only tells how far behind it is.
    package static func latest(history: [Commit] = [], runs: [DbtCloudRun]) -> BaseRunDecision {
        guard let run = runs.newest(where: hasArtifacts) else { return .none }
        return .use(BaseRun(run: run, commitsBehind: history.firstIndex { builds(run, $0) }))
    }

    /// The nearest commit of `history` that a successful run built; of several runs of one commit the newest.
    package static func nearest(history: [Commit], runs: [DbtCloudRun]) -> BaseRun? {
        for (distance, commit) in history.enumerated() {
            if let run = runs.newest(where: { hasArtifacts($0) && builds($0, commit) }) {
                return BaseRun(run: run, commitsBehind: distance)
            }
        }
        return nil
    }

    private static func hasArtifacts(_ run: DbtCloudRun) -> Bool { run.status == .success && run.artifactsSaved != false }

    /// A finished run built what it checked out; one that has not checked out yet will build what was asked for.
    private static func builds(_ run: DbtCloudRun, _ commit: Commit) -> Bool {
        (run.gitSHA ?? run.trigger?.gitSHA)?.lowercased() == commit.sha.lowercased()
    }
}
