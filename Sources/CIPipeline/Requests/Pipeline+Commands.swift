import Foundation
import SourceControl
import Store

/// What a command is about.
struct RequestPlace: Sendable {
    var number: Int
    var repository: RepositoryRecord
    /// Only while this is the newest commit.
    var sha: String?
    /// Only the configuration whose status has this context.
    var context: String?
    /// The comment that asks.
    var comment: String?
}

extension Pipeline {
    /// Does what a command asks for under every configuration that it concerns.
    ///
    /// The host's present word is taken in first, so that a command given right after a push is about the new commit.
    func perform(_ command: ChangeCommand, _ place: RequestPlace, by who: String) async throws -> RequestAnswer {
        let change = try await connections.host(place.repository).changeRequest(place.number)
        guard change.state == .open else {
            return .impossible("The \(change.noun) is \(change.state.rawValue), so nothing is begun any more.")
        }
        guard place.sha == nil || place.sha == change.headSHA else {
            return .impossible("Commit \(place.sha?.prefix(7) ?? "") is no longer the newest of the \(change.noun).")
        }
        var answers: [RequestAnswer] = []
        for config in try await store.ciConfigs(repository: place.repository.id) {
            guard config.isActive, !config.settings.skipPullRequests else { continue }
            guard place.context == nil || place.context == context(of: config) else { continue }
            answers.append(try await perform(command, change, config, place, by: who))
        }
        if answers.contains(.taken) { return .taken }
        return answers.first ?? .impossible("No CI configuration reviews \(change.noun)s of \(place.repository.name).")
    }

    private func context(of config: CIConfigRecord) -> String {
        RunMachine(configuration: config.name, settings: config.settings, url: "").context
    }

    private func perform(
        _ command: ChangeCommand, _ change: ChangeRequest, _ config: CIConfigRecord, _ place: RequestPlace, by who: String
    ) async throws -> RequestAnswer {
        if command == .rerun { return try await rerun(change, config, by: who) }
        guard let run = try await intake.see(change, config) else { return .impossible("There is no review of this \(change.noun).") }
        return switch command {
        case .diffDownstream: try await widen(run: run.id, DiffScope(allDownstream: true), by: who)
        case .diff(let models): try await widen(run: run.id, DiffScope(models: models), by: who)
        case .remap: try await widen(run: run.id, DiffScope(remapComments: place.comment.map { [$0] } ?? []), by: who)
        case .cancel: try await cancel(run: run.id, by: who)
        case .confirm: try await confirm(run: run.id, by: who)
        case .rerun, .help, .unknown: .taken
        }
    }

    private func rerun(_ change: ChangeRequest, _ config: CIConfigRecord, by who: String) async throws -> RequestAnswer {
        var query = RunQuery()
        query.ciConfigID = config.id
        query.changeNumber = change.number
        query.headSHA = change.headSHA
        guard let run = try await store.runs(query).first else {
            return try await intake.see(change, config) == nil ? .impossible("There is no review of this \(change.noun).") : .taken
        }
        guard try await intake.restart(run, change, by: who) else {
            return .impossible("The review of commit \(run.headSHA.prefix(7)) is under way; cancel it first.")
        }
        return .taken
    }

    /// Reviews a run's commit once more, while it is the newest of its pull request.
    package func rerun(run id: Int, by who: String) async throws -> RequestAnswer {
        try await whileNewest(id) { run, change in
            let config = try await self.store.ciConfig(run.ciConfigId)
            guard config.isActive, !config.settings.skipPullRequests else {
                return .impossible("The configuration \(config.name) reviews no \(change.noun)s now.")
            }
            return try await self.rerun(change, config, by: who)
        }
    }

    /// Has a run compare more, in the middle of it or after its end, while its commit is the newest of its pull request; the comment and
    /// the status stay the same ones.
    package func extend(run id: Int, _ scope: DiffScope, by who: String) async throws -> RequestAnswer {
        try await whileNewest(id) { run, _ in try await self.widen(run: run.id, scope, by: who) }
    }

    /// What is asked of a run by its number may be too late.
    private func whileNewest(
        _ id: Int, _ body: (RunRecord, ChangeRequest) async throws -> RequestAnswer
    ) async throws -> RequestAnswer {
        let run = try await store.run(id)
        let repository = try await store.repository(try await store.ciConfig(run.ciConfigId).repositoryId)
        let change = try await withDeadline(.seconds(limits.actionSeconds), time) {
            try await self.connections.host(repository).changeRequest(run.changeNumber)
        }
        guard change.state == .open else {
            return .impossible("The \(change.noun) is \(change.state.rawValue), so nothing is begun any more.")
        }
        guard change.headSHA == run.headSHA else {
            return .impossible("Commit \(run.headSHA.prefix(7)) is no longer the newest of the \(change.noun).")
        }
        return try await body(run, change)
    }

    private func widen(run id: Int, _ scope: DiffScope, by who: String) async throws -> RequestAnswer {
        let state = try await store.run(id).decodedState()
        guard state.canBeExtended else {
            return .impossible("The review of commit \(state.change.headSHA.prefix(7)) has nothing to add to; it is \(state.phase.words).")
        }
        try await performer.store(.extended(scope, by: who), during: nil, id)
        try await wake(id)
        return .taken
    }

    /// Asks a run to end.
    package func cancel(run id: Int, by who: String) async throws -> RequestAnswer {
        let run = try await store.run(id)
        guard !run.isFinished else { return .impossible("The review of commit \(run.headSHA.prefix(7)) is not under way.") }
        try await intake.interrupt(id, .cancelled(by: who))
        return .taken
    }

    /// Lets the diffs of a run that waits for confirmation begin.
    @discardableResult
    package func confirm(run id: Int, by who: String) async throws -> RequestAnswer {
        let isTaken = try await performer.store(.confirmed(by: who), during: nil, id)
        guard isTaken else {
            let run = try await store.run(id)
            return .impossible("The review of commit \(run.headSHA.prefix(7)) does not wait for confirmation; it is \(run.phaseWords).")
        }
        try await wake(id)
        return .taken
    }

    private func wake(_ id: Int) async throws(StoreError) {
        try await store.enqueue(
            key: RunIntake.jobKey(run: id), kind: JobKind.run.rawValue, payload: String(id), runAfter: time.now())
    }
}

extension RunPhase {
    /// For a sentence.
    var words: String {
        switch self {
        case .received: "about to start"
        case .waitingForBuild: "waiting for its build"
        case .fetchingArtifacts, .comparing: "finding out what is affected"
        case .needsConfirmation: "waiting for confirmation"
        case .diffing: "comparing data"
        case .reporting: "writing its report"
        case .closing: "ending"
        case .done: "done"
        case .failed: "failed"
        case .skipped: "skipped"
        case .cancelled: "cancelled"
        case .superseded: "superseded"
        }
    }
}

extension RunRecord {
    fileprivate var phaseWords: String { RunPhase(rawValue: phase)?.words ?? phase }
}
