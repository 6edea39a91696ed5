import CIPipeline
import Foundation
import SourceControl
import Store
import TestSupport
import Testing

struct UploadedBuildsTests {
    private let world: World
    private let builds: UploadedBuilds

    init() async throws {
        world = try await World { $0.dbtCloud = nil }
        builds = UploadedBuilds(store: world.store, config: world.config, clock: SkippingClock())
    }

    @discardableResult
    private func upload(_ sha: String, _ type: UploadRecord.RunType, results: String? = nil) async throws -> UploadRecord {
        let folder = try TemporaryFolder(["manifest.json": "{}"].merging(results.map { ["run_results.json": $0] } ?? [:]) { $1 })
        let names = ["manifest.json"] + (results == nil ? [] : ["run_results.json"])
        let files = Dictionary(uniqueKeysWithValues: names.map { ($0, "\(folder.path)/\($0)") })
        return try await world.store.keep(
            UploadDraft(ciConfigID: world.config.id, runType: type, sha: sha, uploadedBy: "ci", files: files), now: 5)
    }

    private func wait(_ sha: String, limit: Duration = .seconds(60)) async throws -> BuildOutcome {
        try await builds.pullRequestBuild(of: World.change(sha), following: nil, waited: .zero, limit: limit, tell: { _ in })
    }

    @Test func `the newest upload of exactly the commit counts`() async throws {
        try await upload("aaaaaaa1", .pullRequest)
        let newest = try await upload("AAAAAAA1", .pullRequest)
        try await upload("aaaaaaa2", .pullRequest)
        try await upload("aaaaaaa1", .production)
        #expect(try await wait("aaaaaaa1") == .succeeded(BuildReference(id: newest.id, status: "uploaded")))
        #expect(try await builds.headArtifacts(ofRun: newest.id)?.runResults == [])
    }

    @Test func `what was never uploaded is said with what to do`() async throws {
        try await upload("aaaaaaa2", .pullRequest)
        guard case .unavailable(let message) = try await wait("aaaaaaa1", limit: .seconds(1800)) else { return #expect(Bool(false)) }
        #expect(
            message.contains("aaaaaaa within 30 minutes") || message.contains("aaaaaaa were uploaded")
                || message.contains("within 30 minutes"))
        #expect(message.contains("plumbline dbt upload --run-type pull_request"))
    }

    @Test func `the base is the nearest ancestor's, else the newest`() async throws {
        let history = ["c3", "c2", "c1"].map { Commit(sha: $0) }
        guard case .none(let reason) = try await builds.baseBuild(history: history, mergeBase: true) else { return #expect(Bool(false)) }
        #expect(reason.contains("--run-type production"))
        let first = try await upload("c1", .production)
        let newest = try await upload("elsewhere", .production)
        #expect(
            try await builds.baseBuild(history: history, mergeBase: true)
                == .use(BaseBuild(runID: first.id, sha: "c1", commitsBehind: 2, finishedAt: 5, newestRunID: newest.id)))
        #expect(
            try await builds.baseBuild(history: history, mergeBase: false)
                == .use(BaseBuild(runID: newest.id, sha: "elsewhere", commitsBehind: nil, finishedAt: 5, newestRunID: newest.id)))
        #expect(try await builds.baseManifest(ofRun: first.id).hasSuffix("/manifest.json"))
    }
}
