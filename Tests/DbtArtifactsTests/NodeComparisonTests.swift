import DbtArtifacts
import Testing

/// One change to one node: the fields of both sides, and the reasons dbt has.
struct Edit: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let reasons: [String]
    let make: @Sendable () -> (base: Fixture.Fields, head: Fixture.Fields)

    init(_ name: String, _ reasons: [String], _ make: @escaping @Sendable () -> (Fixture.Fields, Fixture.Fields)) {
        self.testDescription = name
        self.reasons = reasons
        self.make = make
    }

    static func model(
        _ name: String,
        _ reasons: [String],
        _ base: @autoclosure @escaping @Sendable () -> Fixture.Fields,
        _ head: @autoclosure @escaping @Sendable () -> Fixture.Fields
    ) -> Edit {
        Edit(name, reasons) { (Fixture.model("m", base()), Fixture.model("m", head())) }
    }

    static func node(
        _ type: String,
        _ name: String,
        _ reasons: [String],
        _ base: @autoclosure @escaping @Sendable () -> Fixture.Fields,
        _ head: @autoclosure @escaping @Sendable () -> Fixture.Fields
    ) -> Edit {
        Edit("\(type): \(name)", reasons) { (Fixture.node(type, "m", base()), Fixture.node(type, "m", head())) }
    }

    static func config(
        _ name: String, _ isModified: Bool, _ base: @autoclosure @escaping @Sendable () -> Fixture.Fields,
        _ head: @autoclosure @escaping @Sendable () -> Fixture.Fields
    ) -> Edit {
        model("config: \(name)", isModified ? ["configs"] : [], ["unrendered_config": base()], ["unrendered_config": head()])
    }
}

struct NodeComparisonTests {
    private static func contract(_ isEnforced: Bool, _ checksum: String?) -> Fixture.Fields {
        ["contract": ["enforced": isEnforced, "checksum": checksum as Any]]
    }

    private static func described(_ settings: Fixture.Fields, _ text: String, column: String = "") -> Fixture.Fields {
        [
            "description": text, "columns": ["a": ["name": "a", "description": column]],
            "config": ["enabled": true, "persist_docs": settings],
        ]
    }

    static let models: [Edit] = [
        .model("nothing", [], [:], [:]),
        .model("code", ["body"], ["raw_code": "select 1"], ["raw_code": "select 2"]),
        .model("composed and decomposed letters", ["body"], ["raw_code": "caf\u{E9}"], ["raw_code": "cafe\u{301}"]),
        .model("line ends", ["body"], ["raw_code": "a\nb"], ["raw_code": "a\r\nb"]),
        .model("byte order mark", ["body"], ["raw_code": "a"], ["raw_code": "\u{FEFF}a"]),
        .model("case", ["body"], ["raw_code": "a"], ["raw_code": "A"]),
        .model("the old name of raw_code", [], ["raw_code": "x"], ["raw_code": NullMarker.absent, "raw_sql": "x"]),
        .model("compiled code only", [], ["compiled_code": "a"], ["compiled_code": "b"]),
        .model("place in the folders", ["fqn"], ["fqn": ["shop", "a", "m"]], ["fqn": ["shop", "b", "m"]]),
        .model("rendered schema, as in another target", [], ["schema": "prod"], ["schema": "pr_1"]),
        .model("schema as written", ["relation"], ["unrendered_config": ["schema": "a"]], ["unrendered_config": ["schema": "b"]]),
        .model(
            "alias and database", ["relation"], ["unrendered_config": ["alias": "a"]],
            ["unrendered_config": ["alias": "a", "database": "d"]]),
        .model("tags and group", [], ["unrendered_config": ["tags": ["a"]]], ["unrendered_config": ["group": "g"]]),
        .model("description that is not stored", [], ["description": "a"], ["description": "b"]),
        .model(
            "description that is stored", ["persisted_descriptions"], described(["relation": true], "a"), described(["relation": true], "b")
        ),
        .model(
            "column description that is stored", ["persisted_descriptions"], described(["columns": true], "", column: "a"),
            described(["columns": true], "", column: "b")),
        .model(
            "column description, only the relation's is stored", [], described(["relation": true], "", column: "a"),
            described(["relation": true], "", column: "b")),
        .model("contract: not enforced", [], contract(false, "a"), contract(false, "b")),
        .model("contract: newly enforced", ["contract"], contract(false, nil), contract(true, "b")),
        .model("contract: no longer enforced", ["contract"], contract(true, "a"), contract(false, nil)),
        .model("contract: another checksum", ["contract"], contract(true, "a"), contract(true, "b")),
        .model("contract: the same checksum", [], contract(true, "a"), contract(true, "a")),
        .model("latest version", ["latest_version"], ["latest_version": 1], ["latest_version": 2]),
        .model("access", ["access"], ["access": "protected"], ["access": "public"]),
        .model("access by default", [], ["access": "protected"], [:]),
        .model("deprecation date", ["deprecation_date"], [:], ["deprecation_date": "2030-01-01T00:00:00+00:00"]),
        .model(
            "several", ["body", "configs", "fqn"], [:], ["raw_code": "x", "fqn": ["y"], "unrendered_config": ["materialized": "view"]]),
    ]

    static let configs: [Edit] = [
        .config("a value", true, ["materialized": "view"], ["materialized": "table"]),
        .config("1 and 1.0", false, ["meta": ["a": 1]], ["meta": ["a": 1.0]]),
        .config("1 and true", false, ["meta": ["a": 1]], ["meta": ["a": true]]),
        .config("1 and '1'", true, ["meta": ["a": 1]], ["meta": ["a": "1"]]),
        .config("0 and null", true, ["meta": ["a": 0]], ["meta": ["a": NullMarker.null]]),
        .config("an integer beyond doubles", true, ["meta": ["a": 9_007_199_254_740_993]], ["meta": ["a": 9_007_199_254_740_992]]),
        .config("order of a list", true, ["pre-hook": ["a", "b"]], ["pre-hook": ["b", "a"]]),
        .config("empty meta instead of none", true, [:], ["meta": Fixture.Fields()]),
        .config("null instead of none", true, [:], ["unique_key": NullMarker.null]),
        .config("meta", true, ["meta": ["a": "x"]], ["meta": ["a": "y"]]),
        .config("composed and decomposed letters", true, ["meta": ["a": "\u{E9}"]], ["meta": ["a": "e\u{301}"]]),
    ]

    static let others: [Edit] = [
        .node(
            "seed", "content", ["body"], ["checksum": ["name": "sha256", "checksum": "a"]],
            ["checksum": ["name": "sha256", "checksum": "b"]]),
        .node(
            "seed", "a big file's path", ["body"], ["checksum": ["name": "path", "checksum": "a.csv"]],
            ["checksum": ["name": "path", "checksum": "b.csv"]]),
        .node(
            "seed", "a big file at the same place", [], ["checksum": ["name": "path", "checksum": "a"]],
            ["checksum": ["name": "path", "checksum": "a"]]),
        .node(
            "seed", "kind of hash", ["body"], ["checksum": ["name": "sha256", "checksum": "a"]],
            ["checksum": ["name": "path", "checksum": "a"]]),
        .node(
            "seed", "no hash equals nothing", ["body"], ["checksum": ["name": "none", "checksum": ""]],
            ["checksum": ["name": "none", "checksum": ""]]),
        .node("seed", "raw_code does not count", [], ["raw_code": "a"], ["raw_code": "b"]),
        .node(
            "snapshot", "configuration", ["configs"], ["unrendered_config": ["strategy": "check"]],
            ["unrendered_config": ["strategy": "timestamp"]]),
        .node("test", "singular: code", ["body"], ["raw_code": "a"], ["raw_code": "b"]),
        .node("test", "singular: tags", [], ["unrendered_config": ["tags": ["a"]]], [:]),
        .node(
            "test", "generic: code does not count", [], ["test_metadata": ["name": "u"], "raw_code": "a"],
            ["test_metadata": ["name": "u"], "raw_code": "b"]),
        .node(
            "test", "generic: where", ["configs"], ["test_metadata": ["name": "u"]],
            ["test_metadata": ["name": "u"], "unrendered_config": ["where": "x"]]),
        .node(
            "test", "generic: meta", [], ["test_metadata": ["name": "u"]],
            ["test_metadata": ["name": "u"], "unrendered_config": ["meta": ["x": 1]]]),
        .node("unit_test", "definition", ["body"], ["checksum": "a"], ["checksum": "b"]),
        .node("source", "schema", ["relation"], ["schema": "a"], ["schema": "b"]),
        .node("source", "identifier", ["relation"], ["identifier": "a"], ["identifier": "b"]),
        .node("source", "tags", ["configs"], [:], ["unrendered_config": ["tags": ["a"]]]),
        .node("source", "quoting", ["quoting"], ["quoting": ["schema": NullMarker.null]], ["quoting": ["schema": true]]),
        .node("source", "quoting, absent and null", [], ["quoting": ["schema": NullMarker.null]], ["quoting": Fixture.Fields()]),
        .node("source", "loaded_at_field", ["freshness"], ["loaded_at_field": "a"], ["loaded_at_field": "b"]),
        .node("source", "description", [], ["description": "a"], ["description": "b"]),
        .node("exposure", "url and label", ["url", "label"], ["url": "a", "label": "a"], ["url": "b", "label": "b"]),
        .node("exposure", "order of inputs", [], ["depends_on": ["nodes": ["a", "b"]]], ["depends_on": ["nodes": ["b", "a"]]]),
        .node("exposure", "inputs", ["depends_on"], ["depends_on": ["nodes": ["a"]]], ["depends_on": ["nodes": ["b"]]]),
        .node("metric", "label", ["label"], ["label": "a"], ["label": "b"]),
        .node("metric", "type parameters", [], ["type_params": ["a": 1]], ["type_params": ["a": 2]]),
        .node("semantic_model", "measures", ["measures"], ["measures": [["name": "a"]]], ["measures": [["name": "b"]]]),
        .node("saved_query", "group by", ["group_by"], ["query_params": ["group_by": ["a"]]], ["query_params": ["group_by": ["b"]]]),
        .node(
            "saved_query", "export's schema", ["exports"], ["exports": [["name": "a", "unrendered_config": ["schema": "x"]]]],
            ["exports": [["name": "a", "unrendered_config": ["schema": "y"]]]]),
        .node("function", "returns", ["returns"], ["returns": ["data_type": "int"]], ["returns": ["data_type": "text"]]),
        .node(
            "function", "description of an overload", [], ["overloads": [["raw_body": "a", "description": "x"]]],
            ["overloads": [["raw_body": "a", "description": "y"]]]),
    ]

    @Test(arguments: models + configs + others)
    func `reasons are dbt's`(edit: Edit) throws {
        let (base, head) = edit.make()
        let comparison = ManifestComparison(base: try manifest(base), head: try manifest(head))
        #expect(comparison.modified.flatMap { $0.reasons.map(\.rawValue) } == edit.reasons)
    }

    private func manifest(_ node: Fixture.Fields) throws -> Manifest {
        try Fixture.manifest([NullMarker.resolve(node)])
    }
}
