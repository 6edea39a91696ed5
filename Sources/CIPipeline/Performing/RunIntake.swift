import Foundation
package import SourceControl
package import Store

/// Turns what is known about a pull request into runs: begins them, begins them again, and asks outdated ones to end.
package struct RunIntake: Sendable {
    let store: Store
    let time: PipelineTime
    /// Stops a run that is being worked on in this process, so that it sees the request to end at once.
    let stop: @Sendable (Int) -> Void

    package init(store: Store, time: PipelineTime = .system, stop: @escaping @Sendable (Int) -> Void = { _ in }) {
        self.store = store
        self.time = time
        self.stop = stop
    }

    /// Brings the runs of one configuration in line with a pull request as the host has it now.
    ///
    /// Seeing the same pull request twice changes nothing.
    /// - Returns: the run of its newest commit; nil when the configuration reviews none or the pull request is not open.
    @discardableResult
    package func see(_ change: ChangeRequest, _ config: CIConfigRecord) async throws(StoreError) -> RunRecord? {
        let active = try await activeRuns(of: change.number, config)
        guard change.state == .open else {
            for run in active { try await interrupt(run.id, .closed(merged: change.state == .merged)) }
            return nil
        }
        guard config.isActive, !config.settings.skipPullRequests else { return nil }
        let (run, isNew) = try await store.openRun(ciConfigID: config.id, change: change, now: time.now())
        for other in active where other.id != run.id { try await interrupt(other.id, .superseded(by: change.headSHA)) }
        if !isNew { try await bringForward(run, change, config) }
        try await store.enqueue(key: Self.jobKey(run: run.id), kind: Self.jobKind, payload: String(run.id), runAfter: time.now())
        return run
    }

    /// Asks a run to end; harmless when it has ended or was asked before.
    package func interrupt(_ id: Int, _ interruption: Interruption) async throws(StoreError) {
        guard let data = try? JSONEncoder().encode(interruption) else { return }
        guard try await store.interruptRun(id, String(decoding: data, as: UTF8.self)) else { return }
        try await store.enqueue(key: Self.jobKey(run: id), kind: Self.jobKind, payload: String(id), runAfter: time.now())
        stop(id)
    }

    /// A commit that was seen before is reviewed again only when its earlier run had no chance to.
    private func bringForward(_ run: RunRecord, _ change: ChangeRequest, _ config: CIConfigRecord) async throws(StoreError) {
        let decision = Gate.decide(change, config.settings)
        let isRetargeted = run.change.baseBranch != change.baseBranch
        guard run.isFinished else {
            // Tidied up first; the next look begins it again with the new base.
            if isRetargeted { return try await interrupt(run.id, .withdrawn("The pull request now goes into \(change.baseBranch).")) }
            if case .skip(let reason) = decision { try await interrupt(run.id, .withdrawn(reason)) }
            return
        }
        switch RunPhase(rawValue: run.phase) {
        case .done where isRetargeted, .failed where isRetargeted:
            guard decision == .pass else { return }
        case .cancelled, .superseded:
            guard decision == .pass, run.wasEndedByHost else { return }
        case .skipped:
            guard decision == .pass, Gate.decide(run.change, config.settings) != .pass else { return }
        default: return
        }
        try await store.restartRun(run.id, change: change, now: time.now())
    }

    private func activeRuns(of number: Int, _ config: CIConfigRecord) async throws(StoreError) -> [RunRecord] {
        var query = RunQuery()
        query.ciConfigID = config.id
        query.changeNumber = number
        query.unfinishedOnly = true
        return try await store.runs(query)
    }

    static let jobKind = "run"
    static func jobKey(run id: Int) -> String { "run:\(id)" }
}

extension RunRecord {
    /// Whether the pull request's own life ended it, not a person.
    var wasEndedByHost: Bool {
        guard let text = interruption, let known = try? JSONDecoder().decode(Interruption.self, from: Data(text.utf8)) else { return true }
        if case .cancelled = known { return false }
        return true
    }
}
