import Foundation
import Hummingbird

/// Projects and environments, the latter below the account and below the project.
struct ProjectRoutes {
    let cloud: DbtCloud

    func add(to account: some RouterMethods<SandboxContext>) {
        account.get("projects") { request, _ in
            let query = request.queryItems
            let project = ProjectAnswer(cloud: cloud)
            let name = query["name__icontains"]?.lowercased()
            let wanted = name.map { project.name.lowercased().contains($0) } ?? true
            let page = try ListPage(wanted ? [project] : [], query: query, order: query["order_by"] ?? "id")
            return try JSONAnswer.response(Envelope(page.items, extra: page.extra))
        }
        account.get("projects/:project") { _, context in
            try checkProject(context)
            return try JSONAnswer.response(Envelope(ProjectAnswer(cloud: cloud)))
        }
        account.get("environments") { request, _ in try environments(request.queryItems) }
        account.get("environments/:environment") { _, context in try environment(context) }
        account.get("projects/:project/environments") { request, context in
            try checkProject(context)
            return try environments(request.queryItems)
        }
        account.get("projects/:project/environments/:environment") { _, context in
            try checkProject(context)
            return try environment(context)
        }
        account.get("repositories") { request, _ in
            let page = try ListPage([RepositoryAnswer(cloud: cloud)], query: request.queryItems, order: "id")
            return try JSONAnswer.response(Envelope(page.items, extra: page.extra))
        }
    }

    private func checkProject(_ context: SandboxContext) throws {
        let id = context.parameters.get("project") ?? ""
        guard id == String(DbtCloudAccount.projectID) else { throw DbtCloudFailure.notFound("project \(id)") }
    }

    private func environments(_ query: QueryItems) throws -> Response {
        let types = query.list("deployment_type") + query.list("deployment_type__in")
        let projects = (query.list("project_id") + query.list("project_id__in")).compactMap { Int($0) }
        let found = CloudEnvironment.all.filter { environment in
            (types.isEmpty || types.contains(environment.deploymentType ?? ""))
                && (projects.isEmpty || projects.contains(DbtCloudAccount.projectID))
                && (query["name"].map { $0 == environment.name } ?? true)
                && (query["name__icontains"].map { environment.name.lowercased().contains($0.lowercased()) } ?? true)
                && (query["type"].map { $0 == "deployment" } ?? true)
                && (query.integer("id__gt").map { environment.id > $0 } ?? true)
                && (query.integer("pk").map { environment.id == $0 } ?? true)
        }
        let order = query["order_by"] ?? "id"
        let page = try ListPage(order.hasPrefix("-") ? found.reversed() : found, query: query, order: order)
        return try JSONAnswer.response(Envelope(page.items.map { EnvironmentAnswer($0, cloud: cloud) }, extra: page.extra))
    }

    private func environment(_ context: SandboxContext) throws -> Response {
        let id = context.parameters.get("environment") ?? ""
        guard let environment = Int(id).flatMap(CloudEnvironment.with) else { throw DbtCloudFailure.notFound("environment \(id)") }
        return try JSONAnswer.response(Envelope(EnvironmentAnswer(environment, cloud: cloud)))
    }
}
