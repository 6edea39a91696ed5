import Foundation
import Logging
import Reports
import SourceControl
import Store

extension RunPerformer {
    /// Performs an action; trouble comes back as an event.
    ///
    /// - Throws: `CancellationError` and `StoreError`.
    func event(of action: RunAction, _ desk: Desk) async throws -> RunEvent {
        do {
            switch action {
            case .awaitBuild(let following, let since): return try await awaitBuild(following, since: since, desk)
            case .diff(let plan): return try await diff(plan, desk)
            default:
                return try await withDeadline(.seconds(limits.actionSeconds), time) { try await perform(action, desk) }
            }
        } catch {
            return .failed(try trouble(error, action))
        }
    }

    private func perform(_ action: RunAction, _ desk: Desk) async throws -> RunEvent {
        switch action {
        case .gate: return try await gate(desk)
        case .setStatus(let status):
            try await host(desk).setStatus(status, on: desk.state.change.headSHA)
            return .statusSet(status)
        case .writeComment(let form): return try await writeComment(form, desk)
        case .readChange: return .changeRead(try await host(desk).changeRequest(desk.state.change.number))
        case .fetchHead(let build):
            return try await fetchHead(build, desk)
        case .findBase(let mayWait): return try await findBase(mayWait: mayWait, desk)
        case .fetchBase(let base): return .baseFetched(path: try await connections.builds(desk.config).baseManifest(ofRun: base.runID))
        case .compare(let head, let manifest): return try await compare(head, manifest, desk)
        case .makeReport: return try await makeReport(desk)
        case .awaitBuild, .diff, .wait, .park, .finish: return .failed(RunTrouble("The action \(action.name) is performed elsewhere."))
        }
    }

    private func host(_ desk: Desk) throws -> any SourceControlHost { try connections.host(desk.repository) }

    private func gate(_ desk: Desk) async throws -> RunEvent {
        let host = try host(desk)
        let change = try await host.changeRequest(desk.state.change.number)
        let decision = Gate.decide(change, desk.config.settings)
        guard decision == .pass, !IgnorePatterns(desk.config.settings.filesToIgnore).isEmpty else { return .gated(decision, change) }
        return .gated(Gate.decide(try await host.changedFiles(of: change.number), desk.config.settings), change)
    }

    /// Artifacts appear a moment after a run's end, so a missing one is looked for again before it counts as missing.
    private func fetchHead(_ build: BuildReference, _ desk: Desk) async throws -> RunEvent {
        if let head = try await connections.builds(desk.config).headArtifacts(ofRun: build.id) { return .headFetched(head) }
        let message = "dbt Cloud's run \(build.id) left no manifest.json, so it is not known what the pull request changes."
        let attempts = desk.state.retry?.attempts ?? 0
        return attempts < 3 ? .failed(RunTrouble(message, isTransient: true)) : .headMissing(message)
    }

    private func writeComment(_ form: RunState.CommentForm, _ desk: Desk) async throws -> RunEvent {
        let text =
            switch form {
            case .final, .diffing:
                connections.texts.comment(try await report(desk.run, desk.state, desk.config), limit: limits.commentLength)
            case .waiting, .confirmation, .ended:
                ProgressComment(configuration: desk.config.name, url: links.run(desk.run.id)).text(form, desk.state)
            }
        let comment = try await host(desk).writeComment(
            text, marker: CommentMarker(configuration: desk.config.name), on: desk.state.change.number, known: desk.state.comment?.id)
        return .commentWritten(comment, form)
    }

    private func findBase(mayWait: Bool, _ desk: Desk) async throws -> RunEvent {
        let host = try host(desk)
        let isMergeBase = desk.config.settings.baseCommitStrategy == .mergeBase
        let tip = try await host.tip(of: desk.state.change.baseBranch)
        let wanted = isMergeBase ? try await host.mergeBase(of: tip.sha, and: desk.state.change.headSHA) : tip
        let history = try await host.history(from: wanted.sha, limit: limits.historyLength)
        switch try await connections.builds(desk.config).baseBuild(history: history, mergeBase: isMergeBase) {
        case .use(let base): return .baseFound(base)
        case .underWay(let runID, let otherwise):
            if mayWait { return .baseUnderWay(runID) }
            return otherwise.map(RunEvent.baseFound)
                ?? .baseMissing("Production's run \(runID) of the base commit is still under way, and no earlier run has artifacts.")
        case .none(let reason): return .baseMissing(reason)
        }
    }

    private func compare(_ head: HeadArtifacts, _ manifest: String, _ desk: Desk) async throws -> RunEvent {
        let source = try await store.dataSource(desk.config.dataSourceId)
        let request = ReviewPlanRequest(
            baseManifest: manifest, head: head, baseResults: try await productionResults(desk), settings: desk.config.settings,
            dataSource: source)
        return .compared(try await connections.plan(request))
    }

    /// What built production's tables; a review goes on without, and then only cannot say how old they are.
    private func productionResults(_ desk: Desk) async throws -> [String] {
        guard let base = desk.state.base else { return [] }
        do {
            return try await connections.builds(desk.config).buildResults(ofRun: base.newestRunID ?? base.runID)
        } catch {
            try Task.checkCancellation()
            logger.debug("could not fetch production's run results", metadata: ["run": "\(desk.run.id)", "error": "\(error)"])
            return []
        }
    }

    private func makeReport(_ desk: Desk) async throws -> RunEvent {
        let report = try await report(desk.run, desk.state, desk.config)
        let conclusion = desk.machine.conclude(report, statusLine: connections.texts.statusLine(report))
        var update = RunUpdate(
            attempt: desk.run.attempt, phase: desk.run.phase, isFinished: false,
            state: String(decoding: try JSONEncoder().encode(desk.state), as: UTF8.self), change: desk.state.change)
        update.report = String(decoding: try ReportJSON.encoder().encode(report), as: UTF8.self)
        update.summary = try RunSummary(report).json()
        try await store.updateRun(desk.run.id, update, now: time.now())
        return .reportMade(conclusion)
    }

    func report(_ run: RunRecord, _ state: RunState, _ config: CIConfigRecord) async throws -> ReviewReport {
        let diffs = try await store.diffs(run: run.id, attempt: run.attempt)
        return try RunReport(configuration: config.name, links: links).report(run.id, state, diffs: diffs, now: time.now())
    }

    /// Sorts errors: cancellation and the store's own go up, everything else is the run's trouble.
    private func trouble(_ error: any Error, _ action: RunAction) throws -> RunTrouble {
        try Task.checkCancellation()
        switch error {
        case let error as RunTrouble: return error
        case let error as SourceControlError: return RunTrouble(error.message, isTransient: error.isTransient || error.code == .cancelled)
        case let error as StoreError where error.code == .wrongKey: return RunTrouble(error.message)
        case let error as StoreError: throw error
        case is DeadlinePassed:
            return RunTrouble("The step '\(action.name)' had no answer within \(Int(limits.actionSeconds)) seconds.", isTransient: true)
        case is CancellationError: return RunTrouble("The step '\(action.name)' was interrupted.", isTransient: true)
        default: return RunTrouble("The step '\(action.name)' failed: \(error)")
        }
    }
}
