import CIPipeline
import Foundation
import Hummingbird
import Store
import Web

/// The catalogue and the syncs that fill it, for programs.
struct CatalogueAPI: Sendable {
    let server: ServerContext

    func add(to api: RouterGroup<ServerRequestContext>) {
        api.get("catalogue") { request, _ in try await list(request) }
        api.get("catalogue/:id/:node") { _, context in
            try await node(try context.number("id"), context.parameters.get("node") ?? "")
        }
        api.post("ci_configs/:id/sync") { _, context in try await sync(try context.number("id")) }
        api.get("ci_configs/:id/syncs") { _, context in try await syncs(try context.number("id")) }
    }

    private struct NodeView: Encodable {
        let ciConfigId: Int
        let node: CatalogueDocument
    }

    private struct ListView: Encodable {
        let count: Int
        let results: [NodeView]
    }

    private func list(_ request: Request) async throws -> Response {
        var query = CatalogueQuery()
        query.limit = try request.number("limit", usual: 50, 1...1_000)
        query.offset = try request.number("offset", usual: 0, 0...10_000_000)
        if request.uri.queryParameters.get("ci_config_id") != nil {
            query.ciConfigID = try await server.store.ciConfig(try request.number("ci_config_id", usual: 0, 1...Int.max)).id
        }
        let filter = CatalogueFilter(query: request.pageQuery)
        (query.text, query.tag, query.owner, query.resourceType) = (filter.text, filter.tag, filter.owner, filter.resourceType)
        let nodes = try await server.store.catalogue(query).map { NodeView(ciConfigId: $0.ciConfigId, node: $0.document) }
        return try JSONReply.response(ListView(count: try await server.store.countCatalogue(query), results: nodes))
    }

    private struct ChangeView: Encodable {
        let at: String
        let kind: String
        let column: String?
        let old: String?
        let new: String?
        let sha: String?
        let runUrl: String?
    }

    private struct DetailView: Encodable {
        let ciConfigId: Int
        let node: CatalogueDocument?
        let history: [ChangeView]
    }

    private func node(_ config: Int, _ uniqueID: String) async throws -> Response {
        let node = try await server.store.catalogueNode(ciConfigID: config, uniqueID)
        let history = try await server.store.catalogueHistory(ciConfigID: config, uniqueID)
        guard node != nil || !history.isEmpty else { throw Problem(.notFound, "The catalogue has no '\(uniqueID.prefix(200))'.") }
        return try JSONReply.response(
            DetailView(
                ciConfigId: config, node: node?.document,
                history: history.map { change, sync in
                    ChangeView(
                        at: RunAPI.time(change.at), kind: change.kind.rawValue, column: change.column, old: change.old, new: change.new,
                        sha: sync.sha, runUrl: sync.buildURL)
                }))
    }

    private struct SyncView: Encodable {
        let id: Int
        let cause: String
        let status: String
        let message: String
        let sha: String?
        let runUrl: String?
        let nodes: Int
        let changes: Int
        let requestedAt: String
        let finishedAt: String?

        init(_ sync: MetadataSyncRecord) {
            id = sync.id
            cause = sync.cause.rawValue
            status = sync.status.rawValue
            message = sync.message
            sha = sync.sha ?? sync.wantedSHA
            runUrl = sync.buildURL
            nodes = sync.nodes
            changes = sync.changes
            requestedAt = RunAPI.time(sync.requestedAt)
            finishedAt = sync.finishedAt.map(RunAPI.time)
        }
    }

    private func sync(_ id: Int) async throws -> Response {
        let config = try await server.store.ciConfig(id)
        guard config.isActive else { throw Problem(.conflict, "CI configuration \(config.name) is no longer in use.") }
        return try JSONReply.response(SyncView(try await server.pipeline.syncNow(config)), status: .accepted)
    }

    private struct SyncsView: Encodable {
        let next: [String]
        let syncs: [SyncView]
    }

    private func syncs(_ id: Int) async throws -> Response {
        let config = try await server.store.ciConfig(id)
        return try JSONReply.response(
            SyncsView(
                next: SyncTimes.next(5, config.settings, after: server.time.now()).map(RunAPI.time),
                syncs: try await server.store.syncs(ciConfigID: id).map(SyncView.init)))
    }
}
