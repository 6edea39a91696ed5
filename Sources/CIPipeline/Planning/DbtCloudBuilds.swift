import DbtArtifacts
package import DbtCloud
import Foundation
import HTTPTransport
package import SourceControl
package import Store

/// dbt Cloud behind `DbtBuilds`: two jobs of one account, and the artifacts kept in the store.
package struct DbtCloudBuilds: DbtBuilds {
    private let client: DbtCloudClient
    private let settings: DbtCloudSettings
    private let files: ArtifactFiles
    private let pace: PollingPace

    package init(client: DbtCloudClient, settings: DbtCloudSettings, files: ArtifactFiles, pace: PollingPace = PollingPace()) {
        self.client = client
        self.settings = settings
        self.files = files
        self.pace = pace
    }

    package func pullRequestBuild(
        of change: ChangeRequest, following: Int?, waited: Duration, limit: Duration,
        tell: @escaping @Sendable (BuildReference?) async -> Void
    ) async throws(CancellationError) -> BuildOutcome {
        let job = settings.pullRequestJobID
        if following == nil, let gone = try await deletion(of: job) { return .unavailable(message: gone) }
        let watcher = PullRequestRunWatcher(client: client, jobID: job, limit: limit, pace: pace)
        let target = RunTarget(sha: change.headSHA, pullRequest: change.number)
        let outcome = try await watcher.wait(for: target, following: following, waited: waited) { sighting in
            switch sighting {
            case .waiting: await tell(nil)
            case .following(let run): await tell(reference(run))
            }
        }
        if case .neverAppeared = outcome, let gone = try await deletion(of: job) { return .unavailable(message: gone) }
        return translate(outcome, noun: change.noun, limit: limit)
    }

    /// Says that a job is no longer there; nil when it is, or when that cannot be told, which shows while waiting.
    private func deletion(of job: Int) async throws(CancellationError) -> String? {
        guard try await client.isGone(job: job) else { return nil }
        return "The job \(job) is not there at dbt Cloud any more, or the key may not see it. "
            + "Choose the job anew in the settings of the CI configuration."
    }

    private func translate(_ outcome: RunOutcome, noun: String, limit: Duration) -> BuildOutcome {
        let job = "the \(noun) job \(settings.pullRequestJobID)"
        let minutes = (limit / .seconds(60)).formatted(.number.precision(.fractionLength(0...1)))
        switch outcome {
        case .succeeded(let run): return .succeeded(reference(run))
        case .failed(let run):
            let words = run.statusMessage.map { ": " + $0.prefix(300) } ?? "."
            return .failed(reference(run), message: "dbt Cloud's run \(run.id) of \(job) failed\(words)")
        case .cancelled(let run):
            return .cancelled(message: "dbt Cloud's run \(run.id) of \(job) was cancelled, and no newer run builds this commit.")
        case .superseded(let run, let newer):
            return .cancelled(message: "dbt Cloud's run \(run.id) was cancelled in favour of run \(newer.id), which builds another commit.")
        case .neverAppeared(let newest):
            let other = newest.map { " The newest run of the \(noun) is \($0.id)." } ?? ""
            return .unavailable(
                message:
                    "No run of \(job) appeared for this commit within \(minutes) minutes.\(other) Check that the job is triggered by \(noun)s into this branch."
            )
        case .timedOut(let run):
            return .unavailable(
                message: "dbt Cloud's run \(run.id) of \(job) was still \(run.status) after \(minutes) minutes; "
                    + "raise pull_request_job_timeout_minutes if it needs longer.")
        case .unavailable(let error): return .unavailable(message: error.message)
        }
    }

    private func reference(_ run: DbtCloudRun) -> BuildReference {
        BuildReference(id: run.id, url: client.page(of: run), status: "\(run.status)")
    }

    package func headArtifacts(ofRun id: Int) async throws -> HeadArtifacts? {
        do throws(DbtCloudError) {
            let steps = try await client.steps(ofRun: id).filter { $0.index != nil }
            guard let manifest = try await manifest(ofRun: id, steps) else { return nil }
            return HeadArtifacts(manifest: manifest, runResults: try await results(ofRun: id, steps))
        } catch {
            throw RunTrouble(error)
        }
    }

    private func results(ofRun id: Int, _ steps: [DbtCloudRunStep]) async throws(DbtCloudError) -> [String] {
        var results: [String] = []
        for step in steps where step.name.contains("dbt ") {
            guard let path = try await file("run_results.json", ofRun: id, step: step.index) else { continue }
            // A file that cannot be read is kept, so that the planner says what is wrong with it.
            if (try? RunResults(contentsOf: path))?.tellsOfABuild ?? true { results.append(path) }
        }
        return results
    }

    package func buildResults(ofRun id: Int) async throws -> [String] {
        do throws(DbtCloudError) {
            return try await results(ofRun: id, try await client.steps(ofRun: id).filter { $0.index != nil })
        } catch {
            throw RunTrouble(error)
        }
    }

    package func catalog(ofRun id: Int) async throws -> String? {
        do throws(DbtCloudError) {
            if let path = try await file("catalog.json", ofRun: id, step: nil) { return path }
            for step in try await client.steps(ofRun: id).reversed() where step.index != nil && step.name.contains("docs generate") {
                if let path = try await file("catalog.json", ofRun: id, step: step.index) { return path }
            }
            return nil
        } catch {
            throw RunTrouble(error)
        }
    }

    /// The last step may have left none: then the nearest step before it that did.
    private func manifest(ofRun id: Int, _ steps: [DbtCloudRunStep]) async throws(DbtCloudError) -> String? {
        if let path = try await file("manifest.json", ofRun: id, step: nil) { return path }
        for step in steps.reversed() where step.name.contains("dbt ") {
            if let path = try await file("manifest.json", ofRun: id, step: step.index) { return path }
        }
        return nil
    }

    /// Seconds after the end of a run in which its artifacts may still be missing.
    private static let artifactDelay = 120.0

    package func baseManifest(ofRun id: Int) async throws -> String {
        let hasJustEnded: Bool
        do throws(DbtCloudError) {
            if let path = try await file("manifest.json", ofRun: id, step: nil) { return path }
            let steps = try await client.steps(ofRun: id)
            if let path = try await manifest(ofRun: id, steps) { return path }
            let finishedAt = try await client.run(id).finishedAt ?? 0
            // Artifacts can be a moment behind the end of their run.
            hasJustEnded = Date().timeIntervalSince1970 - finishedAt < Self.artifactDelay
        } catch {
            throw RunTrouble(error)
        }
        throw RunTrouble(
            "dbt Cloud's run \(id) of the artifacts job \(settings.artifactsJobID) left no manifest.json, so there is nothing to compare with.",
            isTransient: hasJustEnded)
    }

    package func baseBuild(history: [Commit], mergeBase: Bool) async throws -> BaseBuildChoice {
        let runs: [DbtCloudRun]
        do throws(DbtCloudError) {
            runs = try await client.runs(ofJob: settings.artifactsJobID, limit: 500)
        } catch {
            throw RunTrouble(error)
        }
        let newest = BaseRunChoice.latest(history: history, runs: runs)
        // Whatever commit the artifacts are of, the tables are of the newest run.
        var newestRun: Int?
        if case .use(let base) = newest { newestRun = base.run.id }
        if newest == .none, let gone = try await deletion(of: settings.artifactsJobID) { return .none(gone) }
        guard mergeBase else { return choice(newest, newestRun) }
        let nearest = BaseRunChoice.byMergeBase(history: history, runs: runs)
        // No ancestor has artifacts: the newest production run is better than nothing, and the report says so.
        return choice(nearest == .none ? newest : nearest, newestRun)
    }

    private func choice(_ decision: BaseRunDecision, _ newestRun: Int?) -> BaseBuildChoice {
        switch decision {
        case .use(let base): .use(build(base, newestRun))
        case .waitFor(let run, let otherwise): .underWay(runID: run.id, otherwise: otherwise.map { build($0, newestRun) })
        case .none:
            .none(
                "The job that creates dbt artifacts (\(settings.artifactsJobID)) has no successful run with artifacts, so there is nothing to compare with. Run it once in dbt Cloud."
            )
        }
    }

    private func build(_ base: BaseRun, _ newestRun: Int?) -> BaseBuild {
        BaseBuild(
            runID: base.run.id, sha: base.run.gitSHA ?? base.run.trigger?.gitSHA, commitsBehind: base.commitsBehind,
            finishedAt: base.run.finishedAt, newestRunID: newestRun, url: client.page(of: base.run))
    }

    /// An artifact's path on this machine; nil when the run has none of that name.
    private func file(_ name: String, ofRun id: Int, step: Int?) async throws(DbtCloudError) -> String? {
        let account = "\(client.accessURL.host)-\(client.accessURL.port)-\(client.accountID)"
        do {
            return try await files.file(ArtifactFiles.Key(account: account, runID: id, step: step, name: name)) { path in
                try await client.downloadArtifact(name, ofRun: id, step: step, to: path)
            }
        } catch let error as DbtCloudError {
            if error.code == .notFound { return nil }
            throw error
        } catch {
            throw DbtCloudError(.cannotWrite, "\(error)")
        }
    }
}

extension RunTrouble {
    init(_ error: DbtCloudError) { self.init(error.message, isTransient: error.isTransient) }
}
