import CIPipeline
import HTTPTypes
import Hummingbird
import Store
import Web

/// The buttons of the catalogue.
struct CatalogueRequests: Sendable {
    let server: ServerContext

    func add(to pages: RouterGroup<ServerRequestContext>) {
        pages.post("catalogue/sync") { request, context in try await sync(request, context) }
    }

    private func sync(_ request: Request, _ context: ServerRequestContext) async throws -> Response {
        _ = try context.administrator()
        let form = try await FormRequest(request, context, server)
        guard let id = Int(form["configuration"]) else { throw Problem(.badRequest, "The form names no CI configuration.") }
        let config = try await server.store.ciConfig(id)
        guard config.isActive else { throw Problem(.conflict, "The CI configuration \(config.name) is turned off.") }
        try await server.pipeline.syncNow(config)
        return try PassingNotice(server: server).redirect(
            to: Route.catalogue, PageNotice(.ok, "A sync of \(config.name) was asked for; its outcome shows below."), context)
    }
}
