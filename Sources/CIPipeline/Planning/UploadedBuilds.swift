import DbtArtifacts
package import SourceControl
package import Store

/// Uploaded artifacts behind `DbtBuilds`: dbt Core without dbt Cloud, where a run is an upload.
package struct UploadedBuilds: DbtBuilds {
    private let store: Store
    private let config: CIConfigRecord
    private let clock: any Clock<Duration>
    /// An upload nudges, so this is only for uploads whose nudge found nobody waiting yet.
    private static let pause = Duration.seconds(15)

    package init(store: Store, config: CIConfigRecord, clock: any Clock<Duration> = ContinuousClock()) {
        self.store = store
        self.config = config
        self.clock = clock
    }

    package func pullRequestBuild(
        of change: ChangeRequest, following: Int?, waited: Duration, limit: Duration,
        tell: @escaping @Sendable (BuildReference?) async -> Void
    ) async throws(CancellationError) -> BuildOutcome {
        var elapsed = waited
        while true {
            do throws(StoreError) {
                if let upload = try await store.newestUpload(ciConfigID: config.id, .pullRequest, sha: change.headSHA) {
                    return .succeeded(BuildReference(id: upload.id, status: "uploaded"))
                }
            } catch {
                if error.code == .cancelled { throw CancellationError() }
                return .unavailable(message: error.message)
            }
            await tell(nil)
            guard elapsed < limit else { return .unavailable(message: Self.missing(change, limit)) }
            let pause = min(Self.pause, limit - elapsed)
            do {
                try await clock.sleep(for: pause)
            } catch {
                throw CancellationError()
            }
            elapsed += pause
        }
    }

    private static func missing(_ change: ChangeRequest, _ limit: Duration) -> String {
        "No artifacts of commit \(change.headSHA.prefix(7)) were uploaded within \(Int(limit / .seconds(60))) minutes. Let the pipeline of "
            + "\(change.noun)s run 'plumbline dbt upload --run-type pull_request' after dbt, also when dbt failed."
    }

    package func headArtifacts(ofRun id: Int) async throws -> HeadArtifacts? {
        guard let manifest = store.file("manifest.json", ofUpload: id) else { return nil }
        return HeadArtifacts(manifest: manifest, runResults: try await buildResults(ofRun: id))
    }

    package func baseManifest(ofRun id: Int) async throws -> String {
        guard let manifest = store.file("manifest.json", ofUpload: id) else {
            throw RunTrouble("The files of upload \(id) are gone from the data directory; upload production's artifacts again.")
        }
        return manifest
    }

    package func buildResults(ofRun id: Int) async throws -> [String] {
        guard let path = store.file("run_results.json", ofUpload: id) else { return [] }
        // A file that cannot be read is kept, so that the planner says what is wrong with it.
        return (try? RunResults(contentsOf: path))?.tellsOfABuild ?? true ? [path] : []
    }

    package func catalog(ofRun id: Int) async throws -> String? { store.file("catalog.json", ofUpload: id) }

    package func baseBuild(history: [Commit], mergeBase: Bool) async throws -> BaseBuildChoice {
        let shas = history.map(\.sha)
        guard let newest = try await store.newestUpload(ciConfigID: config.id, .production) else {
            return .none(
                "No artifacts of production were uploaded yet, so there is nothing to compare with. Run 'plumbline dbt upload "
                    + "--run-type production' once after dbt has built production, and then after every merge.")
        }
        if mergeBase, let nearest = try await store.nearestUpload(ciConfigID: config.id, .production, history: shas) {
            return .use(Self.build(nearest.upload, behind: nearest.distance, newest: newest))
        }
        return .use(Self.build(newest, behind: shas.firstIndex { $0.lowercased() == newest.sha }, newest: newest))
    }

    private static func build(_ upload: UploadRecord, behind: Int?, newest: UploadRecord) -> BaseBuild {
        BaseBuild(runID: upload.id, sha: upload.sha, commitsBehind: behind, finishedAt: upload.uploadedAt, newestRunID: newest.id)
    }
}
