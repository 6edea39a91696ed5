import SourceControl
import Store

extension RunPerformer {
    func gate(_ desk: Desk) async throws -> RunEvent {
        let host = try host(desk)
        let settings = desk.config.settings
        let change = try await host.changeRequest(desk.state.change.number)
        var decision = Gate.decide(change, settings, isAskedFor: desk.state.isAskedFor)
        if decision == .pass, change.isFork, try await !isAllowed(change, settings, host) {
            decision = Gate.strangersLabel(change, settings)
        }
        guard decision == .pass, !IgnorePatterns(settings.filesToIgnore).isEmpty else { return .gated(decision, change) }
        let files = try await host.changedFiles(of: change.number)
        return .gated(Gate.decide(files, settings), change, notes: Gate.notes(on: files, of: change) + ignoreWarning(desk))
    }

    /// Whether somebody who may change code has set a label that allows a fork's review.
    ///
    /// Hosts let people label who may not write, and a fork's manifest brings SQL that runs with the warehouse's credentials.
    private func isAllowed(_ fork: ChangeRequest, _ settings: CISettings, _ host: any SourceControlHost) async throws -> Bool {
        for label in Gate.labels(on: fork, settings) {
            guard let person = try await host.labeler(of: label, on: fork.number) else { continue }
            if try await host.role(of: person).mayWrite { return true }
        }
        return false
    }

    private func ignoreWarning(_ desk: Desk) -> [String] {
        IgnorePatterns.warning(about: desk.config.settings.filesToIgnore).map { ["'Files to ignore': \($0)"] } ?? []
    }
}
