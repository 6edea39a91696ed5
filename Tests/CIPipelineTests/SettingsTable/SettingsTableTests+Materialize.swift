import CIPipeline
import DataDiff
import Reports
import SourceControl
import Store
import Synchronization
import Testing

extension SettingsTableTests {
    @Test("Materialize diff results") func materialize() async throws {
        for (isOn, schema, tables) in [
            (true, "scratch", ["m1", "m2", "m3"].map { "scratch.plumbline_run1_\($0)_different" }), (false, "scratch", []), (true, nil, []),
        ] as [(Bool, String?, [String])] {
            let (world, run) = try await reviewed({ world in try await world.giveTempSchema(schema) }) { $0.materialize = isOn }
            #expect(world.differ.state.withLock { $0.tables.sorted() } == tables)
            #expect(try report(run).notes.contains { $0.contains("no temporary schema") } == (isOn && schema == nil))
        }
    }
}

/// Tables of kept rows go with the review that they are of.
@Suite(.timeLimit(.minutes(15))) struct MaterializeTests {
    private let world: World

    init() async throws {
        world = try await World { $0.materialize = true }
        try await world.giveTempSchema("scratch")
    }

    private var brisk: RunLimits {
        var limits = RunLimits()
        limits.firstRetryDelay = 0.01
        return limits
    }

    /// Runs whose tables are there.
    private var runs: Set<String> {
        Set(world.differ.state.withLock { $0.tables }.compactMap { $0.split(separator: "_").dropFirst().first.map(String.init) })
    }

    private func kept() async throws -> Int {
        try await world.store.diffsWithTables(ciConfigID: world.config.id, changeNumber: 7).count
    }

    @Test func theNewestReviewsStayUntilThePullRequestCloses() async throws {
        let pipeline = world.pipeline(brisk)
        try await world.work(pipeline) {
            let isOver = try await world.store.runs().allSatisfy(\.isFinished)
            return try await kept() == 3 && isOver
        }
        #expect(runs == ["run1"])
        world.host.edit { $0.change.headSHA = "bbbbbbb2" }
        try await pipeline.lookAt(change: 7, of: world.repository)
        try await world.work(pipeline) { try await kept() == 3 && runs == ["run2"] }
        world.host.edit { $0.change.state = .merged }
        try await pipeline.lookAt(change: 7, of: world.repository)
        try await world.work(pipeline) { try await kept() == 0 && runs.isEmpty }
    }

    @Test func rowsThatAreTooOldGoWithTheirTables() async throws {
        let pipeline = world.pipeline(brisk, time: world.time)
        _ = try await world.runToEnd()
        #expect(runs == ["run1"])
        world.clock.withLock { $0 += 91 * 86_400 }
        try await pipeline.deleteWhatIsOld()
        try await world.work(world.pipeline(brisk)) { try await kept() == 0 && runs.isEmpty }
    }

    /// A diff under way has made its tables before its outcome names them.
    @Test func aRunUnderWayKeepsItsTables() async throws {
        _ = try await world.runToEnd()
        world.host.edit { $0.change.headSHA = "bbbbbbb2" }
        world.builds.edit { $0.hangs = true }
        let pipeline = world.pipeline(brisk)
        try await pipeline.lookAt(change: 7, of: world.repository)
        let asked = FirstTime()
        try await world.work(pipeline) {
            let isWaiting = world.builds.state.withLock { $0.waits } == 2
            if asked.isNow(isWaiting) {
                let id = world.config.id
                try await world.store.enqueue(key: "tables:\(id):7", kind: "tables", payload: "\(id) 7", runAfter: 1)
            }
            return isWaiting && world.differ.state.withLock { !$0.dropped.isEmpty }
        }
        #expect(try await world.store.runs().map(\.isFinished) == [false, true])
        #expect(world.differ.state.withLock { Set($0.dropped.joined()) } == [KeptTables.prefix(ofRun: 1)])
    }

    @Test func aDataSourceThatCannotBeReachedIsAskedAgainLater() async throws {
        _ = try await world.runToEnd()
        world.differ.edit { $0.dropTrouble = RunTrouble("The database is locked.", isTransient: true) }
        world.host.edit { $0.change.state = .closed }
        let pipeline = world.pipeline(brisk)
        try await pipeline.lookAt(change: 7, of: world.repository)
        let soon = PipelineTime.system.now() + 3_000
        try await world.work(pipeline) { try await world.store.jobs().contains { $0.kind == "tables" && $0.runAfter > soon } }
        #expect(runs == ["run1"])
        #expect(try await kept() == 3)
    }
}

extension World {
    func giveTempSchema(_ name: String?) async throws {
        _ = try await store.save(DataSourceDraft(name: "w", type: "duckdb", options: [:], concurrency: 2, tempSchema: name), now: 2)
    }
}
