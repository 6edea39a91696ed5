import CIPipeline
import Hummingbird
import Store

/// The JSON API under `/api/v1`.
struct APIRoutes: Sendable {
    let server: ServerContext

    func add(to router: Router<ServerRequestContext>) {
        let api = router.group("api/v1").add(middleware: KeyMiddleware(check: KeyCheck(store: server.store)))
        CIConfigAPI(server: server).add(to: api)
        RepositoryAPI(server: server).add(to: api)
        DataSourceAPI(server: server).add(to: api)
        DbtCloudAPI(server: server).add(to: api)
        RunAPI(server: server).add(to: api)
        DiffAPI(server: server).add(to: api)
        MergeRunAPI(server: server).add(to: api)
        CatalogueAPI(server: server).add(to: api)
        ArtifactAPI(server: server).add(to: api)
        TriggerAPI(server: server).add(to: api)
        api.get("organization/meta") { _, context in try organization(context) }
        SDKRoutes(server: server).add(to: router)
    }

    /// Adds the description of what the router has by now, so this comes last.
    func describe(on router: Router<ServerRequestContext>) {
        let api = router.group("api/v1").add(middleware: KeyMiddleware(check: KeyCheck(store: server.store)))
        let routes = router.routes.map { route in
            (method: route.method.rawValue, path: Self.path(route.path.description))
        }
        let document = OpenAPIDocument(version: server.version, routes: routes + [(method: "GET", path: "/api/v1/openapi.json")])
        api.get("openapi.json") { _, _ in try JSONReply.response(document.tree) }
    }

    /// `/runs/:id` as OpenAPI writes it.
    private static func path(_ text: String) -> String {
        text.split(separator: "/").map { part in
            part.hasPrefix(":") ? "{\(part.dropFirst())}" : String(part)
        }.reduce(into: "") { $0 += "/" + $1 }
    }

    private struct OrganizationView: Encodable {
        let orgId = 1
        let orgName = "Plumbline"
        /// Absent for a key, which belongs to nobody.
        let userId: Int?
        let keyName: String?
        let role: String?
    }

    private func organization(_ context: ServerRequestContext) throws -> Response {
        try JSONReply.response(
            OrganizationView(userId: context.caller?.userID, keyName: context.caller?.name, role: context.caller?.role))
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
