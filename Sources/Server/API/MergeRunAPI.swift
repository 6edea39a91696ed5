import CIPipeline
import Hummingbird
import Store

/// Runs of the jobs that pushes to the base branch started.
struct MergeRunAPI: Sendable {
    let server: ServerContext

    func add(to api: RouterGroup<ServerRequestContext>) {
        api.get("merge_runs") { request, _ in try await list(request) }
    }

    private struct MergeRunView: Encodable {
        struct Build: Encodable {
            let id: Int
            let url: String?
        }

        let id: Int
        let ciConfigId: Int
        let ciConfig: String
        let repository: String
        let branch: String
        let sha: String
        let jobId: Int
        /// `queued`, `starting`, `running`, `success`, `failed`, `cancelled`, `timed_out` or `error`.
        let status: String
        /// What happened last, as a sentence.
        let message: String
        let dbtCloudRun: Build?
        let createdAt: String
        let updatedAt: String
        let finishedAt: String?
    }

    private func list(_ request: Request) async throws -> Response {
        var query = MergeRunQuery()
        query.limit = try request.number("limit", usual: 50, 1...1_000)
        query.offset = try request.number("offset", usual: 0, 0...10_000_000)
        if request.uri.queryParameters.get("ci_config_id") != nil {
            let id = try request.number("ci_config_id", usual: 0, 1...Int.max)
            query.ciConfigID = try await server.store.ciConfig(id).id
        }
        var views: [MergeRunView] = []
        for run in try await server.store.mergeRuns(query) { views.append(try await view(run)) }
        return try JSONReply.response(views)
    }

    private func view(_ run: MergeRunRecord) async throws -> MergeRunView {
        let config = try await server.store.ciConfig(run.ciConfigId)
        return MergeRunView(
            id: run.id, ciConfigId: config.id, ciConfig: config.name,
            repository: try await server.store.repository(config.repositoryId).name, branch: run.branch, sha: run.sha, jobId: run.jobID,
            status: run.phase, message: run.message, dbtCloudRun: run.dbtCloudRunID.map { .init(id: $0, url: run.dbtCloudRunURL) },
            createdAt: RunAPI.time(run.createdAt), updatedAt: RunAPI.time(run.updatedAt), finishedAt: run.finishedAt.map(RunAPI.time))
    }
}
