import Foundation
import Hummingbird

/// Environment variables of the project: by job, by environment, and single ones.
struct EnvironmentVariableRoutes {
    let cloud: DbtCloud

    private struct Value: Encodable {
        let id: Int
        let value: String
    }

    private struct ByEnvironment: Encodable {
        let environments: [String]
        let variables: [String: [String: Value]]
    }

    func add(to account: some RouterMethods<SandboxContext>) {
        let variables = account.group("projects/:project/environment-variables")
        variables.get("job") { request, _ in
            let job = request.queryItems.integer("job_definition_id")
            let environment = job.flatMap { id in cloud.read { $0.job(id)?.environmentID } }
            let scopes = cloud.variables { $0.scopes(job: job, environment: environment) }
            let data = scopes.mapValues { list in
                Dictionary(list.map { ($0.scope.rawValue, Value(id: $0.id, value: $0.displayValue)) }) { first, _ in first }
            }
            return try JSONAnswer.response(Envelope(data))
        }
        variables.get("environment") { _, _ in
            let all = cloud.variables { $0.all }.filter { $0.scope == .project || $0.scope == .environment }
            let data = Dictionary(grouping: all, by: \.name).mapValues { list in
                Dictionary(list.map { (Self.place($0), Value(id: $0.id, value: $0.displayValue)) }) { first, _ in first }
            }
            return try JSONAnswer.response(
                Envelope(ByEnvironment(environments: ["project"] + CloudEnvironment.all.map(\.name), variables: data))
            )
        }
        variables.post("/") { request, context in try await create(request, context) }
        variables.post("bulk") { request, context in try await bulk(request, context) }
        variables.post(":variable") { request, context in try await update(request, context) }
        variables.delete(":variable") { _, context in
            let id = try identifier(context)
            guard cloud.variables({ $0.remove { $0.id == id } }) else { throw DbtCloudFailure.notFound("variable \(id)") }
            return Response(status: .noContent)
        }
    }

    private static func place(_ variable: EnvironmentVariable) -> String {
        variable.environmentID.flatMap(CloudEnvironment.with)?.name ?? "project"
    }

    private func identifier(_ context: SandboxContext) throws -> Int {
        let text = context.parameters.get("variable") ?? ""
        guard let id = Int(text) else { throw DbtCloudFailure.notFound("variable \(text)") }
        return id
    }

    private func create(_ request: Request, _ context: SandboxContext) async throws -> Response {
        let fields = try await request.fields(context: context)
        let name = try Self.checkedName(try fields.string("name"))
        guard let scope = try fields.string("type").flatMap(EnvironmentVariable.Scope.init) else {
            throw FieldError(field: "type", reason: "is not one of project, environment, job, user")
        }
        let value = try fields.string("raw_value") ?? fields.string("display_value") ?? ""
        let environment = try fields.integer("environment_id")
        let job = try fields.integer("job_definition_id")
        let variable = cloud.variables { $0.set(name, scope: scope, environment: environment, job: job, value: value) }
        return try JSONAnswer.response(Envelope(VariableAnswer(variable, cloud: cloud)))
    }

    private func update(_ request: Request, _ context: SandboxContext) async throws -> Response {
        let id = try identifier(context)
        let fields = try await request.fields(context: context)
        let name = try fields.string("name").map { try Self.checkedName($0) }
        let value = try fields.string("raw_value") ?? fields.string("display_value")
        guard let variable = cloud.variables({ $0.change(id, name: name, value: value) }) else {
            throw DbtCloudFailure.notFound("variable \(id)")
        }
        return try JSONAnswer.response(Envelope(VariableAnswer(variable, cloud: cloud)))
    }

    // `{"env_var": {"NAME": {"project": "value", "Production": "value"}}}`
    private func bulk(_ request: Request, _ context: SandboxContext) async throws -> Response {
        let fields = try await request.fields(context: context).object("env_var")
        var created: [VariableAnswer] = []
        for name in fields.values.keys.sorted() {
            let places = fields.object(name)
            let checked = try Self.checkedName(name)
            for place in places.values.keys.sorted() {
                guard let value = try places.string(place) else { continue }
                let environment = CloudEnvironment.all.first { $0.name == place }
                guard place == "project" || environment != nil else {
                    throw FieldError(field: name, reason: "there is no environment '\(place)'")
                }
                let scope: EnvironmentVariable.Scope = environment == nil ? .project : .environment
                let variable = cloud.variables {
                    $0.set(checked, scope: scope, environment: environment?.id, job: nil, value: value)
                }
                created.append(VariableAnswer(variable, cloud: cloud))
            }
        }
        return try JSONAnswer.response(Envelope(created))
    }

    /// Names begin with `DBT_` in dbt Cloud.
    private static func checkedName(_ name: String?) throws(FieldError) -> String {
        guard let name, name.hasPrefix("DBT_") else {
            throw FieldError(field: "name", reason: "environment variables must begin with DBT_")
        }
        return name
    }
}
