import CIPipeline
import Reports
import SourceControl
import Store
import Web

/// Makes the page of one run.
struct RunPages: Sendable {
    let server: ServerContext

    /// - Parameter notices: what the page says besides.
    func page(_ id: Int, number: Int, notices: [PageNotice] = [], mayAdminister: Bool = false) async throws -> RunPage {
        let run = try await server.store.run(id)
        let state = try run.decodedState()
        let config = try await server.store.ciConfig(run.ciConfigId)
        let repository = try await server.store.repository(config.repositoryId)
        let diffs = try await server.store.diffs(run: id, attempt: run.attempt)
        let events = try await server.store.events(ofRun: id).filter { $0.attempt == run.attempt }
        // Links within the app are paths, whatever name the server is reached by.
        let report = try RunReport(configuration: config.name, links: RunLinks(publicURL: ""))
            .report(id, state, diffs: diffs, repository: repository, now: run.finishedAt ?? server.time.now())
        let newer = try await newerRun(than: run)
        var page = RunPage(
            id: id, repository: repository.name, configuration: config.name,
            changeRequest: run.change, state: Web.RunState(run), stateDetail: Self.detail(state, events), report: report,
            timeline: RunTimeline(state: state, events: events, createdAt: run.createdAt).steps,
            progress: Self.progress(diffs), headCommitURL: run.change.commitURL(run.headSHA),
            baseCommitURL: state.base?.sha.flatMap { run.change.commitURL($0) }, commentURL: state.comment?.url,
            newerRun: newer, createdAt: run.createdAt, finishedAt: run.finishedAt, page: number)
        page.actions = RunPageActions(run: run, state: state, config: config, hasNewer: newer != nil).actions
        page.notices = notices + RepositoryTrouble(repository, mayAdminister: mayAdminister).notices
        return page
    }

    /// What it waits for, or why it ended early.
    private static func detail(_ state: CIPipeline.RunState, _ events: [RunEventRecord]) -> String? {
        if let reason = state.interruption?.sentence(of: state.change) ?? state.skipReason { return reason }
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

    /// The run that counts for the pull request now, when it is another one; of a branch that was moved back, the older one counts again.
    private func newerRun(than run: RunRecord) async throws -> Int? {
        var query = RunQuery()
        query.ciConfigID = run.ciConfigId
        query.changeNumber = run.changeNumber
        let superseded = RunPhase.superseded.rawValue
        return try await server.store.runs(query).first {
            $0.id != run.id && $0.phase != superseded && ($0.id > run.id || run.phase == superseded)
        }?.id
    }
}
