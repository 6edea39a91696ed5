import CIPipeline
import DataDiff
import Hummingbird
import NIOCore
import Reports
import Store
import Web

/// Pages for people, and what they load.
struct PageRoutes: Sendable {
    let server: ServerContext

    func add(to router: Router<ServerRequestContext>) {
        router.get("assets/:name") { _, context in try asset(context.parameters.get("name") ?? "") }
        let pages = router.group().add(middleware: PageMiddleware(server: server))
        pages.get("/") { _, _ in Response.redirect(to: Route.runs, type: .found) }
        pages.get("runs") { request, context in try await runs(request, context) }
        pages.get("runs/:id") { request, context in try await run(try context.number("id"), request, context) }
        RunRequests(server: server).add(to: pages)
        pages.get("runs/:id/events") { _, context in try await RunEventStream(server: server).response(try context.number("id")) }
        pages.get("catalogue") { request, context in
            var page = try await CataloguePages(server: server).list(CatalogueFilter(query: request.pageQuery))
            page.notices = PassingNotice(server: server).notices(request, context)
            return HTMLReply.response(WebPages.catalogue(page, context: server.pageContext(context)))
        }
        CatalogueRequests(server: server).add(to: pages)
        pages.get("catalogue/:id/:node") { _, context in
            let page = try await CataloguePages(server: server).node(try context.number("id"), context.parameters.get("node") ?? "")
            return HTMLReply.response(WebPages.catalogueNode(page, context: server.pageContext(context)))
        }
        pages.get("datadiffs/:id") { _, context in
            Response.redirect(to: Route.diff(try context.number("id")), type: .found)
        }
        pages.get("datadiffs/:id/:tab") { request, context in
            guard let tab = DiffTab(rawValue: context.parameters.get("tab") ?? "") else {
                throw Problem(.notFound, "There is nothing at this address.")
            }
            return try await diff(try context.number("id"), tab, request, context)
        }
    }

    private func asset(_ name: String) throws -> Response {
        guard let asset = WebAsset.named(name) else { throw Problem(.notFound, "There is no such file.") }
        return Response(
            status: .ok, headers: [.contentType: asset.contentType, .cacheControl: WebAsset.cacheControl],
            body: .init(byteBuffer: ByteBuffer(bytes: asset.bytes)))
    }

    private func runs(_ request: Request, _ context: ServerRequestContext) async throws -> Response {
        let page = try await RunListPages(server: server).page(
            RunFilter(query: request.pageQuery), mayAdminister: context.caller?.isAdmin == true)
        return HTMLReply.response(WebPages.runs(page, context: server.pageContext(context)))
    }

    private func run(_ id: Int, _ request: Request, _ context: ServerRequestContext) async throws -> Response {
        let page = try await RunPages(server: server).page(
            id, number: PageNumber.read(request.pageQuery["page"]), notices: PassingNotice(server: server).notices(request, context),
            mayAdminister: context.caller?.isAdmin == true)
        return HTMLReply.response(WebPages.run(page, context: server.pageContext(context)))
    }

    private func diff(_ id: Int, _ tab: DiffTab, _ request: Request, _ context: ServerRequestContext) async throws -> Response {
        let page = try await DiffPages(server: server).page(id, tab, DiffChoice(query: request.pageQuery))
        return HTMLReply.response(WebPages.diff(page, context: server.pageContext(context)))
    }
}

extension Request {
    /// The query's items; of several with one name the first.
    var pageQuery: [String: String] {
        Dictionary(uri.queryParameters.map { (String($0.key), String($0.value)) }) { first, _ in first }
    }
}
