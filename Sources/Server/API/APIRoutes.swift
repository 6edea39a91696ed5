import CIPipeline
import Hummingbird
import Store

/// The JSON API under `/api/v1`.
struct APIRoutes: Sendable {
    let server: ServerContext

    func add(to router: Router<ServerRequestContext>) {
        let api = router.group("api/v1").add(middleware: KeyMiddleware(check: KeyCheck(store: server.store)))
        api.get("ci_configs") { _, _ in try await ciConfigs() }
        api.get("ci_configs/:id") { _, context in try await ciConfig(try context.number("id")) }
        api.get("repositories") { _, _ in try await repositories() }
        api.get("data_sources") { _, _ in try await dataSources() }
        RunAPI(server: server).add(to: api)
        DiffAPI(server: server).add(to: api)
        MergeRunAPI(server: server).add(to: api)
    }

    private struct CIConfigView: Encodable {
        let id: Int
        let name: String
        let repositoryId: Int
        let repository: String
        let dataSourceId: Int
        let dataSource: String
        let settings: CISettings
    }

    private func ciConfigs() async throws -> Response {
        var views: [CIConfigView] = []
        for config in try await server.store.ciConfigs() { views.append(try await view(config)) }
        return try JSONReply.response(views)
    }

    private func ciConfig(_ id: Int) async throws -> Response {
        try JSONReply.response(try await view(try await server.store.ciConfig(id)))
    }

    private func view(_ config: CIConfigRecord) async throws -> CIConfigView {
        CIConfigView(
            id: config.id, name: config.name, repositoryId: config.repositoryId,
            repository: try await server.store.repository(config.repositoryId).name, dataSourceId: config.dataSourceId,
            dataSource: try await server.store.dataSource(config.dataSourceId).name, settings: config.settings)
    }

    private struct RepositoryView: Encodable {
        let id: Int
        let name: String
        let host: String
        let apiUrl: String?
    }

    private func repositories() async throws -> Response {
        try JSONReply.response(
            try await server.store.repositories().map { RepositoryView(id: $0.id, name: $0.name, host: $0.host, apiUrl: $0.apiURL) })
    }

    private struct DataSourceView: Encodable {
        let id: Int
        let name: String
        let type: String
        let concurrency: Int
    }

    private func dataSources() async throws -> Response {
        try JSONReply.response(
            try await server.store.dataSources().map {
                DataSourceView(id: $0.id, name: $0.name, type: $0.type, concurrency: $0.concurrency)
            })
    }
}

extension ServerRequestContext {
    /// A number in the path.
    ///
    /// - Throws: `Problem` 404, for what is no number names nothing.
    func number(_ name: String) throws -> Int {
        guard let text = parameters.get(name), let number = Int(text), number > 0 else {
            throw Problem(.notFound, "There is nothing at this address.")
        }
        return number
    }
}

extension Request {
    /// A whole number of the query, between two bounds.
    ///
    /// - Throws: `Problem` 400 naming the parameter.
    func number(_ name: String, usual: Int, _ range: ClosedRange<Int>) throws -> Int {
        guard let text = uri.queryParameters.get(name) else { return usual }
        guard let number = Int(text), range.contains(number) else {
            throw Problem(.badRequest, "The parameter '\(name)' must be a whole number from \(range.lowerBound) to \(range.upperBound).")
        }
        return number
    }
}
