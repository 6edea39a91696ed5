import CIPipeline
import DataDiff
import DbtArtifacts
import Foundation
import Relational
import Reports
import Store

/// Small manifests, and plans over them.
struct PlanFixture {
    /// A node of a manifest.
    struct Node {
        var name: String
        var code: String?
        var kind = "model"
        var materialized = "table"
        var reads: [String] = []
        var macros: [String] = []
        var config: [String: String] = [:]
        var version: Int?
        var isDisabled = false
        var meta = ["primary-key": ["id"]]

        var id: String { "\(kind).shop.\(name)" + (version.map { ".v\($0)" } ?? "") }
    }

    var macros: [String: String] = [:]
    var project = "shop"

    func manifest(_ schema: String, _ nodes: [Node]) throws -> Manifest {
        func object(_ node: Node) -> [String: Any] {
            let code = node.code ?? "select * from \(node.name)_source\nwhere a = 1\nand b = 2\nand c = 3\nand d = 4"
            let alias = node.name + (node.version.map { "_v\($0)" } ?? "")
            var config: [String: Any] = ["materialized": node.materialized, "enabled": !node.isDisabled]
            config.merge(node.config) { $1 }
            return [
                "unique_id": node.id, "resource_type": node.kind, "name": node.name, "alias": alias, "package_name": "shop",
                "database": "db", "schema": schema, "relation_name": "db.\(schema).\(alias)", "fqn": ["shop", node.name],
                "original_file_path": "models/\(node.name).sql", "path": "\(node.name).sql",
                "checksum": ["name": "sha256", "checksum": code], "raw_code": node.kind == "seed" ? "" : code, "config": config,
                "unrendered_config": ["materialized": node.materialized].merging(node.config) { $1 },
                "depends_on": ["nodes": node.reads.map { "model.shop.\($0)" }, "macros": node.macros.map { "macro.shop.\($0)" }],
                "version": node.version as Any? ?? NSNull(), "columns": [String: Any](), "meta": node.meta,
            ]
        }
        let (off, on) = (nodes.filter(\.isDisabled), nodes.filter { !$0.isDisabled })
        let document: [String: Any] = [
            "metadata": [
                "dbt_schema_version": "https://schemas.getdbt.com/dbt/manifest/v12.json", "dbt_version": "1.11.0",
                "adapter_type": "duckdb", "project_name": project,
            ],
            "nodes": Dictionary(uniqueKeysWithValues: on.map { ($0.id, object($0)) }),
            "disabled": Dictionary(uniqueKeysWithValues: off.map { ($0.id, [object($0)]) }),
            "macros": Dictionary(
                uniqueKeysWithValues: macros.map {
                    (
                        "macro.shop.\($0.key)",
                        [
                            "unique_id": "macro.shop.\($0.key)", "name": $0.key, "package_name": "shop", "macro_sql": $0.value,
                            "depends_on": ["macros": [String]()],
                        ] as [String: Any]
                    )
                }),
            "sources": [String: Any](), "exposures": [String: Any](),
        ]
        return try Manifest(bytes: Array(try JSONSerialization.data(withJSONObject: document)), name: "test")
    }

    static func plan(
        _ base: Manifest, _ head: Manifest, _ wishes: ReviewWishes = ReviewWishes(), columns: [String: [String]] = [:],
        dataSource: String = "duckdb", results: [String: RunStatus]?? = .none, _ edit: (inout CISettings) -> Void = { _ in }
    ) async -> ReviewPlan {
        var settings = CISettings()
        edit(&settings)
        let built = Dictionary(head.nodes.map { ($0.uniqueID, RunStatus.success) }) { first, _ in first }
        return await ReviewPlanner(
            ManifestComparison(base: base, head: head), results: results ?? built, settings: settings, dataSourceType: dataSource,
            wishes: wishes,
            columns: { columns[$0.description] }
        ).plan()
    }

    static func plan(_ base: [Node], _ head: [Node], _ wishes: ReviewWishes = ReviewWishes(), columns: [String: [String]] = [:])
        async throws
        -> ReviewPlan
    {
        await plan(try PlanFixture().manifest("prod", base), try PlanFixture().manifest("pr", head), wishes, columns: columns)
    }
}

extension ReviewPlan {
    /// What is compared with what, by the model's name.
    var pairs: [String: String] {
        models.reduce(into: [:]) { pairs, model in
            if case .diff = model.step { pairs[model.name.name] = "\(model.relationA ?? "-") \(model.relationB ?? "-")" }
        }
    }

    func model(_ name: String) -> Model? { models.first { $0.name.name == name } }
}
