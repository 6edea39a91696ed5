import CIPipeline
import DataDiff
import Foundation
import HTTPTransport
import Logging
import Relational
import Reports
import SourceControl
import Store
import Synchronization
import Testing

/// A whole small world without network: a store in a temporary directory, a host, dbt Cloud and a warehouse that do as told.
final class World: Sendable {
    let store: Store
    let host = FakeHost()
    let builds = FakeBuilds()
    let differ = FakeDiffer()
    let mergeJobs = FakeMergeJobs()
    let fuse = Fuse()
    let plan = Mutex<ReviewPlan>(World.plan())
    /// What plans were asked for.
    let planned = Mutex<[ReviewPlanRequest]>([])
    let clock = Mutex<Double>(1_700_000_000)
    let directory: URL
    let config: CIConfigRecord
    let repository: RepositoryRecord

    /// - Parameter kind: what the repository's host is.
    init(on kind: String = "github", _ edit: (inout CISettings) -> Void = { _ in }) async throws {
        directory = FileManager.default.temporaryDirectory.appending(path: "plumbline-pipeline-\(UUID().uuidString)")
        store = try Store(dataDirectory: directory.path, environment: [:])
        repository = try await store.save(RepositoryDraft(name: "acme/shop", host: kind, token: Secret("t")), now: 1)
        _ = try await store.save(DataSourceDraft(name: "w", type: "duckdb", options: [:], concurrency: 2), now: 1)
        var settings = CISettings()
        settings.dbtCloud = DbtCloudSettings(accessURL: "http://127.0.0.1:1", accountID: 1, artifactsJobID: 10, pullRequestJobID: 11)
        edit(&settings)
        config = try await store.save(
            CIConfigDraft(name: "shop", repository: "acme/shop", dataSource: "w", settings: settings), now: 1)
        host.fuse.withLock { $0 = fuse }
        builds.fuse.withLock { $0 = fuse }
        differ.fuse.withLock { $0 = fuse }
        mergeJobs.fuse.withLock { $0 = fuse }
    }

    deinit { try? FileManager.default.removeItem(at: directory) }

    static func change(_ sha: String = "aaaaaaa1") -> ChangeRequest {
        ChangeRequest(number: 7, title: "Fix orders", author: "ann", baseBranch: "main", baseSHA: "base1", headBranch: "fix", headSHA: sha)
    }

    static func plan(models: Int = 3) -> ReviewPlan {
        ReviewPlan(
            models: (1...max(models, 1)).prefix(models).map { index in
                ReviewPlan.Model(
                    name: ModelName(uniqueID: "model.shop.m\(index)", name: "m\(index)", resourceType: "model"),
                    origin: .modified(reasons: ["body"]), relationA: "prod.m\(index)", relationB: "pr.m\(index)",
                    step: .diff(
                        DiffRequest(
                            a: .relation(RelationName(namespace: "prod", identifier: "m\(index)")),
                            b: .relation(RelationName(namespace: "pr", identifier: "m\(index)")),
                            key: KeyChoice(columns: ["id"], source: "uniqueness_test"))))
            })
    }

    /// Time stands still; sleeping for long means waiting to be cancelled, or for what a test puts here.
    let longSleep = Mutex<@Sendable (Duration) async throws -> Void>({ _ in try await Task.sleep(for: .seconds(86_400)) })

    var time: PipelineTime {
        PipelineTime(
            now: { self.clock.withLock { $0 } },
            sleep: { duration in
                let sleep = self.longSleep.withLock { $0 }
                if duration >= .seconds(1) { try await sleep(duration) }
            })
    }

    var connections: PipelineConnections {
        PipelineConnections(
            host: { _ in self.host }, builds: { _ in self.builds }, mergeJobs: { _ in self.mergeJobs }, differ: { _ in self.differ },
            plan: { request in
                self.planned.withLock { $0.append(request) }
                return self.plan.withLock { $0 }
            }, texts: RenderedTexts())
    }

    func performer(_ limits: RunLimits = RunLimits()) -> RunPerformer {
        RunPerformer(
            store: store, connections: connections, links: RunLinks(publicURL: "http://p/"), limits: limits, time: time,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    }

    func pipeline(_ limits: RunLimits = RunLimits(), time: PipelineTime = .system) -> Pipeline {
        Pipeline(
            store: store, connections: connections, publicURL: "http://p", limits: limits, time: time,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    }

    var intake: RunIntake { RunIntake(store: store, time: time) }

    /// Begins a run of the host's present change and works on it to its end, jumping over pauses.
    func runToEnd(_ limits: RunLimits = RunLimits()) async throws -> RunRecord {
        let run = try #require(try await intake.see(host.change, config))
        return try await goOn(run.id, limits)
    }

    func goOn(_ id: Int, _ limits: RunLimits = RunLimits()) async throws -> RunRecord {
        for _ in 0..<1_000 {
            switch try await performer(limits).perform(id) {
            case .finished, .parked: return try await store.run(id)
            case .until(let time): clock.withLock { $0 = max($0, time) }
            }
        }
        Issue.record("the run does not end")
        return try await store.run(id)
    }
}

/// Tells when something is so for the first time, for conditions that are looked at again and again.
final class FirstTime: Sendable {
    private let isOver = Mutex(false)

    func isNow(_ condition: Bool) -> Bool {
        isOver.withLock { isOver in
            defer { isOver = isOver || condition }
            return condition && !isOver
        }
    }
}

/// Stops the work after so many effects, as a crash would: nothing after it is stored.
final class Fuse: Sendable {
    private struct State {
        var remaining: Int?
        var blow: (@Sendable () -> Void)?
        var effects = 0
    }

    private let state = Mutex(State())

    var effects: Int { state.withLock { $0.effects } }

    func arm(after count: Int, _ blow: @escaping @Sendable () -> Void) {
        state.withLock {
            $0.remaining = count
            $0.blow = blow
        }
    }

    /// Begins work that is stopped after so many effects.
    func stopping(after count: Int, _ work: @escaping @Sendable () async throws -> Void) -> Task<Void, any Error> {
        let (armed, arming) = AsyncStream.makeStream(of: Void.self)
        let task = Task {
            for await _ in armed {}
            try await work()
        }
        arm(after: count) { task.cancel() }
        arming.finish()
        return task
    }

    /// Called right after an effect.
    func burn() throws {
        let blow: (@Sendable () -> Void)? = state.withLock { state in
            state.effects += 1
            guard let remaining = state.remaining else { return nil }
            state.remaining = remaining > 0 ? remaining - 1 : nil
            return remaining == 0 ? state.blow : nil
        }
        guard let blow else { return }
        blow()
        throw CancellationError()
    }
}

/// dbt Cloud as a script.
final class FakeBuilds: DbtBuilds {
    struct State {
        var outcome = BuildOutcome.succeeded(BuildReference(id: 5, status: "success"))
        var head: HeadArtifacts? = HeadArtifacts(manifest: "/head.json", runResults: ["/results.json"])
        var base = BaseBuildChoice.use(BaseBuild(runID: 3, sha: "base0", commitsBehind: 1, finishedAt: 1_699_990_000))
        /// Paths of run results of the artifacts job, by run.
        var results: [Int: [String]] = [:]
        var trouble: [String: [RunTrouble]] = [:]
        var waits = 0
        /// The first wait lasts until it is cancelled.
        var hangs = false
        var followed: [Int?] = []
    }

    let state = Mutex(State())
    let fuse = Mutex<Fuse?>(nil)

    func edit(_ body: @Sendable (inout State) -> Void) { state.withLock { body(&$0) } }

    private func check(_ call: String) throws {
        let trouble: RunTrouble? = state.withLock { state in
            guard state.trouble[call]?.isEmpty == false else { return nil }
            return state.trouble[call]?.removeFirst()
        }
        if let trouble { throw trouble }
    }

    func pullRequestBuild(
        of change: ChangeRequest, following: Int?, waited: Duration, limit: Duration,
        tell: @escaping @Sendable (BuildReference?) async -> Void
    ) async throws(CancellationError) -> BuildOutcome {
        let hangs = state.withLock { state in
            state.waits += 1
            state.followed.append(following)
            defer { state.hangs = false }
            return state.hangs
        }
        await tell(BuildReference(id: 5, status: "running"))
        do {
            if hangs { try await Task.sleep(for: .seconds(86_400)) }
            try fuse.withLock { $0 }?.burn()
        } catch {
            throw CancellationError()
        }
        return state.withLock { $0.outcome }
    }

    func headArtifacts(ofRun id: Int) async throws -> HeadArtifacts? {
        try check("head")
        return state.withLock { $0.head }
    }

    func baseBuild(history: [Commit], mergeBase: Bool) async throws -> BaseBuildChoice {
        try check("base")
        return state.withLock { $0.base }
    }

    func buildResults(ofRun id: Int) async throws -> [String] {
        try check("results")
        return state.withLock { $0.results[id, default: []] }
    }

    func baseManifest(ofRun id: Int) async throws -> String {
        try check("manifest")
        return "/base.json"
    }
}

/// A warehouse whose tables are all the same, unless told otherwise.
final class FakeDiffer: ModelDiffing {
    struct State {
        /// Verdicts by side b's table.
        var verdicts: [String: Verdict] = [:]
        var hanging: Set<String> = []
        /// Called when the first diff begins.
        var onFirst: (@Sendable () -> Void)?
        var runs: [String] = []
        var cancelled: [String] = []
        var atOnce = 0
        var mostAtOnce = 0
        /// Those that rows were kept in.
        var tables: Set<String> = []
        var dropTrouble: RunTrouble?
        /// What tables were dropped of, by call.
        var dropped: [[String]] = []
    }

    let state = Mutex(State())
    let fuse = Mutex<Fuse?>(nil)

    func edit(_ body: @Sendable (inout State) -> Void) { state.withLock { body(&$0) } }

    func diff(
        _ request: DiffRequest, keeping: KeptTables?, progress: @escaping @Sendable (DiffProgress) -> Void
    ) async throws -> DiffResult {
        let table = request.b.label
        let first = state.withLock { state in
            defer { state.onFirst = nil }
            return state.onFirst
        }
        first?()
        let (verdict, hangs) = state.withLock { state in
            state.runs.append(table)
            state.atOnce += 1
            state.mostAtOnce = max(state.mostAtOnce, state.atOnce)
            return (state.verdicts[table] ?? .identical, state.hanging.contains(table))
        }
        defer { state.withLock { $0.atOnce -= 1 } }
        progress(DiffProgress(completedSteps: 1, totalSteps: 2, message: "counting keys"))
        if hangs {
            do {
                try await Task.sleep(for: .seconds(86_400))
            } catch {
                state.withLock { $0.cancelled.append(table) }
                throw error
            }
        }
        await Task.yield()
        try fuse.withLock { $0 }?.burn()
        var result = Self.result(request, verdict)
        if let keeping {
            let table = "\(keeping.schema).plumbline_\(keeping.name)_different"
            state.withLock { _ = $0.tables.insert(table) }
            result.materialized = [MaterializedTable(kind: .different, table: table, rows: 1)]
        }
        return result
    }

    func dropTables(prefixes: [String], except kept: Set<String>, in schema: String) async throws -> Int {
        if let trouble = state.withLock({ $0.dropTrouble }) { throw trouble }
        state.withLock { $0.dropped.append(prefixes) }
        return state.withLock { state in
            let gone = state.tables.filter { table in
                !kept.contains(table) && prefixes.contains { table.hasPrefix("\(schema).plumbline_\($0)") }
            }
            state.tables.subtract(gone)
            return gone.count
        }
    }

    static func result(_ request: DiffRequest, _ verdict: Verdict) -> DiffResult {
        DiffResult(
            status: verdict == .error ? .failed : .success, verdict: verdict,
            sides: [request.a, request.b].map { DiffSide(database: "w", table: $0.label, columns: []) },
            primaryKey: PrimaryKeyChoice(columns: request.key.columns, source: request.key.source),
            sampling: SamplingOutcome(settings: request.sampling),
            error: verdict == .error ? DiffFailure(code: "table_not_found", message: "no such table") : nil)
    }
}

extension World {
    /// Returns once the condition holds, looking at it now and after each change of runs and diffs.
    func wait(until condition: () async throws -> Bool) async throws {
        let changes = store.changes.stream()
        if try await condition() { return }
        for await _ in changes where try await condition() { return }
        try Task.checkCancellation()
    }

    /// Works until the condition holds, looking at it after each change.
    func work(_ pipeline: Pipeline, until condition: @escaping @Sendable () async throws -> Bool) async throws {
        let changes = store.changes.stream()
        let work = store.changes.work()
        let (news, bell) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        try await withThrowingTaskGroup(of: Bool?.self) { group in
            group.addTask {
                for await _ in changes { bell.yield() }
                return nil
            }
            group.addTask {
                for await _ in work { bell.yield() }
                return nil
            }
            group.addTask {
                try await pipeline.run()
                return false
            }
            group.addTask {
                if try await condition() { return true }
                for await _ in news where try await condition() { return true }
                return nil
            }
            let isMet = try await group.first { $0 != nil } ?? nil
            #expect(isMet == true)
            group.cancelAll()
        }
    }
}
