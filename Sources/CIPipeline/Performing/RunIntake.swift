import Foundation
package import SourceControl
package import Store

/// Turns what is known about a pull request into runs: begins them, begins them again, and asks outdated ones to end.
package struct RunIntake: Sendable {
    let store: Store
    let time: PipelineTime
    /// Stops a run that is being worked on in this process, so that it sees the request to end at once.
    let stop: @Sendable (Int) -> Void
    /// Has a run compare more.
    let extend: @Sendable (Int, DiffScope, _ by: String) async throws -> Void

    package init(
        store: Store, time: PipelineTime = .system, stop: @escaping @Sendable (Int) -> Void = { _ in },
        extend: @escaping @Sendable (Int, DiffScope, _ by: String) async throws -> Void = { _, _, _ in }
    ) {
        self.store = store
        self.time = time
        self.stop = stop
        self.extend = extend
    }

    /// Brings the runs of one configuration in line with a pull request as the host has it now.
    ///
    /// Seeing the same pull request twice changes nothing.
    /// - Parameter isAskedFor: somebody asks for the review by the API, so that it needs no label.
    /// - Returns: the run of its newest commit; nil when the configuration reviews none or the pull request is not open.
    @discardableResult
    package func see(_ change: ChangeRequest, _ config: CIConfigRecord, isAskedFor: Bool = false) async throws -> RunRecord? {
        let active = try await activeRuns(of: change.number, config)
        guard change.state == .open else {
            for run in active { try await interrupt(run.id, .closed(merged: change.state == .merged)) }
            return nil
        }
        guard config.isActive, !config.settings.skipPullRequests else { return nil }
        let (run, isNew) = try await store.openRun(ciConfigID: config.id, change: change, now: time.now())
        for other in active where other.id != run.id { try await interrupt(other.id, .superseded(by: change.headSHA)) }
        if !isNew { try await bringForward(run, change, config, isAskedFor) }
        // A run that has ended has nothing to do; were it queued, its end would have the pull request looked at, and so on for ever.
        if try await !store.run(run.id).isFinished { try await queue(run.id) }
        return run
    }

    /// Asks a run to end; harmless when it has ended or was asked before.
    package func interrupt(_ id: Int, _ interruption: Interruption) async throws(StoreError) {
        guard let data = try? JSONEncoder().encode(interruption) else { return }
        let isFirst = try await store.interruptRun(id, String(decoding: data, as: UTF8.self))
        if isFirst { stop(id) }
        // Also of one that was asked before: whoever asked may not have come to queue it.
        if try await !store.run(id).isFinished { try await queue(id) }
    }

    private func queue(_ id: Int) async throws(StoreError) {
        try await store.enqueue(key: Self.jobKey(run: id), kind: Self.jobKind, payload: String(id), runAfter: time.now())
    }

    /// A commit that was seen before is reviewed again only when its earlier run had no chance to.
    private func bringForward(_ run: RunRecord, _ change: ChangeRequest, _ config: CIConfigRecord, _ isAskedFor: Bool) async throws {
        let isWanted = isAskedFor || (try? run.decodedState())?.isAskedFor == true
        let decision = Gate.decide(change, config.settings, isAskedFor: isWanted)
        let isRetargeted = run.change.baseBranch != change.baseBranch
        guard run.isFinished else {
            // Tidied up first; the next look begins it again with the new base.
            if isRetargeted { return try await interrupt(run.id, .withdrawn("The \(change.noun) now goes into \(change.baseBranch).")) }
            if case .skip(let reason) = decision { return try await interrupt(run.id, .withdrawn(reason)) }
            return try await extendByLabel(run, change)
        }
        if decision == .pass, !isRetargeted { try await extendByLabel(run, change) }
        switch RunPhase(rawValue: run.phase) {
        case .done where isRetargeted, .failed where isRetargeted:
            guard decision == .pass else { return }
        case .cancelled, .superseded:
            guard decision == .pass, run.wasEndedByHost else { return }
        case .skipped:
            // Ignored files may be others with another base; of a fork it may be somebody else now who has set the label.
            guard decision == .pass, isRetargeted || change.isFork || Gate.decide(run.change, config.settings) != .pass else { return }
        default:
            if !isRetargeted, run.change != change { try await store.noteChange(change, ofRun: run.id) }
            return
        }
        try await restart(run, change, isAskedFor: isAskedFor)
    }

    /// Reviews the same commit once more from the beginning; what was asked for beyond the settings stays asked for.
    ///
    /// - Returns: false when it is under way.
    @discardableResult
    func restart(_ run: RunRecord, _ change: ChangeRequest, by who: String? = nil, isAskedFor: Bool = false) async throws -> Bool {
        // A state that cannot be read has nothing to hand on.
        var state = (try? run.decodedState())?.begunAgain(with: change) ?? RunState(change: change)
        if isAskedFor { state.isAskedFor = true }
        let isBegun = try await store.restartRun(
            run.id, change: change, state: String(decoding: try JSONEncoder().encode(state), as: UTF8.self),
            line: who.map { .step("The review was begun again by \($0).") }, now: time.now())
        try await queue(run.id)
        return isBegun
    }

    /// A label that was added later extends the run, as a command does.
    private func extendByLabel(_ run: RunRecord, _ change: ChangeRequest) async throws {
        guard Gate.asksForDownstream(change), (try? run.decodedState())?.scope.allDownstream == false else { return }
        try await extend(run.id, DiffScope(allDownstream: true), "A label")
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
        if case .cancelled = knownInterruption { return false }
        return true
    }

    /// Whether the pull request's own life asked it to end.
    var wasStoppedByHost: Bool { knownInterruption != nil && wasEndedByHost }

    private var knownInterruption: Interruption? {
        if let interruption { return try? JSONDecoder().decode(Interruption.self, from: Data(interruption.utf8)) }
        return (try? decodedState())?.interruption
    }
}
