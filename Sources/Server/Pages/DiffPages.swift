import CIPipeline
import DataDiff
import Reports
import SourceControl
import Store
import Web

/// Makes the pages of one diff.
struct DiffPages: Sendable {
    let server: ServerContext

    func page(_ id: Int, _ tab: DiffTab, _ choice: DiffChoice) async throws -> DiffPage {
        let diff = try await server.store.diff(id)
        let request = try diff.decodedRequest()
        let run = try await run(of: diff)
        return DiffPage(
            id: id, model: try await modelName(of: diff), state: try state(diff), relationA: request.a.label, relationB: request.b.label,
            dataSource: try await server.store.dataSource(diff.dataSourceId).name, run: run, createdAt: diff.createdAt,
            finishedAt: diff.finishedAt, prunedAt: diff.prunedAt, tab: tab, choice: choice)
    }

    private func state(_ diff: DiffRecord) throws -> DiffPage.State {
        if let result = try diff.decodedResult() { return .finished(result) }
        switch diff.status {
        case .running:
            guard diff.totalSteps > 0 else { return .running(nil) }
            return .running(
                PageProgress(
                    done: diff.completedSteps, total: diff.totalSteps, label: diff.progressMessage.isEmpty ? nil : diff.progressMessage))
        case .cancelled: return .cancelled("The run it belongs to ended before it had a result.")
        case .waiting, .success, .failed: return .waiting
        }
    }

    private func run(of diff: DiffRecord) async throws -> RunReference? {
        guard let id = diff.runId else { return nil }
        let run = try await server.store.run(id)
        let config = try await server.store.ciConfig(run.ciConfigId)
        let repository = try await server.store.repository(config.repositoryId)
        return RunReference(id: id, repository: repository.name, number: run.changeNumber, title: run.change.title)
    }

    /// The plan knows the name; without it the last part of dbt's unique_id is the best there is.
    private func modelName(of diff: DiffRecord) async throws -> String? {
        guard let model = diff.modelID else { return nil }
        if let id = diff.runId, let plan = try await server.store.run(id).decodedState().plan,
            let known = plan.models.first(where: { $0.name.uniqueID == model })
        {
            return known.name.name
        }
        return model.split(separator: ".").last.map(String.init)
    }
}
