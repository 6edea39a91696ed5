import CIPipeline
import Foundation
import SourceControl
import Store
import Synchronization
import TestSupport
import Testing

/// Old uploads go once nobody can need them any more, by the clock of the pipeline.
@Suite(.timeLimit(.minutes(15))) struct UploadRetentionTests {
    private let world: World

    init() async throws { world = try await World { $0.dbtCloud = nil } }

    @discardableResult
    private func upload(_ sha: String, _ type: UploadRecord.RunType) async throws -> Int {
        let folder = try TemporaryFolder(["manifest.json": "{}"])
        let draft = UploadDraft(
            ciConfigID: world.config.id, runType: type, sha: sha, uploadedBy: "ci", files: ["manifest.json": folder.path + "/manifest.json"]
        )
        return try await world.store.keep(draft, now: world.time.now()).id
    }

    private func pass(days: Double) { world.clock.withLock { $0 += days * 86_400 } }

    private func tidy(_ edit: (inout RunLimits) -> Void = { _ in }) async throws {
        var limits = RunLimits()
        edit(&limits)
        try await world.pipeline(limits, time: world.time).deleteWhatIsOld()
    }

    private func kept(_ ids: [Int]) -> [Bool] { ids.map { world.store.file("manifest.json", ofUpload: $0) != nil } }

    /// Those that the store still knows.
    private func known(_ ids: [Int]) async -> [Int] {
        var known: [Int] = []
        for id in ids where (try? await world.store.upload(id)) != nil { known.append(id) }
        return known
    }

    @Test func whatNobodyNeedsGoesWithItsFiles() async throws {
        world.host.edit { $0.open = [] }
        let ids = [
            try await upload("aaaaaaa1", .pullRequest), try await upload("base0", .production), try await upload("base1", .production),
        ]
        pass(days: 89)
        let later = try await upload("aaaaaaa2", .pullRequest)
        try await tidy()
        #expect(kept(ids + [later]) == [true, true, true, true], "not yet")
        pass(days: 2)
        try await tidy()
        #expect(kept(ids + [later]) == [false, false, true, true], "the newest of production stays, however old")
        #expect(await known(ids + [later]) == [ids[2], later])
        #expect(try await world.store.newestUpload(ciConfigID: 1, .production)?.id == ids[2])
    }

    @Test func openPullRequestsKeepTheirs() async throws {
        let (base, head) = (try await upload("base0", .production), try await upload("aaaaaaa1", .pullRequest))
        let store = world.store
        let run = try await SettingsTableTests().review(world, world.config) { $0.builds = { UploadedBuilds(store: store, config: $0) } }
        #expect(run.phase == "done")
        let stranger = try await upload("ccccccc3", .pullRequest)
        let newest = try await upload("base9", .production)
        pass(days: 200)
        try await tidy()
        #expect(kept([base, head, stranger, newest]) == [true, true, false, true], "what it was compared with, too")
        world.host.edit { $0.change.state = .merged }
        try await tidy()
        #expect(kept([base, head, newest]) == [false, false, true])
    }

    @Test func aReviewThatGoesOnKeepsItsOwn() async throws {
        world.host.edit { $0.open = [] }
        let head = try await upload("aaaaaaa1", .pullRequest)
        let run = try #require(try await world.intake.see(world.host.change, world.config))
        var state = RunState(change: world.host.change)
        state.build = BuildReference(id: head)
        try await world.store.updateRun(
            run.id,
            RunUpdate(
                attempt: 1, phase: "fetching_artifacts", isFinished: false,
                state: String(decoding: try JSONEncoder().encode(state), as: UTF8.self), change: world.host.change), now: 5)
        pass(days: 200)
        try await tidy()
        #expect(kept([head]) == [true])
    }

    @Test func aHostThatCannotBeAskedKeepsEverything() async throws {
        let head = try await upload("ccccccc3", .pullRequest)
        pass(days: 200)
        world.host.edit { $0.failures["open"] = [SourceControlError(.unreachable, "GitHub is down.")] }
        try await tidy()
        #expect(kept([head]) == [true])
        try await tidy()
        #expect(kept([head]) == [false])
    }

    @Test(arguments: [(7, false), (nil, true)] as [(Int?, Bool)]) func theDaysAreASetting(_ days: Int?, _ isKept: Bool) async throws {
        world.host.edit { $0.open = [] }
        let head = try await upload("ccccccc3", .pullRequest)
        pass(days: 8)
        try await tidy { $0.uploadRetentionDays = days }
        #expect(kept([head]) == [isKept])
    }
}
