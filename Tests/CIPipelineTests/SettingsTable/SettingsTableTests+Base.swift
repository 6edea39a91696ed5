import CIPipeline
import Foundation
import Reports
import SourceControl
import Store
import Synchronization
import TestSupport
import Testing

/// Rows about the runs that are compared, and how long they are waited for.
extension SettingsTableTests {
    private func upload(_ sha: String, _ type: UploadRecord.RunType, _ world: World) async throws {
        let folder = try TemporaryFolder(["manifest.json": "{}"])
        let draft = UploadDraft(
            ciConfigID: world.config.id, runType: type, sha: sha, uploadedBy: "ci", files: ["manifest.json": folder.path + "/manifest.json"]
        )
        _ = try await world.store.keep(draft, now: world.time.now())
    }

    /// The host's merge base is `base0`, the newest commit of its branch `base1`.
    @Test("Base branch commit selection strategy", arguments: [(CISettings.BaseCommitStrategy.mergeBase, "base0"), (.latest, "base1")])
    func baseCommitStrategy(_ strategy: CISettings.BaseCommitStrategy, _ sha: String) async throws {
        let world = try await World {
            $0.dbtCloud = nil
            $0.baseCommitStrategy = strategy
        }
        for base in ["base0", "base1"] { try await upload(base, .production, world) }
        try await upload("aaaaaaa1", .pullRequest, world)
        let store = world.store
        let run = try await review(world, world.config) { $0.builds = { UploadedBuilds(store: store, config: $0) } }
        #expect(try report(run).base.sha == sha)
        #expect(world.host.comments.first?.text.contains(sha) == true, "the comment names it")
    }

    @Test("Wait for the base commit's artifacts", arguments: [0, 3.0]) func baseWait(_ minutes: Double) async throws {
        let world = try await World { $0.baseWaitMinutes = minutes }
        let older = BaseBuild(runID: 3, sha: "base9", commitsBehind: 4, finishedAt: 0)
        world.builds.edit { $0.base = .underWay(runID: 8, otherwise: older) }
        let begun = world.time.now()
        let run = try await world.runToEnd()
        #expect(run.phase == "done")
        #expect(try report(run).base.sha == "base9")
        let waited = world.time.now() - begun
        #expect(waited >= minutes * 60 && waited < minutes * 60 + 20, "\(waited)")
    }

    @Test("Time for the pull request job", arguments: [30.0, 90.0]) func pullRequestJobTimeout(_ minutes: Double) async throws {
        let world = try await World {
            $0.dbtCloud = nil
            $0.pullRequestJobTimeoutMinutes = minutes
        }
        let clock = SkippingClock()
        let store = world.store
        let run = try await review(world, world.config) { $0.builds = { UploadedBuilds(store: store, config: $0, clock: clock) } }
        #expect(run.phase == "failed" && status(world)?.state == .failure)
        #expect(try report(run).problems.contains { $0.contains("within \(Int(minutes)) minutes") })
        #expect(clock.waits.reduce(.zero, +) == .seconds(minutes * 60))
    }

    @Test("Job to run on merge") func triggerOnMerge() async throws {
        let world = try await World { $0.triggerOnMerge = 12 }
        let run = try await world.openMerge()
        #expect(try await world.goOnMerge(run.id).phase == "success")
        #expect(world.mergeJobs.runs == [MergeRequest(job: 12, configuration: "shop", branch: "main", sha: "mmmmmmm1")])
        let without = try await World()
        _ = try await without.pipeline(time: without.time).take(MergeWorld.push(), to: without.repository)
        #expect(try await without.store.mergeRuns(MergeRunQuery()).isEmpty)
    }
}
