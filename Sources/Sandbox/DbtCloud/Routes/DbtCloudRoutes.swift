import Foundation
import Hummingbird

/// dbt Cloud's Administrative API.
///
/// The second and the third version share their paths, as clients mix them.
struct DbtCloudRoutes {
    let cloud: DbtCloud

    func add(to router: Router<SandboxContext>) {
        for version in ["v2", "v3"] {
            let accounts = router.group("/api/\(version)/accounts")
            accounts.get("/") { request, _ in
                let page = try ListPage([AccountAnswer(cloud: cloud)], query: request.queryItems, order: "id")
                return try JSONAnswer.response(Envelope(page.items, extra: page.extra))
            }
            let account = accounts.group(":account").add(middleware: AccountMiddleware())
            account.get("/") { _, _ in try JSONAnswer.response(Envelope(AccountAnswer(cloud: cloud))) }
            JobRoutes(cloud: cloud).add(to: account)
            RunRoutes(cloud: cloud).add(to: account)
            ProjectRoutes(cloud: cloud).add(to: account)
            EnvironmentVariableRoutes(cloud: cloud).add(to: account)
            if version == "v3" { SubscriptionRoutes(cloud: cloud).add(to: account) }
        }
        router.get("/deploy/:account/projects/:project/runs/:run") { _, context in
            guard let run = context.parameters.get("run", as: Int.self).flatMap({ id in cloud.read { $0.run(id) } }) else {
                throw HTTPError(.notFound)
            }
            return RunPage(run: run, cloud: cloud).response
        }
    }
}

/// Accounts other than the sandbox's own are unknown.
struct AccountMiddleware: RouterMiddleware {
    func handle(
        _ request: Request,
        context: SandboxContext,
        next: @concurrent (Request, SandboxContext) async throws -> Response
    ) async throws -> Response {
        guard context.parameters.get("account") == String(DbtCloudAccount.id) else {
            throw DbtCloudFailure.notFound("account \(context.parameters.get("account") ?? "")")
        }
        return try await next(request, context)
    }
}

/// One page of a list with everything clients read to get the next one.
struct ListPage<Item> {
    let items: [Item]
    let extra: ExtraAnswer

    /// - Parameters:
    ///   - all: the filtered and ordered list.
    ///   - order: what it is ordered by.
    /// - Throws: `FieldError` for a limit above 100 or a negative offset, which dbt Cloud refuses.
    init(_ all: [Item], query: QueryItems, order: String) throws(FieldError) {
        let limit = query.integer("limit") ?? 100
        let offset = query.integer("offset") ?? 0
        guard (0...100).contains(limit) else { throw FieldError(field: "limit", reason: "\(limit) is not between 0 and 100") }
        guard offset >= 0 else { throw FieldError(field: "offset", reason: "\(offset) is less than 0") }
        items = Array(all.dropFirst(offset).prefix(limit))
        var filters: [String: JSONValue] = ["limit": .integer(limit), "offset": .integer(offset)]
        for pair in query.pairs where !["limit", "offset", "order_by", "include_related"].contains(pair.name) {
            filters[pair.name] = Int(pair.value).map { .integer($0) } ?? .string(pair.value)
        }
        extra = ExtraAnswer(filters: filters, orderBy: order, pagination: .init(count: items.count, totalCount: all.count))
    }
}
