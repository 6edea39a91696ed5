import DbtArtifacts
import Foundation
import Testing

/// Small manifests made of dictionaries.
enum Fixture {
    typealias Fields = [String: Any]

    /// A manifest of the project `shop`; keys of `sections` are dbt's (`nodes`, `macros`, …), `nodes` are listed by unique id.
    static func manifest(
        _ nodes: [Fields],
        macros: [Fields] = [],
        dbtVersion: String = "1.11.16",
        sections: [String: Any] = [:]
    ) throws -> Manifest {
        var document: Fields = [
            "metadata": [
                "dbt_schema_version": "https://schemas.getdbt.com/dbt/manifest/v12.json", "dbt_version": dbtVersion,
                "adapter_type": "duckdb", "project_name": "shop",
            ],
            "macros": byID(macros),
        ]
        for (section, members) in Dictionary(grouping: nodes, by: section) { document[section] = byID(members) }
        document.merge(sections) { $1 }
        return try Manifest(bytes: bytes(document), name: "manifest.json")
    }

    static func bytes(_ document: Fields) throws -> [UInt8] {
        Array(try JSONSerialization.data(withJSONObject: document, options: .sortedKeys))
    }

    static func model(_ name: String, _ fields: Fields = [:], reads: [String] = [], calls: [String] = []) -> Fields {
        node("model", name, fields, reads: reads, calls: calls)
    }

    static func node(_ type: String, _ name: String, _ fields: Fields = [:], reads: [String] = [], calls: [String] = []) -> Fields {
        let defaults: Fields = [
            "unique_id": "\(type).shop.\(name)", "resource_type": type, "name": name, "alias": name, "package_name": "shop",
            "database": "db", "schema": "prod", "relation_name": "\"db\".\"prod\".\"\(name)\"", "fqn": ["shop", name],
            "raw_code": "select 1", "config": ["enabled": true, "materialized": "table"], "unrendered_config": Fields(),
            "checksum": ["name": "sha256", "checksum": "0"], "columns": Fields(), "description": "",
            "depends_on": ["nodes": reads, "macros": calls],
        ]
        return defaults.merging(fields) { $1 }
    }

    static func source(_ name: String, _ fields: Fields = [:]) -> Fields {
        let own: Fields = ["unique_id": "source.shop.raw.\(name)", "identifier": name, "source_name": "raw"]
        return node("source", name, own.merging(fields) { $1 })
    }

    static func macro(_ name: String, _ code: String, calls: [String] = []) -> Fields {
        [
            "unique_id": id(macro: name), "name": name, "resource_type": "macro", "package_name": "shop", "macro_sql": code,
            "depends_on": ["macros": calls.map { id(macro: $0) }],
        ]
    }

    static func test(_ name: String, on model: String, _ arguments: Fields, config: Fields = [:], number: Int = 1) -> Fields {
        let fields: Fields = [
            "unique_id": "test.shop.\(name)_\(model).\(number)", "attached_node": "model.shop.\(model)",
            "test_metadata": ["name": name, "kwargs": arguments], "config": config,
        ]
        return node("test", "\(name)_\(model)", fields, reads: ["model.shop.\(model)"])
    }

    static func id(macro name: String) -> String { "macro.shop.\(name)" }

    private static func byID(_ members: [Fields]) -> Fields {
        Dictionary(uniqueKeysWithValues: members.compactMap { member in (member["unique_id"] as? String).map { ($0, member) } })
    }

    private static func section(_ node: Fields) -> String {
        switch node["resource_type"] as? String {
        case "source": "sources"
        case "exposure": "exposures"
        case "metric": "metrics"
        case "semantic_model": "semantic_models"
        case "saved_query": "saved_queries"
        case "unit_test": "unit_tests"
        case "function": "functions"
        default: "nodes"
        }
    }
}
