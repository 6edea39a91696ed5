import CIPipeline
import Reports
import SourceControl
import Store
import Web

/// Makes the page of one run.
struct RunPages: Sendable {
    let server: ServerContext

    func page(_ id: Int, number: Int) async throws -> RunPage {
        let run = try await server.store.run(id)
        let state = try run.decodedState()
        let config = try await server.store.ciConfig(run.ciConfigId)
        let diffs = try await server.store.diffs(run: id, attempt: run.attempt)
        let events = try await server.store.events(ofRun: id).filter { $0.attempt == run.attempt }
        // Links within the app are paths, whatever name the server is reached by.
        let report = try RunReport(configuration: config.name, links: RunLinks(publicURL: ""))
            .report(id, state, diffs: diffs, now: run.finishedAt ?? server.time.now())
        return RunPage(
            id: id, repository: try await server.store.repository(config.repositoryId).name, configuration: config.name,
            changeRequest: run.change, state: Web.RunState(run), stateDetail: Self.detail(state, events), report: report,
            timeline: RunTimeline(state: state, events: events, createdAt: run.createdAt).steps,
            progress: Self.progress(diffs), headCommitURL: Self.commitURL(run.change, run.headSHA),
            baseCommitURL: state.base?.sha.flatMap { Self.commitURL(run.change, $0) }, commentURL: state.comment?.url,
            supersededBy: try await successor(of: run, state), createdAt: run.createdAt, finishedAt: run.finishedAt, page: number)
    }

    /// What it waits for, or why it ended early.
    private static func detail(_ state: CIPipeline.RunState, _ events: [RunEventRecord]) -> String? {
        if let reason = state.interruption?.sentence ?? state.skipReason { return reason }
        if state.phase.isFinished { return state.problems.first }
        return events.last { $0.kind != "end" }?.message
    }

    private static func progress(_ diffs: [DiffRecord]) -> [String: PageProgress] {
        diffs.filter { $0.status == .running }.reduce(into: [:]) { result, diff in
            guard let model = diff.modelID else { return }
            result[model] = PageProgress(
                done: diff.completedSteps, total: diff.totalSteps, label: diff.progressMessage.isEmpty ? nil : diff.progressMessage)
        }
    }

    /// The host's page of a commit, told from the pull request's own page.
    private static func commitURL(_ change: ChangeRequest, _ sha: String) -> String? {
        guard let range = change.url.firstRange(of: "/pull/") else { return nil }
        return change.url[..<range.lowerBound] + "/commit/" + sha
    }

    private func successor(of run: RunRecord, _ state: CIPipeline.RunState) async throws -> Int? {
        guard case .superseded(let sha) = state.interruption else { return nil }
        var query = RunQuery()
        query.ciConfigID = run.ciConfigId
        query.changeNumber = run.changeNumber
        query.headSHA = sha
        return try await server.store.runs(query).first?.id
    }
}
