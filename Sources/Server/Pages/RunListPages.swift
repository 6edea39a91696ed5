import CIPipeline
import Reports
import Store
import Web

/// Makes the page of all runs.
struct RunListPages: Sendable {
    let server: ServerContext

    func page(_ filter: RunFilter, mayAdminister: Bool = false) async throws -> RunListPage {
        let repositories = try await server.store.repositories()
        let configs = try await server.store.ciConfigs()
        var query = RunQuery()
        query.limit = RunFilter.pageSize
        query.offset = (filter.page - 1) * RunFilter.pageSize
        query.text = filter.text
        query.phases = filter.state.map(\.phases) ?? []
        // A repository that is not configured matches no run.
        query.repositoryID = filter.repository.map { name in repositories.first { $0.name == name }?.id ?? -1 }
        var rows: [Web.RunSummary] = []
        for run in try await server.store.runs(query) { rows.append(try await row(run)) }
        let hooks = Set(repositories.map(\.host)).sorted().map { "\(server.settings.publicURL)/webhooks/\($0)" }
        var page = RunListPage(
            runs: rows, matching: try await server.store.countRuns(query), total: try await server.store.countRuns(), filter: filter,
            repositories: repositories.map(\.name), setup: configs.isEmpty ? .nothingConfigured : .configured(webhookURLs: hooks))
        let reviewed = Set(configs.filter { !$0.settings.skipPullRequests }.map(\.repositoryId))
        page.notices = RepositoryTrouble.notices(repositories.filter { reviewed.contains($0.id) }, mayAdminister: mayAdminister)
        return page
    }

    private func row(_ run: RunRecord) async throws -> Web.RunSummary {
        let config = try await server.store.ciConfig(run.ciConfigId)
        return Web.RunSummary(
            id: run.id, repository: try await server.store.repository(config.repositoryId).name, configuration: config.name,
            changeRequest: run.change, state: Web.RunState(run),
            counts: run.summary.flatMap { try? CIPipeline.RunSummary(json: $0) }.map { summary in
                RunCounts(
                    kind: summary.kind, different: summary.different, identical: summary.identical, failed: summary.failed,
                    pending: summary.pending)
            },
            createdAt: run.createdAt, finishedAt: run.finishedAt)
    }
}

extension Web.RunState {
    init(_ run: RunRecord) {
        self = RunPhase(rawValue: run.phase).map(Self.init) ?? .queued
    }

    init(_ phase: RunPhase) {
        self =
            switch phase {
            case .received: .queued
            case .waitingForBuild: .waiting
            case .fetchingArtifacts, .comparing, .diffing, .reporting, .closing: .running
            case .needsConfirmation: .needsConfirmation
            case .done: .succeeded
            case .failed: .failed
            case .skipped: .skipped
            case .cancelled: .cancelled
            case .superseded: .superseded
            }
    }

    /// The pipeline's phases that show as this state.
    var phases: [String] { RunPhase.allCases.filter { Self($0) == self }.map(\.rawValue) }
}
