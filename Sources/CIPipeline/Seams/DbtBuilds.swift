package import SourceControl

/// dbt Cloud as the pipeline needs it: runs of two jobs and their artifacts.
///
/// Every call but the wait throws `RunTrouble`.
package protocol DbtBuilds: Sendable {
    /// Waits until the commit's run of the pull request job is over, or the limit is reached.
    ///
    /// - Parameters:
    ///   - following: the run found before a restart.
    ///   - waited: time waited before a restart.
    ///   - limit: for appearing and ending together.
    ///   - tell: called at each look that worked; nil while there is no run.
    func pullRequestBuild(
        of change: ChangeRequest, following: Int?, waited: Duration, limit: Duration,
        tell: @escaping @Sendable (BuildReference?) async -> Void
    ) async throws(CancellationError) -> BuildOutcome
    /// Fetches what a run of the pull request job left; nil manifest when it left none.
    func headArtifacts(ofRun id: Int) async throws -> HeadArtifacts?
    /// The artifacts job's run whose commit is nearest to the head of `history`, newest first.
    ///
    /// - mergeBase: the first commit of `history` is the wanted one; else the newest run is, whatever its commit.
    func baseBuild(history: [Commit], mergeBase: Bool) async throws -> BaseBuildChoice
    /// Fetches the manifest of a run of the artifacts job.
    func baseManifest(ofRun id: Int) async throws -> String
    /// Fetches `run_results.json` of the steps of a run of the artifacts job that built something, in order; none when it only compiles.
    func buildResults(ofRun id: Int) async throws -> [String]
    /// Fetches `catalog.json` of a run of the artifacts job; nil when it left none.
    func catalog(ofRun id: Int) async throws -> String?
}

extension DbtBuilds {
    package func catalog(ofRun id: Int) async throws -> String? { nil }
}

/// A run at dbt Cloud, as reports name it.
package struct BuildReference: Hashable, Sendable, Codable {
    package var id: Int
    /// The page people open.
    package var url: String?
    /// dbt Cloud's word, for example `running`.
    package var status: String

    package init(id: Int, url: String? = nil, status: String = "") {
        self.id = id
        self.url = url
        self.status = status
    }
}

/// How waiting for the pull request job ended.
package enum BuildOutcome: Hashable, Sendable {
    case succeeded(BuildReference)
    /// Ended with errors; `message` is a sentence. Models may have been built all the same.
    case failed(BuildReference, message: String)
    /// Cancelled, and nothing newer builds this commit; `message` is a sentence.
    case cancelled(message: String)
    /// Never appeared, took too long, or dbt Cloud refused; `message` is a sentence.
    case unavailable(message: String)
}

/// Files of a pull request job's run, on this machine.
package struct HeadArtifacts: Hashable, Sendable, Codable {
    /// Path of `manifest.json`.
    package var manifest: String
    /// Paths of `run_results.json` of the steps that built something, in order.
    package var runResults: [String]

    package init(manifest: String, runResults: [String]) {
        self.manifest = manifest
        self.runResults = runResults
    }
}

/// The run whose artifacts stand for production.
package struct BaseBuild: Hashable, Sendable, Codable {
    package var runID: Int
    package var sha: String?
    /// Commits behind the wanted one; nil when its commit is not among them.
    package var commitsBehind: Int?
    /// When the run ended, in seconds since 1970-01-01 UTC.
    package var finishedAt: Double?
    /// The page people open.
    package var url: String?
    /// The newest run of the job, whatever its commit: production's tables are as it left them.
    package var newestRunID: Int?

    package init(runID: Int, sha: String?, commitsBehind: Int?, finishedAt: Double?, newestRunID: Int? = nil, url: String? = nil) {
        self.url = url
        self.runID = runID
        self.sha = sha
        self.commitsBehind = commitsBehind
        self.finishedAt = finishedAt
        self.newestRunID = newestRunID
    }
}

/// What there is to compare with.
package enum BaseBuildChoice: Hashable, Sendable {
    case use(BaseBuild)
    /// A run of exactly the wanted commit is under way; `otherwise` is what there is already.
    case underWay(runID: Int, otherwise: BaseBuild?)
    /// Nothing to compare with, with the reason and what to do as a sentence.
    case none(String)
}
