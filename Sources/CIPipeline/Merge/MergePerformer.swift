import Foundation
package import Logging
import SourceControl
package import Store

/// Takes one merge run from action to action: performs what the state machine says and stores what came of it.
///
/// Stopping it anywhere loses nothing and starts nothing twice.
package struct MergePerformer: Sendable {
    let store: Store
    let connections: PipelineConnections
    let limits: RunLimits
    let time: PipelineTime
    let logger: Logger

    package init(
        store: Store, connections: PipelineConnections, limits: RunLimits = RunLimits(), time: PipelineTime = .system, logger: Logger
    ) {
        self.store = store
        self.connections = connections
        self.limits = limits
        self.time = time
        self.logger = logger
    }

    /// Works on a merge run until it ends or has to wait.
    ///
    /// - Throws: `CancellationError`, and `StoreError` when the state cannot be read or written.
    package func perform(_ id: Int) async throws -> RunPause {
        while true {
            try Task.checkCancellation()
            let desk = try await desk(id)
            let action = desk.machine.next(desk.state, now: time.now())
            switch action {
            case .finish: return .finished
            case .wait(let until): return .until(until)
            case .start:
                if try await waitsForPredecessor(desk.run) { return .until(time.now() + Self.predecessorSeconds) }
                try await save(try await start(desk), id)
            case .setStatus(let status): try await save(try await set(status, desk), id)
            case .follow(let build, let since): try await save(try await follow(build, since: since, desk), id)
            }
        }
    }

    /// A merge run with everything that is needed to work on it.
    struct Desk: Sendable {
        let run: MergeRunRecord
        let state: MergeState
        let config: CIConfigRecord
        let repository: RepositoryRecord
        let machine: MergeMachine
    }

    private func desk(_ id: Int) async throws -> Desk {
        let run = try await store.mergeRun(id)
        let config = try await store.ciConfig(run.ciConfigId)
        let request = MergeRequest(job: run.jobID, configuration: config.name, branch: run.branch, sha: run.sha)
        let machine = MergeMachine(
            request, settings: config.settings, isWanted: config.isActive && config.settings.triggerOnMerge == run.jobID, limits: limits)
        return Desk(
            run: run, state: try run.decodedState(), config: config, repository: try await store.repository(config.repositoryId),
            machine: machine)
    }

    /// Seconds between two looks at whether an earlier push's job was started.
    private static let predecessorSeconds = 5.0

    /// Jobs are started in the order of the pushes: an earlier commit that is tried again must not be built after a later one.
    private func waitsForPredecessor(_ run: MergeRunRecord) async throws(StoreError) -> Bool {
        var query = MergeRunQuery()
        query.ciConfigID = run.ciConfigId
        query.phases = MergePhase.beforeStart.map(\.rawValue)
        query.before = run.id
        query.limit = 1
        return try await !store.mergeRuns(query).isEmpty
    }

    /// Stores what an action brought, and tells the log.
    func save(_ event: MergeEvent, _ id: Int) async throws {
        let desk = try await desk(id)
        var state = desk.state
        let lines = desk.machine.apply(event, to: &state, now: time.now())
        let update = MergeRunUpdate(
            phase: state.phase.rawValue, isFinished: state.isFinished,
            state: String(decoding: try JSONEncoder().encode(state), as: UTF8.self), dbtCloudRunID: state.build?.id,
            dbtCloudRunURL: state.build?.url, message: state.message)
        try await store.updateMergeRun(id, update, now: time.now())
        for line in lines {
            logger.log(
                level: line.kind == "problem" ? .warning : .info, "\(line.message)",
                metadata: ["merge_run": "\(id)", "ci_config": "\(desk.config.name)", "phase": "\(state.phase.rawValue)"])
        }
    }
}

extension MergeRunRecord {
    /// The state machine's state; a fresh one before the first step.
    package func decodedState() throws -> MergeState {
        guard let state else { return MergeState(since: createdAt) }
        return try JSONDecoder().decode(MergeState.self, from: Data(state.utf8))
    }
}
