import CIPipeline
import HTTPTransport
import Logging
import SourceControl
import Store
import Synchronization
import Testing

/// dbt Cloud's side of a merge as a script: it keeps the runs that were started.
final class FakeMergeJobs: MergeJobs {
    struct State {
        /// What was started, in order; a run's number is its place, from 1.
        var runs: [MergeRequest] = []
        /// Calls that start a job, also those that came to nothing.
        var starts = 0
        var looks = 0
        /// Trouble of the next calls; a lost answer starts a run all the same.
        var lookTroubles: [MergeTrouble] = []
        var startTroubles: [MergeTrouble] = []
        var losesAnswer = false
        var end = MergeEnd(.success, "dbt Cloud's run has succeeded.")
        /// Waiting lasts until it is cancelled.
        var hangs = false
        var followed: [Int] = []
        var waited: [Duration] = []
    }

    let state = Mutex(State())
    let fuse = Mutex<Fuse?>(nil)

    func edit(_ body: @Sendable (inout State) -> Void) { state.withLock { body(&$0) } }
    var runs: [MergeRequest] { state.withLock { $0.runs } }

    func run(startedBy request: MergeRequest) async throws(MergeTrouble) -> BuildReference? {
        let (trouble, index) = state.withLock { state in
            state.looks += 1
            return (state.lookTroubles.isEmpty ? nil : state.lookTroubles.removeFirst(), state.runs.lastIndex(of: request))
        }
        if let trouble { throw trouble }
        return index.map { Self.reference($0 + 1) }
    }

    func start(_ request: MergeRequest) async throws(MergeTrouble) -> BuildReference {
        let (trouble, losesAnswer, number) = state.withLock { state in
            state.starts += 1
            let trouble = state.startTroubles.isEmpty ? nil : state.startTroubles.removeFirst()
            if trouble == nil { state.runs.append(request) }
            defer { state.losesAnswer = false }
            return (trouble, state.losesAnswer, state.runs.count)
        }
        if let trouble { throw trouble }
        do {
            try fuse.withLock { $0 }?.burn()
        } catch {
            throw MergeTrouble("crash", mayHaveStarted: true)
        }
        if losesAnswer { throw MergeTrouble("The connection was lost.", isTransient: true, mayHaveStarted: true) }
        return Self.reference(number)
    }

    func end(ofRun id: Int, job: Int, waited: Duration, limit: Duration) async throws(CancellationError) -> MergeEnd {
        let hangs = state.withLock { state in
            state.followed.append(id)
            state.waited.append(waited)
            return state.hangs
        }
        do {
            if hangs { try await Task.sleep(for: .seconds(86_400)) }
            try fuse.withLock { $0 }?.burn()
        } catch {
            throw CancellationError()
        }
        return state.withLock { $0.end }
    }

    static func reference(_ number: Int) -> BuildReference {
        BuildReference(id: number, url: "http://dbt/runs/\(number)", status: "queued")
    }
}

/// A world whose configuration starts job 10 on merges.
enum MergeWorld {
    static func make(_ edit: (inout CISettings) -> Void = { _ in }) async throws -> World {
        try await World { settings in
            settings.triggerOnMerge = 10
            edit(&settings)
        }
    }

    static func push(_ sha: String = "mmmmmmm1", branch: String = "main") -> BranchPush {
        BranchPush(branch: branch, before: "base1", after: sha, defaultBranch: "main")
    }

    static let request = MergeRequest(job: 10, configuration: "shop", branch: "main", sha: "mmmmmmm1")
    static let context = "plumbline/shop/merge"
}

extension World {
    var silence: Logger { Logger(label: "test") { _ in SwiftLogNoOpLogHandler() } }
    var merges: MergeIntake { MergeIntake(store: store, time: time) }

    func mergePerformer(_ limits: RunLimits = RunLimits(), jobs: (any MergeJobs)? = nil) -> MergePerformer {
        var connections = connections
        if let jobs { connections.mergeJobs = { _ in jobs } }
        return MergePerformer(
            store: store, connections: connections, limits: limits, time: time,
            logger: silence)
    }

    /// Notes a push and gives its merge run, which must be new.
    func openMerge(_ push: BranchPush = MergeWorld.push(), _ config: CIConfigRecord? = nil) async throws -> MergeRunRecord {
        guard case .opened(let run) = try await merges.see(push, config ?? self.config) else {
            throw MergeTrouble("the push opened no merge run")
        }
        return run
    }

    /// Works on a merge run to its end, jumping over pauses.
    func goOnMerge(_ id: Int, _ limits: RunLimits = RunLimits(), jobs: (any MergeJobs)? = nil) async throws -> MergeRunRecord {
        for _ in 0..<10_000 {
            switch try await mergePerformer(limits, jobs: jobs).perform(id) {
            case .finished, .parked: return try await store.mergeRun(id)
            case .until(let time): clock.withLock { $0 = max($0, time) }
            }
        }
        Issue.record("the merge run does not end")
        return try await store.mergeRun(id)
    }
}
