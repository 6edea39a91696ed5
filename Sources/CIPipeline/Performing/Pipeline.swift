import Foundation
package import Logging
package import SourceControl
package import Store
import Synchronization

/// The pipeline at work: takes jobs from the durable queue and works on many runs at once.
///
/// `run()` works until its task is cancelled. What was under way then is taken up again by the next server on the same data directory.
package final class Pipeline: Sendable {
    package let intake: RunIntake
    package let merges: MergeIntake
    /// Makes runs that wait for dbt Cloud look at once.
    package let nudges: Nudges
    let store: Store
    let connections: PipelineConnections
    /// Where people and hosts reach the server, without a slash at the end.
    let publicURL: String
    /// When this process last asked a host about a repository, by its number; seconds since 1970-01-01 UTC.
    let inspections = Mutex<[Int: Double]>([:])
    let limits: RunLimits
    let time: PipelineTime
    let logger: Logger
    let performer: RunPerformer
    let mergePerformer: MergePerformer
    let tasks: RunningTasks

    /// - Parameter publicURL: where people reach the server; links in comments and statuses begin with it.
    package init(
        store: Store, connections: PipelineConnections, publicURL: String, limits: RunLimits = RunLimits(), time: PipelineTime = .system,
        logger: Logger
    ) {
        let tasks = RunningTasks()
        self.store = store
        self.connections = connections
        self.publicURL = publicURL
        self.limits = limits
        self.time = time
        self.logger = logger
        self.tasks = tasks
        nudges = Nudges()
        let performer = RunPerformer(
            store: store, connections: connections, links: RunLinks(publicURL: publicURL), limits: limits, time: time, nudges: nudges,
            logger: logger)
        self.performer = performer
        intake = RunIntake(
            store: store, time: time, stop: { tasks.stop($0) },
            extend: { run, scope, who in try await performer.store(.extended(scope, by: who), during: nil, run) })
        merges = MergeIntake(store: store, time: time)
        mergePerformer = MergePerformer(store: store, connections: connections, limits: limits, time: time, logger: logger)
    }

    private let working = Mutex(false)
    /// When the comments of a repository's pull requests were looked through last, in seconds since 1970-01-01 UTC.
    let commentLooks = Mutex<[Int: Double]>([:])

    /// Whether `run()` is at work.
    package var isWorking: Bool { working.withLock { $0 } }

    /// How many runs are being worked on in this process.
    package var runningCount: Int { tasks.count }

    /// Has a pull request looked at soon; answers at once.
    ///
    /// The host is asked for its present state then, so that deliveries may come late, twice or in any order.
    package func lookAt(change number: Int, of repository: RepositoryRecord) async throws(StoreError) {
        let key = "change:\(repository.id):\(number)"
        try await store.enqueue(key: key, kind: JobKind.change.rawValue, payload: "\(repository.id) \(number)", runAfter: time.now())
    }

    /// Has the jobs started that a push to the repository calls for; answers at once.
    ///
    /// - Returns: what became of it under each configuration of the repository.
    package func take(_ push: BranchPush, to repository: RepositoryRecord) async throws(StoreError) -> [MergeIntake.Outcome] {
        var outcomes: [MergeIntake.Outcome] = []
        for config in try await store.ciConfigs(repository: repository.id) {
            outcomes.append(try await merges.see(push, config))
            try await noteSyncs(push, config)
        }
        return outcomes
    }

    /// Works on the queue until the task is cancelled.
    package func run() async throws {
        // Names this work in leases; leases of any other name belong to work that was ended, mostly of a server that is gone.
        let owner = UUID().uuidString
        try await takeUpUnfinished()
        working.withLock { $0 = true }
        defer { working.withLock { $0 = false } }
        let (wakes, bell) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        let work = store.changes.work()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                for await _ in work { bell.yield() }
            }
            group.addTask { try await self.takeJobs(as: owner, wakes, bell) }
            defer { group.cancelAll() }
            try await group.next()
        }
    }

    /// Queues what a server before this one may have left between two steps.
    private func takeUpUnfinished() async throws(StoreError) {
        try await store.enqueue(key: "sweep", kind: JobKind.sweep.rawValue, runAfter: time.now())
        try await store.enqueue(key: "retention", kind: JobKind.retention.rawValue, runAfter: time.now())
        var query = RunQuery()
        query.unfinishedOnly = true
        query.limit = 100_000
        for run in try await store.runs(query) {
            try await store.enqueue(
                key: RunIntake.jobKey(run: run.id), kind: RunIntake.jobKind, payload: String(run.id), runAfter: time.now())
        }
        try await merges.takeUpUnfinished()
        try await takeUpSyncs()
    }

    /// Jobs that are due and now held by `owner`; nil when the store cannot say just now, which must not end the server.
    private func dueJobs(for owner: String, _ free: Int, _ now: Double) async throws(StoreError) -> [JobRecord]? {
        do throws(StoreError) {
            return try await store.leaseJobs(owner: owner, limit: free, of: RunIntake.jobKind, now: now)
        } catch {
            guard error.code != .cancelled else { throw error }
            logger.error("the queue cannot be read", metadata: ["error": "\(error)"])
            return nil
        }
    }

    /// When the queue is to be looked at again; nil when nothing waits in it.
    private func nextLook(for owner: String, after now: Double) async -> Double? {
        do throws(StoreError) {
            return try await store.nextJobTime(owner: owner, after: now)
        } catch {
            return now + Self.storeSeconds
        }
    }

    /// Seconds after which a store that had trouble is asked again.
    static let storeSeconds = 5.0

    private func takeJobs(as owner: String, _ wakes: AsyncStream<Void>, _ bell: AsyncStream<Void>.Continuation) async throws {
        try await withThrowingDiscardingTaskGroup { group in
            // When the earliest sleeper rings. It takes itself off, for clocks disagree about whether its time has come.
            let alarm = AlarmTime()
            bell.yield()
            for await _ in wakes {
                try Task.checkCancellation()
                let free = max(limits.runsAtOnce - tasks.count, 0)
                // One reading for both questions, or work that falls due between them is never asked for again.
                let now = time.now()
                let jobs = try await dueJobs(for: owner, free, now)
                for job in jobs ?? [] { group.addTask { await self.work(on: job) } }
                let next = jobs == nil ? now + Self.storeSeconds : await nextLook(for: owner, after: now)
                guard let next, alarm.set(next) else { continue }
                group.addTask {
                    try? await self.time.sleep(.seconds(next - now))
                    alarm.clear(next)
                    bell.yield()
                }
            }
            try Task.checkCancellation()
        }
    }
}

/// The time of the earliest alarm that is set.
private final class AlarmTime: Sendable {
    private let time = Mutex(Double.infinity)

    /// Whether an alarm at this time is needed, being earlier than the one that is set.
    func set(_ next: Double) -> Bool {
        time.withLock { time in
            guard next < time else { return false }
            time = next
            return true
        }
    }

    func clear(_ rung: Double) {
        time.withLock { if $0 == rung { $0 = .infinity } }
    }
}
