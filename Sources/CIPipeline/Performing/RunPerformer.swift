import Foundation
package import Logging
package import Store

/// How working on a run ended for now.
package enum RunPause: Hashable, Sendable {
    /// Nothing more will happen.
    case finished
    /// Go on at this time.
    case until(Double)
    /// Go on when somebody asks.
    case parked
}

/// Takes one run from action to action: performs what the state machine says and stores what came of it.
///
/// Stopping it anywhere loses nothing: the next performer is given the action whose outcome was not stored.
package struct RunPerformer: Sendable {
    let store: Store
    let connections: PipelineConnections
    let links: RunLinks
    let limits: RunLimits
    let time: PipelineTime
    let slots: DataSourceSlots
    let nudges: Nudges
    let histories = BaseHistories()
    let logger: Logger

    package init(
        store: Store, connections: PipelineConnections, links: RunLinks, limits: RunLimits = RunLimits(), time: PipelineTime = .system,
        slots: DataSourceSlots = DataSourceSlots(), nudges: Nudges = Nudges(), logger: Logger
    ) {
        self.store = store
        self.connections = connections
        self.links = links
        self.limits = limits
        self.time = time
        self.slots = slots
        self.nudges = nudges
        self.logger = logger
    }

    /// Works on a run until it ends or has to wait.
    ///
    /// - Throws: `CancellationError`, and `StoreError` when the state cannot be read or written.
    package func perform(_ id: Int) async throws -> RunPause {
        while true {
            try Task.checkCancellation()
            guard let desk = try await open(id) else { return .finished }
            if try await waitsForPredecessor(desk.run, desk.state) { return .until(time.now() + 1) }
            switch desk.machine.next(desk.state, now: time.now()) {
            case .finish: return .finished
            case .park: return .parked
            case .wait(let until): return .until(until)
            case let action:
                logger.debug("performing", metadata: ["run": "\(id)", "action": "\(action.name)"])
                let event = try await event(of: action, desk)
                try await store(event, during: action, id, attempt: desk.run.attempt)
            }
        }
    }

    /// A run with everything that is needed to work on it.
    struct Desk: Sendable {
        let run: RunRecord
        let state: RunState
        let config: CIConfigRecord
        let repository: RepositoryRecord
        let machine: RunMachine
    }

    /// Reads a run, taking in a request to end it; nil when it has ended.
    private func open(_ id: Int) async throws -> Desk? {
        let run = try await store.run(id)
        guard !run.isFinished else { return nil }
        let desk = try await desk(run)
        guard let text = run.interruption, desk.state.interruption == nil else { return desk }
        let interruption = try JSONDecoder().decode(Interruption.self, from: Data(text.utf8))
        try await store.cancelDiffs(run: id, now: time.now())
        try await store(.interrupted(interruption), during: nil, id, attempt: run.attempt)
        let closing = try await store.run(id)
        return closing.isFinished ? nil : try await self.desk(closing)
    }

    private func desk(_ run: RunRecord) async throws -> Desk {
        let config = try await store.ciConfig(run.ciConfigId)
        let repository = try await store.repository(config.repositoryId)
        let machine = RunMachine(configuration: config.name, settings: config.settings, url: links.run(run.id), limits: limits)
        return Desk(run: run, state: try run.decodedState(), config: config, repository: repository, machine: machine)
    }

    /// Two runs of one pull request never write at the same time: the newer waits until the older has tidied up.
    private func waitsForPredecessor(_ run: RunRecord, _ state: RunState) async throws -> Bool {
        guard state.interruption == nil else { return false }
        var query = RunQuery()
        query.ciConfigID = run.ciConfigId
        query.changeNumber = run.changeNumber
        query.unfinishedOnly = true
        return try await store.runs(query).contains { $0.id != run.id && $0.interruption != nil }
    }

    /// Stores what an action brought, or what happened outside, into the run as it is now.
    ///
    /// Two events at the same moment are stored one after the other: neither is lost.
    /// - Parameter attempt: the attempt that the event belongs to; nil for the present one.
    /// - Returns: whether it changed the run.
    @discardableResult
    func store(_ event: RunEvent, during action: RunAction?, _ id: Int, attempt: Int? = nil) async throws -> Bool {
        while true {
            let run = try await store.run(id)
            guard attempt == nil || run.attempt == attempt, !run.isFinished || event.mayReopen else { return false }
            if let isChanged = try await save(event, during: action, try await desk(run)) { return isChanged }
            try Task.checkCancellation()
        }
    }

    /// Whether the event changed the run; nil when the run is no longer as it was read.
    private func save(_ event: RunEvent, during action: RunAction?, _ desk: Desk) async throws -> Bool? {
        var state = desk.state
        let lines = desk.machine.apply(event, during: action, to: &state, now: time.now())
        guard state != desk.state || !lines.isEmpty else { return false }
        var update = RunUpdate(
            attempt: desk.run.attempt, phase: state.phase.rawValue, isFinished: state.phase.isFinished,
            state: String(decoding: try JSONEncoder().encode(state), as: UTF8.self), change: state.change, events: lines)
        if state.phase.isFinished, desk.run.report == nil, state.phase == .failed {
            let report = try await report(desk.run, state, desk)
            update.report = String(decoding: try ReportJSON.encoder().encode(report), as: UTF8.self)
            update.summary = try RunSummary(report).json()
        }
        guard try await store.updateRun(desk.run.id, update, replacing: desk.run, now: time.now()) else { return nil }
        for line in lines {
            logger.info("\(line.message)", metadata: ["run": "\(desk.run.id)", "phase": "\(state.phase.rawValue)"])
        }
        return true
    }
}

extension RunRecord {
    /// The state machine's state; a fresh one before the first step.
    package func decodedState() throws -> RunState {
        guard let state else { return RunState(change: change) }
        return try JSONDecoder().decode(RunState.self, from: Data(state.utf8))
    }
}
