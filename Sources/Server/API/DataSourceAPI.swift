import HTTPTypes
import Hummingbird
import Store
import Warehouse

/// Data sources, as Datafold's SDK makes and tries them.
struct DataSourceAPI: Sendable {
    let server: ServerContext
    let trials = DataSourceTrials()
    private var desk: DataSourceDesk { DataSourceDesk(server: server) }

    func add(to api: RouterGroup<ServerRequestContext>) {
        api.get("data_sources") { _, _ in
            try JSONReply.response(try await server.store.dataSources().map { try desk.tree($0) })
        }
        api.post("data_sources") { request, _ in
            try JSONReply.response(try desk.tree(try await desk.save(try await request.settings(), for: nil)), status: .created)
        }
        api.get("data_sources/types") { _, _ in try JSONReply.response(WarehouseType.allCases.map(Self.typeView)) }
        api.get("data_sources/:id") { _, context in try JSONReply.response(try desk.tree(try await source(context))) }
        api.put("data_sources/:id") { request, context in
            let known = try await source(context)
            return try JSONReply.response(try desk.tree(try await desk.save(try await request.settings(), for: known)))
        }
        api.patch("data_sources/:id") { request, context in
            let known = try await source(context)
            let whole = try desk.tree(known).merged(with: try await request.settings())
            return try JSONReply.response(try desk.tree(try await desk.save(whole, for: known)))
        }
        api.delete("data_sources/:id") { _, context in
            try await server.store.turnOffDataSource(try context.number("id"), now: server.now)
            return Response(status: .noContent)
        }
        api.post("data_sources/:id/test") { _, context in try begin(try await source(context)) }
        api.get("data_sources/test/:id") { _, context in try result(try context.number("id")) }
    }

    private func source(_ context: ServerRequestContext) async throws -> DataSourceRecord {
        try await server.store.dataSource(try context.number("id"))
    }

    private static func typeView(_ type: WarehouseType) -> SettingsTree {
        let options = DataSourceOption.all(of: type)
        let properties = options.map { option in
            (option.name, SettingsTree.object(["title": .text(option.label), "type": .text("string"), "secret": .bool(option.isSecret)]))
        }
        return .object([
            "name": .text(type == .duckdb ? "DuckDB" : "PostgreSQL"), "type": .text(type.rawValue), "features": .list([]),
            "configuration_schema": .object([
                "title": .text(type.rawValue), "type": .text("object"),
                "properties": .object(Dictionary(properties) { first, _ in first }),
                "required": .list(type == .duckdb ? [.text("path")] : []),
                "secret": .list(options.filter(\.isSecret).map { .text($0.name) }),
            ]),
        ])
    }

    private struct Begun: Encodable {
        let jobId: Int
    }

    /// Warehouses may take their time, so the answer comes before the result, as the SDK expects.
    private func begin(_ source: DataSourceRecord) throws -> Response {
        let id = trials.begin()
        let (trials, open) = (trials, server.outside.warehouse)
        Task.detached { trials.finish(id, await DataSourceTrial.steps(source, open)) }
        return try JSONReply.response(Begun(jobId: id))
    }

    private struct Trial: Encodable {
        let id: Int
        let status: String
        let results: [TrialStep]
    }

    private func result(_ id: Int) throws -> Response {
        guard let steps = trials.result(id) else { throw Problem(.notFound, "There is no test \(id); it may be too old.") }
        return try JSONReply.response(Trial(id: id, status: steps == nil ? "processing" : "done", results: steps ?? []))
    }
}
