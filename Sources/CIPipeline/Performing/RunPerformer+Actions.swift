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
            try await note(error, desk)
            return .failed(try trouble(error, action))
        }
    }

    /// A refusal that stays until somebody acts is shown with the repository, too; the next look at it tells whether it is over.
    private func note(_ error: any Error, _ desk: Desk) async throws(StoreError) {
        guard let error = error as? SourceControlError, [.unauthorized, .forbidden].contains(error.code) else { return }
        try await store.note(currentName: desk.repository.currentName, trouble: error.message, of: desk.repository.id)
    }

    private func perform(_ action: RunAction, _ desk: Desk) async throws -> RunEvent {
        switch action {
        case .gate: return try await gate(desk)
        case .setStatus(let status): return try await write(status, desk)
        case .writeComment(let form): return try await writeComment(form, desk)
        case .readChange: return .changeRead(try await host(desk).changeRequest(desk.state.change.number))
        case .fetchHead(let build):
            return try await fetchHead(build, desk)
        case .findBase(let mayWait): return try await findBase(mayWait: mayWait, desk)
        case .fetchBase(let base): return .baseFetched(path: try await connections.builds(desk.config).baseManifest(ofRun: base.runID))
        case .compare(let head, let manifest, let scope): return try await compare(head, manifest, scope, desk)
        case .makeReport: return try await makeReport(desk)
        case .awaitBuild, .diff, .wait, .park, .finish: return .failed(RunTrouble("The action \(action.name) is performed elsewhere."))
        }
    }

    func host(_ desk: Desk) throws -> any SourceControlHost { try connections.host(desk.repository) }

    /// Artifacts appear a moment after a run's end, so a missing one is looked for again before it counts as missing.
    private func fetchHead(_ build: BuildReference, _ desk: Desk) async throws -> RunEvent {
        if let head = try await connections.builds(desk.config).headArtifacts(ofRun: build.id) { return .headFetched(head) }
        let message =
            "\(desk.config.settings.words(forBuild: build.id)) left no manifest.json, so it is not known what the \(desk.state.change.noun) "
            + "changes. Have it run a dbt command that writes one, such as 'dbt build'."
        let attempts = desk.state.retry?.attempts ?? 0
        return attempts < 3 ? .failed(RunTrouble(message, isTransient: true)) : .headMissing(message)
    }

    private func writeComment(_ form: RunState.CommentForm, _ desk: Desk) async throws -> RunEvent {
        let text =
            switch form {
            case .final, .diffing:
                connections.texts.comment(try await report(desk.run, desk.state, desk), limit: limits.commentLength)
            case .waiting, .confirmation, .ended:
                ProgressComment(
                    configuration: desk.config.name, url: links.run(desk.run.id),
                    awaitedBuild: desk.config.settings.awaitedBuild(of: desk.state.change)
                ).text(form, desk.state)
            }
        let comment = try await host(desk).writeComment(
            text, marker: CommentMarker(configuration: desk.config.name), on: desk.state.change.number, known: desk.state.comment?.id)
        return .commentWritten(comment, form)
    }

    private func makeReport(_ desk: Desk) async throws -> RunEvent {
        let report = try await report(desk.run, desk.state, desk)
        let said = [connections.texts.statusLine(report), desk.repository.renamedStatus].compactMap(\.self).joined(separator: " ")
        let conclusion = desk.machine.conclude(report, statusLine: said)
        try await store.keepReport(
            ofRun: desk.run.id, attempt: desk.run.attempt, String(decoding: try ReportJSON.encoder().encode(report), as: UTF8.self),
            summary: try RunSummary(report).json())
        return .reportMade(conclusion)
    }

    func report(_ run: RunRecord, _ state: RunState, _ desk: Desk) async throws -> ReviewReport {
        let diffs = try await store.diffs(run: run.id, attempt: run.attempt)
        return try RunReport(configuration: desk.config.name, links: links)
            .report(run.id, state, diffs: diffs, repository: desk.repository, now: time.now())
    }

    /// Sorts errors: cancellation and the store's own go up, everything else is the run's trouble.
    private func trouble(_ error: any Error, _ action: RunAction) throws -> RunTrouble {
        try Task.checkCancellation()
        switch error {
        case let error as RunTrouble: return error
        case let error as SourceControlError:
            return RunTrouble(
                error.message, isTransient: error.isTransient || error.code == .cancelled, isMendable: error.code == .unauthorized)
        case let error as StoreError where error.code == .wrongKey: return RunTrouble(error.message)
        case let error as StoreError: throw error
        case is DeadlinePassed:
            return RunTrouble("The step '\(action.name)' had no answer within \(Int(limits.actionSeconds)) seconds.", isTransient: true)
        case is CancellationError: return RunTrouble("The step '\(action.name)' was interrupted.", isTransient: true)
        default: return RunTrouble("The step '\(action.name)' failed: \(error)")
        }
    }
}
