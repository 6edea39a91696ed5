import HTTPTypes
import Hummingbird

/// Describes the API (OpenAPI 3.1): every route that the router has, with what is known about it.
///
/// <https://spec.openapis.org/oas/v3.1.0>
struct OpenAPIDocument {
    let version: String
    /// Methods and paths of the router, for example `GET /api/v1/runs/{id}`.
    let routes: [(method: String, path: String)]

    var tree: SettingsTree {
        var paths: [String: SettingsTree] = [:]
        for (method, path) in routes where path.hasPrefix("/api/v1/") {
            var operations: [String: SettingsTree] = if case .object(let known)? = paths[path] { known } else { [:] }
            operations[method.lowercased()] = operation(method, path)
            paths[path] = .object(operations)
        }
        return .object([
            "openapi": .text("3.1.0"),
            "info": .object(["title": .text("Plumbline"), "version": .text(version), "license": .object(["name": .text("See LICENSE")])]),
            "paths": .object(paths),
            "components": .object([
                "schemas": .object(OpenAPISchemas.all.mapValues { .object($0.tree) }),
                "securitySchemes": .object(["key": Self.scheme("Key <key>"), "bearer": Self.bearer]),
            ]),
            "security": .list([.object(["key": .list([])]), .object(["bearer": .list([])])]),
        ])
    }

    private static func scheme(_ description: String) -> SettingsTree {
        .object([
            "type": .text("apiKey"), "in": .text("header"), "name": .text("Authorization"), "description": .text(description),
        ])
    }

    private static let bearer = SettingsTree.object(["type": .text("http"), "scheme": .text("bearer")])

    private func operation(_ method: String, _ path: String) -> SettingsTree {
        let known = OpenAPIOperations.all["\(method) \(path)"]
        let needed = method == "GET" ? "A key of either role." : "A key with the role admin."
        var operation: [String: SettingsTree] = [
            "operationId": .text(Self.identifier(method, path)), "summary": .text(known?.summary ?? "\(method) \(path)"),
            "description": .text(needed),
        ]
        let parameters = Self.pathParameters(path) + (known?.query ?? []).map(Self.queryParameter)
        if !parameters.isEmpty { operation["parameters"] = .list(parameters) }
        if let body = known?.body {
            let media = SettingsTree.object(["schema": Self.schema(body.schema)])
            operation["requestBody"] = .object([
                "required": .bool(true), "content": .object(Dictionary(uniqueKeysWithValues: body.media.map { ($0, media) })),
            ])
        }
        operation["responses"] = .object(responses(method, path, known))
        return .object(operation)
    }

    private func responses(_ method: String, _ path: String, _ known: OpenAPIOperation?) -> [String: SettingsTree] {
        var success: [String: SettingsTree] = ["description": .text("Done")]
        switch known?.answer {
        case .one(let schema)?: success["content"] = Self.json(Self.schema(schema))
        case .many(let schema)?: success["content"] = Self.json(.object(["type": .text("array"), "items": Self.schema(schema)]))
        case .nothing?, nil: break
        }
        var responses = [String(known?.status ?? 200): SettingsTree.object(success)]
        let ofMethod = method == "GET" ? [401, 500] : [401, 403, 500]
        let ofPath = path.contains("{") ? [404] : []
        for status in ofMethod + ofPath + (known?.problems ?? []) { responses[String(status)] = Self.problem(status) }
        return responses
    }

    private static func problem(_ status: Int) -> SettingsTree {
        .object([
            "description": .text("\(HTTPResponse.Status(integerLiteral: status).reasonPhrase): what was wrong, and what to do"),
            "content": .object(["application/problem+json": .object(["schema": schema("Problem")])]),
        ])
    }

    private static func json(_ schema: SettingsTree) -> SettingsTree {
        .object(["application/json": .object(["schema": schema])])
    }

    private static func schema(_ name: String) -> SettingsTree { .object(OpenAPIShape.named(name).tree) }

    private static func pathParameters(_ path: String) -> [SettingsTree] {
        path.split(separator: "/").filter { $0.hasPrefix("{") }.map { part in
            let name = String(part.dropFirst().dropLast())
            let shape = name == "id" ? OpenAPIShape.id : .text
            return .object([
                "name": .text(name), "in": .text("path"), "required": .bool(true), "schema": .object(shape.tree),
            ])
        }
    }

    private static func queryParameter(_ parameter: OpenAPIOperation.Parameter) -> SettingsTree {
        .object(["name": .text(parameter.name), "in": .text("query"), "schema": .object(parameter.shape.tree)])
    }

    private static func identifier(_ method: String, _ path: String) -> String {
        let words = path.dropFirst("/api/v1/".count).split { !$0.isLetter && !$0.isNumber }
        return ([method.lowercased()] + words.map(String.init)).joined(separator: "_")
    }
}
