import Foundation
import TestSupport
import Testing

/// `plumbline compare --materialize --export` in the real binary: one prefix of tables and one folder for each model.
@Suite(.timeLimit(.minutes(15))) struct CompareKeepTests {
    private let plumbline = BuiltProduct("plumbline")
    private typealias Fields = [String: Any]

    /// A target folder's manifest: model by model its unique id, name, schema and table.
    private func manifest(_ code: String, _ models: [(id: String, name: String, schema: String, table: String)]) throws -> String {
        var nodes: Fields = [:]
        for model in models {
            nodes[model.id] =
                [
                    "unique_id": model.id, "resource_type": "model", "name": model.name, "alias": model.table, "package_name": "shop",
                    "schema": model.schema, "relation_name": "\"\(model.schema)\".\"\(model.table)\"", "fqn": ["shop", model.name],
                    "raw_code": code, "config": ["enabled": true, "materialized": "table", "meta": ["primary-key": "id"]] as Fields,
                    "unrendered_config": Fields(), "checksum": ["name": "sha256", "checksum": code], "columns": Fields(), "description": "",
                    "depends_on": ["nodes": [String](), "macros": [String]()],
                ] as Fields
        }
        let document: Fields = [
            "metadata": [
                "dbt_schema_version": "https://schemas.getdbt.com/dbt/manifest/v12.json", "dbt_version": "1.11.16",
                "adapter_type": "duckdb",
                "project_name": "shop",
            ],
            "macros": Fields(), "nodes": nodes,
        ]
        return String(decoding: try JSONSerialization.data(withJSONObject: document, options: .sortedKeys), as: UTF8.self)
    }

    /// Two models of one name in different packages, one that is the same on both sides, and one with a name no file may have.
    private func place() throws -> TemporaryFolder {
        let models = [
            ("model.shop.orders", "orders", "orders"), ("model.other.orders", "orders", "orders_2"), ("model.shop.same", "same", "same"),
            ("model.shop.a/b", "a/b", "a/b"),
        ]
        func side(_ schema: String) throws -> String { try manifest(schema, models.map { ($0.0, $0.1, schema, $0.2) }) }
        return try TemporaryFolder(["base/manifest.json": try side("prod"), "head/manifest.json": try side("dev")])
    }

    private let statements =
        ["CREATE SCHEMA prod", "CREATE SCHEMA dev", "CREATE SCHEMA diffs"]
        + ["orders", "orders_2", "same", "a/b"].flatMap { table in
            [
                "CREATE TABLE prod.\"\(table)\" AS SELECT * FROM (VALUES (1, 1), (2, 2)) AS t(id, v)",
                "CREATE TABLE dev.\"\(table)\" AS SELECT * FROM (VALUES (1, \(table == "same" ? 1 : 5)), (2, 2)) AS t(id, v)",
            ]
        }

    private func files(_ folder: TemporaryFolder, _ path: String) throws -> [String] {
        try FileManager.default.subpathsOfDirectory(atPath: folder.path + "/" + path).filter { $0.hasSuffix(".csv") }.sorted()
    }

    @Test func everyModelHasTablesAndAFolderOfItsOwn() async throws {
        let file = try await DuckDBFile(statements)
        let folder = try place()
        let command = [
            "compare", "--base", "base", "--head", "head", "--connection", file.uri, "--materialize", "diffs", "--export", "rows",
            "--export-format", "csv",
        ]
        let text = try await plumbline.run(command, folder: folder.path)
        #expect(text.exitCode == 1, "\(text.errors)")
        let kept = [
            "a_b/plumbline_a_b_different.csv", "model.other.orders/plumbline_model.other.orders_different.csv",
            "model.shop.orders/plumbline_model.shop.orders_different.csv",
        ]
        #expect(try files(folder, "rows") == kept)
        // Nothing to keep, no folder.
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: folder.path + "/rows").sorted()
                == kept.map { String($0.prefix { $0 != "/" }) })
        #expect(text.output.contains("All rows of a/b\n  diffs.plumbline_a_b_different  1 row\n"), "\(text.output)")
        #expect(text.output.contains("/rows/a_b/plumbline_a_b_different.csv  1 row\n"))
        let taken = try await plumbline.run(command, folder: folder.path)
        #expect(taken.exitCode == 2 && taken.errors.contains("is there already") && taken.output.isEmpty)
        let again = try await plumbline.run(command + ["--overwrite", "--format", "markdown"], folder: folder.path)
        #expect(again.exitCode == 1)
        #expect(again.output.contains("- tables with all rows: `diffs.plumbline_a_b_different` (1 row)"))
        #expect(!again.output.contains(folder.path))
        try await file.run(["SELECT v_b FROM diffs.\"plumbline_model.other.orders_different\" WHERE v_b = 5"])
    }

    @Test func aSchemaThatIsNotThereIsToldOfEveryModel() async throws {
        let file = try await DuckDBFile(statements)
        let folder = try place()
        let outcome = try await plumbline.run(
            ["compare", "--base", "base", "--head", "head", "--connection", file.uri, "--materialize", "nowhere", "--export", "rows"],
            folder: folder.path)
        #expect(outcome.exitCode == 2 && outcome.output.contains("there is no such schema"))
        let wrong = try await plumbline.run(
            ["compare", "--base", "base", "--head", "head", "--connection", file.uri, "--overwrite"], folder: folder.path)
        #expect(wrong.exitCode == 2 && wrong.errors.contains("--overwrite is for --export"))
    }
}
