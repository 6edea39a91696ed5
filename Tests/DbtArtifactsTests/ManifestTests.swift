import DbtArtifacts
import Graph
import Relational
import Testing

struct ManifestTests {
    @Test func `what a node says about itself`() throws {
        let manifest = try Fixture.manifest([
            Fixture.model(
                "orders",
                [
                    "version": 2, "latest_version": 2, "access": "public", "tags": ["daily"], "language": "sql", "group": "sales",
                    "original_file_path": "models/orders.sql", "meta": ["owner": "ann", "both": 1], "compiled_code": "select 2",
                    "config": ["materialized": "incremental", "unique_key": ["a", "b"], "meta": ["both": 2], "tags": ["daily"]],
                    "columns": [
                        "id": ["name": "id", "data_type": "integer", "tags": ["x"], "config": ["tags": ["x", "y"], "meta": ["m": true]]]
                    ],
                ],
                reads: ["source.shop.raw.orders"],
                calls: ["macro.shop.m"]
            ),
            Fixture.source("orders"),
        ])
        let node = try #require(manifest.node("model.shop.orders"))
        #expect(node.resourceType == .model)
        #expect([node.name, node.packageName, node.originalFilePath, node.group] == ["orders", "shop", "models/orders.sql", "sales"])
        #expect([node.version, node.latestVersion, node.access, node.language] == ["2", "2", "public", "sql"])
        #expect(node.materialized == "incremental")
        #expect(node.uniqueKey == ["a", "b"])
        #expect(node.dependsOnNodes == ["source.shop.raw.orders"])
        #expect(node.dependsOnMacros == ["macro.shop.m"])
        #expect(node.meta.mapValues(\.scalarText) == ["owner": "ann", "both": "2"])
        #expect(node.columns.first?.tags == ["x", "y"])
        #expect(node.columns.first?.meta["m"]?.bool == true)
        #expect(node.compiledCode == "select 2")
        #expect(manifest.metadata.projectName == "shop")
        #expect(manifest.makeGraph().successors(of: "source.shop.raw.orders") == ["model.shop.orders"])
    }

    @Test(arguments: [
        ("\"db\".\"prod\".\"orders\"", [true, true, true]), ("db.prod.orders", [false, false, false]),
        ("`db`.`prod`.orders", [true, true, false]), ("\"d.b\".prod.[or.ders]", [true, false, true]), ("prod.orders", [true, true, true]),
    ])
    func `which parts of a relation are quoted`(sqlText: String, expected: [Bool]) throws {
        let manifest = try Fixture.manifest([Fixture.model("orders", ["relation_name": sqlText])])
        let relation = try #require(manifest.node("model.shop.orders")?.relation)
        #expect(relation.name == RelationName(database: "db", namespace: "prod", identifier: "orders"))
        #expect(relation.quotedParts == expected)
    }

    @Test func `a relation takes the alias, a source its identifier, an ephemeral model and a test have none`() throws {
        let manifest = try Fixture.manifest([
            Fixture.model("a", ["alias": "b"]), Fixture.source("s", ["identifier": "t"]),
            Fixture.model("e", ["config": ["materialized": "ephemeral"]]), Fixture.test("unique", on: "a", ["column_name": "id"]),
        ])
        #expect(manifest.node("model.shop.a")?.relation?.name.identifier == "b")
        #expect(manifest.node("source.shop.raw.s")?.relation?.name.identifier == "t")
        #expect(manifest.node("model.shop.e")?.relation == nil)
        #expect(manifest.node("test.shop.unique_a.1")?.relation == nil)
    }

    @Test func `disabled nodes are apart, unknown kinds are kept, seeds read nothing`() throws {
        let manifest = try Fixture.manifest(
            [Fixture.node("holodeck", "x"), Fixture.node("seed", "s", reads: ["model.shop.a"]), Fixture.model("a")],
            sections: ["disabled": ["model.shop.off": [Fixture.model("off"), Fixture.model("off")]], "future": ["a": [1, 2]]]
        )
        #expect(manifest.node("model.shop.off") == nil)
        #expect(manifest.disabledNodes("model.shop.off").count == 2)
        #expect(manifest.disabledIDs == ["model.shop.off"])
        #expect(manifest.node("holodeck.shop.x")?.resourceType.rawValue == "holodeck")
        #expect(manifest.node("seed.shop.s")?.dependsOnNodes == [])
    }

    @Test func `tests are found by the node they are attached to, also in manifests that do not say so`() throws {
        var old = Fixture.test("unique", on: "a", ["column_name": "id"], number: 2)
        old["attached_node"] = nil
        let manifest = try Fixture.manifest([Fixture.model("a"), Fixture.test("not_null", on: "a", ["column_name": "id"]), old])
        #expect(manifest.tests(attachedTo: "model.shop.a").map(\.uniqueID) == ["test.shop.not_null_a.1", "test.shop.unique_a.2"])
        #expect(manifest.testsByNode()["model.shop.a"]?.count == 2)
    }

    @Test func `exposures and groups know their owners`() throws {
        let exposure = Fixture.node(
            "exposure",
            "board",
            ["type": "dashboard", "owner": ["name": "Ann", "email": "ann@example.com"], "url": "https://example.com"],
            reads: ["model.shop.a"]
        )
        let group =
            ["unique_id": "group.shop.sales", "name": "sales", "resource_type": "group", "owner": ["email": "s@example.com"]]
            as [String: Any]
        let manifest = try Fixture.manifest([exposure], sections: ["groups": ["group.shop.sales": group]])
        let read = try #require(manifest.exposures.first)
        #expect(
            [read.name, read.type, read.owner, read.ownerEmail, read.url] == [
                "board", "dashboard", "Ann", "ann@example.com", "https://example.com",
            ])
        #expect(read.dependsOnNodes == ["model.shop.a"])
        #expect(manifest.group("sales", package: "shop")?.ownerEmail == "s@example.com")
    }

    @Test(arguments: [("1.12.0", true), ("1.12.0b2", true), ("2.0.0-preview.3", true), ("1.11.16", false), ("1.9.1", false)])
    func `dbt versions compare as numbers`(version: String, expected: Bool) throws {
        let metadata = try Fixture.manifest([], dbtVersion: version).metadata
        #expect(metadata.isAtLeast(major: 1, minor: 12) == expected)
    }
}
