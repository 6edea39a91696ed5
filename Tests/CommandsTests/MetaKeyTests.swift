import Foundation
import TestSupport
import Testing

/// What a review says because of one key in a model's `meta`, and what it says of the same tables without the key.
struct MetaKey: Sendable, CustomTestStringConvertible {
    /// The model's name; beside it stands one named `NAME_plain`, which lacks the key.
    let name: String
    /// JSON of `meta.datafold.datadiff`, of `meta.plumbline` and of what else the config has; all of them only with the key.
    let datadiff: String
    let own: String
    let config: String
    /// JSON of what both models' config has; without a `meta` of its own it names the key `id`.
    let always: String
    /// The queries that make production's table and the change's.
    let a: String
    let b: String
    /// Where to look in the model's JSON, and the JSON found there with the key and without.
    let path: String
    let with: String
    let without: String

    var testDescription: String { name }

    init(
        _ name: String, datadiff: String = "{}", own: String = "{}", config: String = "{}",
        always: String = #"{"meta": {"primary-key": ["id"]}}"#, _ tables: (a: String, b: String), _ path: String, _ with: String,
        without: String
    ) {
        (self.name, self.datadiff, self.own, self.config, self.always) = (name, datadiff, own, config, always)
        (a, b, self.path, self.with, self.without) = (tables.a, tables.b, path, with, without)
    }

    /// One row each, of a key and values.
    static func row(_ a: String, _ b: String) -> (a: String, b: String) { ("SELECT 1 AS id, \(a)", "SELECT 1 AS id, \(b)") }

    private static let differences = "diff.values.values_with_differences"
    private static let three = ("SELECT i AS id, i AS v FROM range(3) r(i)", "SELECT i AS id, 2 * i AS v FROM range(3) r(i)")
    private static let days = (
        "SELECT i AS id, DATE '2026-01-01' + i::INTEGER AS seen, NULL::DATE AS other FROM range(5) r(i)",
        "SELECT i AS id, DATE '2026-01-01' + i::INTEGER AS seen, NULL::DATE AS other FROM range(4) r(i)"
    )
    private static let many = (
        "SELECT i AS id, i AS v FROM range(2000) r(i)", "SELECT i AS id, -i AS v FROM range(2000) r(i)"
    )
    private static let texts = row("'Ab' AS t, 'Ab' AS u", "'aB' AS t, 'aB' AS u")
    private static let empties = row("NULL::VARCHAR AS t, '' AS u", "'' AS t, NULL::VARCHAR AS u")
    private static let numbers = row("1.00 AS v, 100.0 AS w", "1.01 AS v, 100.5 AS w")
    private static let times = row(
        "TIMESTAMP '2026-01-01 00:00:00' AS t, TIMESTAMP '2026-01-01 00:00:00' AS u",
        "TIMESTAMP '2026-01-01 00:00:01' AS t, TIMESTAMP '2026-01-01 00:00:01' AS u")

    static let all = [
        MetaKey("filter", datadiff: #"{"filter": "id < 1"}"#, three, "diff.pks.total_rows", "[1,1]", without: "[3,3]"),
        MetaKey("include_columns", datadiff: #"{"include_columns": ["W"]}"#, numbers, differences, "1", without: "2"),
        MetaKey("exclude_columns", datadiff: #"{"exclude_columns": ["v", "w*"]}"#, numbers, differences, "0", without: "2"),
        MetaKey("datafold_time_column", datadiff: #"{"time_column": ["seen"]}"#, days, "diff.timeline.unit", #""day""#, without: "null"),
        MetaKey("never_diff", datadiff: #"{"never_diff": true}"#, three, "status", #""not_compared""#, without: #""done""#),
        MetaKey("event_time", config: #"{"event_time": "seen"}"#, days, "diff.window.left_out", "[1,0]", without: "null"),
        MetaKey(
            "window_none", own: #"{"window": "none"}"#, always: #"{"event_time": "seen", "meta": {"primary-key": ["id"]}}"#, days,
            "diff.pks.exclusives", "[1,0]", without: "[0,0]"),
        MetaKey(
            "window_overlap", datadiff: #"{"time_column": "other"}"#, own: #"{"time_column": "seen", "window": "overlap"}"#, days,
            "diff.window.column", #""seen""#, without: "null"),
        MetaKey("tolerance", own: #"{"tolerance": "abs:0.01"}"#, numbers, differences, "1", without: "2"),
        MetaKey("tolerance_of_a_column", own: #"{"tolerance": ["w=rel:0.01"]}"#, numbers, differences, "1", without: "2"),
        MetaKey("tolerances", own: #"{"tolerance": ["abs:0.001", "rel:0.02"]}"#, numbers, differences, "0", without: "2"),
        MetaKey("time_tolerance", own: #"{"time_tolerance": "1s"}"#, times, differences, "0", without: "2"),
        MetaKey("time_tolerance_of_a_column", own: #"{"time_tolerance": ["u=1s"]}"#, times, differences, "1", without: "2"),
        MetaKey("ignore_case", own: #"{"ignore_case": true}"#, texts, differences, "0", without: "2"),
        MetaKey("ignore_case_of_a_column", own: #"{"ignore_case": ["t"]}"#, texts, differences, "1", without: "2"),
        MetaKey("null_equals_empty", own: #"{"null_equals_empty": true}"#, empties, differences, "0", without: "2"),
        MetaKey("null_equals_empty_of_a_column", own: #"{"null_equals_empty": ["u"]}"#, empties, differences, "1", without: "2"),
        MetaKey(
            "ignore_array_order", own: #"{"ignore_array_order": true}"#, row("[1, 2] AS l", "[2, 1] AS l"), differences, "0", without: "1"),
        MetaKey("map", own: #"{"map": {"old": "new"}}"#, row("1 AS old", "2 AS new"), differences, "1", without: "0"),
        MetaKey(
            "sampling", own: #"{"sampling": {"tolerance": "10%", "confidence": 0.9, "threshold": 100}}"#, many, "diff.sampling.sampled",
            "true", without: "false"),
        MetaKey(
            "sampling_tolerance", own: #"{"sampling": {"tolerance": "10%"}}"#, many, "diff.sampling.tolerance", "0.1", without: "1e-05"),
        MetaKey(
            "sampling_confidence", own: #"{"sampling": {"confidence": "90%"}}"#, many, "diff.sampling.confidence", "0.9", without: "0.99"),
        MetaKey(
            "sampling_off", own: #"{"sampling": {"enabled": false, "threshold": 10}}"#, many, "diff.sampling.threshold", "10",
            without: "5000000"),
        MetaKey(
            "primary_key", config: #"{"meta": {"primary-key": ["k"]}}"#, always: "{}", ("SELECT 1 AS k, 1 AS v", "SELECT 1 AS k, 2 AS v"),
            "diff.verdict", #""different""#, without: #""missing-pks""#),
    ]
}

/// `plumbline compare` over one warehouse with a pair of tables for every key.
private struct MetaReview {
    private typealias Fields = [String: Any]
    let file: DuckDBFile
    let folder: TemporaryFolder

    init() async throws {
        file = try await DuckDBFile(
            ["CREATE SCHEMA prod", "CREATE SCHEMA dev"]
                + MetaKey.all.flatMap { ["CREATE TABLE prod.\($0.name) AS \($0.a)", "CREATE TABLE dev.\($0.name) AS \($0.b)"] })
        folder = try TemporaryFolder(["base/manifest.json": try Self.manifest("prod"), "head/manifest.json": try Self.manifest("dev")])
    }

    private static func fields(_ json: String) throws -> Fields {
        try #require(try JSONSerialization.jsonObject(with: Data(json.utf8)) as? Fields)
    }

    /// A model that is changed, over a table of its schema.
    private static func model(_ name: String, table: String, _ schema: String, _ config: Fields, reads: [String] = []) -> Fields {
        let code = reads.isEmpty ? "\(schema) \(name)" : name
        return [
            "unique_id": "model.shop.\(name)", "resource_type": "model", "name": name, "alias": table, "package_name": "shop",
            "schema": schema, "relation_name": "\"\(schema)\".\"\(table)\"", "fqn": ["shop", name], "raw_code": code,
            "config": config.merging(["enabled": true, "materialized": "table"]) { $1 }, "unrendered_config": Fields(),
            "checksum": ["name": "sha256", "checksum": code], "columns": Fields(), "description": "",
            "depends_on": ["nodes": reads.map { "model.shop.\($0)" }, "macros": [String]()],
        ]
    }

    private static func manifest(_ schema: String) throws -> String {
        var models: [Fields] = []
        for key in MetaKey.all {
            let always = try fields(key.always)
            var with = always.merging(try fields(key.config)) { $1 }
            var meta = with["meta"] as? Fields ?? [:]
            meta["datafold"] = ["datadiff": try fields(key.datadiff)]
            meta["plumbline"] = try fields(key.own)
            with["meta"] = meta
            models += [model(key.name, table: key.name, schema, with), model(key.name + "_plain", table: key.name, schema, always)]
        }
        // Not changed themselves, and downstream of a model that is.
        for (name, slim) in [("slim_diff", ["slim_diff": "diff_when_downstream"]), ("slim_diff_plain", [:])] {
            let meta: Fields = ["primary-key": ["id"], "datafold": ["datadiff": slim]]
            models.append(model(name, table: "filter", schema, ["meta": meta], reads: ["filter"]))
        }
        // Beside the other models' notes these would not be found.
        for key in ["prod_time_travel", "pr_time_travel"] {
            models.append(model(key, table: "filter", schema, ["meta": ["primary-key": ["id"], "datafold": ["datadiff": [key: "-3600"]]]]))
        }
        let document: Fields = [
            "metadata": [
                "dbt_schema_version": "https://schemas.getdbt.com/dbt/manifest/v12.json", "dbt_version": "1.11.16",
                "adapter_type": "duckdb", "project_name": "shop",
            ],
            "macros": Fields(), "nodes": Dictionary(uniqueKeysWithValues: models.map { ($0["unique_id"] as? String ?? "", $0) }),
        ]
        return String(decoding: try JSONSerialization.data(withJSONObject: document), as: UTF8.self)
    }

    func run(_ options: String...) async throws -> Data {
        defer { withExtendedLifetime((file, folder)) {} }
        let command = ["compare", "--base", "base", "--head", "head", "--connection", file.uri, "--format", "json"]
        let outcome = try await BuiltProduct("plumbline").run(command + options, folder: folder.path)
        return Data(outcome.output.utf8)
    }

    static let usual = Task { try await MetaReview().run() }
    static let slim = Task { try await MetaReview().run("--slim") }
}

@Suite(.timeLimit(.minutes(15))) struct MetaKeyTests {
    private func report(_ review: Task<Data, any Error>) async throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: try await review.value) as? [String: Any])
    }

    /// JSON at a path of a model; nil where the review has no such model.
    private func text(_ report: [String: Any], _ model: String, _ path: String) throws -> String? {
        let models = try #require(report["models"] as? [[String: Any]])
        guard var value = models.first(where: { $0["name"] as? String == model }) as Any? else { return nil }
        for name in path.split(separator: ".") { value = (value as? [String: Any])?[String(name)] ?? NSNull() }
        return String(decoding: try JSONSerialization.data(withJSONObject: value, options: .fragmentsAllowed), as: UTF8.self)
    }

    @Test(arguments: MetaKey.all)
    func theKeyDecides(_ key: MetaKey) async throws {
        let report = try await report(MetaReview.usual)
        #expect(try text(report, key.name, key.path) == key.with)
        #expect(try text(report, key.name + "_plain", key.path) == key.without)
    }

    @Test func aModelDownstreamIsComparedWhereItAsksForIt() async throws {
        let (usual, slim) = (try await report(MetaReview.usual), try await report(MetaReview.slim))
        #expect(try ["slim_diff", "slim_diff_plain"].map { try text(usual, $0, "origin") } == [#""downstream""#, #""downstream""#])
        #expect(try ["slim_diff", "slim_diff_plain"].map { try text(slim, $0, "origin") } == [#""downstream""#, nil])
    }

    @Test func timeTravelIsSaidNotToCount() async throws {
        let notes = try #require(try await report(MetaReview.usual)["notes"] as? [String])
        for key in ["prod_time_travel", "pr_time_travel"] { #expect(notes.contains { $0.hasPrefix("\(key): duckdb has no time travel") }) }
        #expect(notes.count == 2)
    }
}
