import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import Store

/// CI configurations: the rows of the settings form as JSON, under the names of the configuration file.
struct CIConfigAPI: Sendable {
    let server: ServerContext
    private var desk: CIConfigDesk { CIConfigDesk(server: server) }

    func add(to api: RouterGroup<ServerRequestContext>) {
        api.get("ci_configs") { request, _ in try await list(request) }
        api.post("ci_configs") { request, _ in try await make(request) }
        api.get("ci_configs/:id") { _, context in try await show(try await config(context)) }
        api.put("ci_configs/:id") { request, context in try await replace(try await config(context), request) }
        api.patch("ci_configs/:id") { request, context in try await change(try await config(context), request) }
        api.delete("ci_configs/:id") { _, context in
            try await server.store.turnOffCIConfig(try context.number("id"), now: server.now)
            return Response(status: .noContent)
        }
    }

    private func config(_ context: ServerRequestContext) async throws -> CIConfigRecord {
        try await server.store.ciConfig(try context.number("id"))
    }

    private func list(_ request: Request) async throws -> Response {
        let all = request.pageQuery["include_inactive"] == "true"
        var trees: [SettingsTree] = []
        for config in try await server.store.ciConfigs(includingInactive: all) { trees.append(try await desk.tree(config)) }
        return try JSONReply.response(trees)
    }

    private func show(_ config: CIConfigRecord, status: HTTPResponse.Status = .ok) async throws -> Response {
        try JSONReply.response(try await desk.tree(config), status: status)
    }

    private func make(_ request: Request) async throws -> Response {
        try await show(try await desk.save(try await request.settings(), for: nil), status: .created)
    }

    private func replace(_ config: CIConfigRecord, _ request: Request) async throws -> Response {
        try await show(try await desk.save(try await request.settings(), for: config))
    }

    /// Only what is named changes; null stands for a field's default.
    private func change(_ config: CIConfigRecord, _ request: Request) async throws -> Response {
        let whole = CIConfigDocument.writable(try await desk.tree(config))
        return try await show(try await desk.save(whole.merged(with: try await request.settings()), for: config))
    }
}

extension Request {
    /// The body as JSON with an object at its top.
    ///
    /// - Throws: `Problem` 400 for anything else, 413 when it is too large.
    func settings() async throws -> SettingsTree {
        let data: Data
        do {
            data = Data(try await body.collect(upTo: 1 << 20).readableBytesView)
        } catch is NIOTooManyBytesError {
            throw Problem(.contentTooLarge, "The body is larger than 1 MB.")
        }
        guard let tree = try? JSONDecoder().decode(SettingsTree.self, from: data), case .object = tree else {
            throw Problem(.badRequest, "The body must be a JSON object.", hint: "Send it with 'Content-Type: application/json'.")
        }
        return tree
    }
}
