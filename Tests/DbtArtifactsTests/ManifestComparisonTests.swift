import DbtArtifacts
import Testing

struct MacroComparisonTests {
    /// A model that calls `a`; `a` calls `b`; `b` and `c` call each other; `d` is called by nobody.
    private func manifest(_ codes: [String: String] = [:], without: Set<String> = [], calls: [String] = ["a"]) throws -> Manifest {
        let callees = ["a": ["b"], "b": ["c"], "c": ["b"], "d": []]
        let macros = callees.filter { !without.contains($0.key) }.map { name, calls in
            Fixture.macro(name, codes[name] ?? "old", calls: calls.filter { !without.contains($0) })
        }
        return try Fixture.manifest([Fixture.model("m", calls: calls.map(Fixture.id(macro:)))], macros: macros)
    }

    @Test(arguments: ["a", "b", "c"])
    func `a macro counts over any number of calls, also in a circle`(changed: String) throws {
        let comparison = ManifestComparison(base: try manifest(), head: try manifest([changed: "new"]))
        #expect(comparison.modified.map(\.reasons) == [[.macros]])
        #expect(comparison.modified.first?.changedMacros == [Fixture.id(macro: changed)])
    }

    @Test func `every changed macro on the way is named`() throws {
        let comparison = ManifestComparison(base: try manifest(), head: try manifest(["a": "new", "c": "new", "d": "new"]))
        #expect(comparison.modified.first?.changedMacros == ["macro.shop.a", "macro.shop.c"])
    }

    @Test func `a macro that nobody calls does not count`() throws {
        #expect(ManifestComparison(base: try manifest(), head: try manifest(["d": "new"])).modified.isEmpty)
    }

    @Test func `an added macro counts for its callers`() throws {
        let comparison = ManifestComparison(base: try manifest(without: ["d"]), head: try manifest(calls: ["a", "d"]))
        #expect(comparison.modified.first?.changedMacros == ["macro.shop.d"])
    }

    @Test func `a removed macro does not count when nobody names it any more`() throws {
        #expect(ManifestComparison(base: try manifest(), head: try manifest(without: ["d"])).modified.isEmpty)
    }

    @Test func `letters of macros are compared byte by byte`() throws {
        let comparison = ManifestComparison(base: try manifest(["a": "\u{E9}"]), head: try manifest(["a": "e\u{301}"]))
        #expect(comparison.modified.count == 1)
    }
}

struct ManifestComparisonTests {
    /// source -> stg -> orders -> mart -> board, and a test on orders.
    private func nodes(_ orders: Fixture.Fields = [:]) -> [Fixture.Fields] {
        [
            Fixture.source("orders"), Fixture.model("stg", reads: ["source.shop.raw.orders"]),
            Fixture.model("orders", orders, reads: ["model.shop.stg"]), Fixture.model("mart", reads: ["model.shop.orders"]),
            Fixture.test("unique", on: "orders", ["column_name": "id"]),
            Fixture.node("exposure", "board", ["type": "dashboard"], reads: ["model.shop.mart"]),
        ]
    }

    @Test func `what is downstream, how far and via what`() throws {
        let comparison = ManifestComparison(base: try Fixture.manifest(nodes()), head: try Fixture.manifest(nodes(["raw_code": "x"])))
        #expect(comparison.modified.map(\.uniqueID) == ["model.shop.orders"])
        #expect(comparison.downstream.map(\.uniqueID) == ["model.shop.mart", "test.shop.unique_orders.1", "exposure.shop.board"])
        #expect(comparison.downstream.map(\.distance) == [1, 1, 2])
        #expect(comparison.downstream.allSatisfy { $0.via == ["model.shop.orders"] })
        #expect(comparison.exposures.map(\.name) == ["board"])
        #expect(comparison.warnings.isEmpty)
    }

    @Test func `a new model is added, a new source or exposure is not modified`() throws {
        let base = try Fixture.manifest([Fixture.model("a")])
        let kinds = [
            "model", "seed", "snapshot", "test", "unit_test", "function", "source", "exposure", "metric", "semantic_model", "saved_query",
        ]
        let head = try Fixture.manifest([Fixture.model("a")] + kinds.map { Fixture.node($0, "new") })
        let comparison = ManifestComparison(base: base, head: head)
        #expect(
            comparison.modified.map(\.resourceType.rawValue).sorted() == ["function", "model", "seed", "snapshot", "test", "unit_test"])
        #expect(comparison.modified.allSatisfy { $0.change == .added && $0.reasons == [.new] })
    }

    @Test func `what is gone is removed, and it is said whether it is only disabled`() throws {
        let base = try Fixture.manifest([Fixture.model("a"), Fixture.model("b"), Fixture.node("analysis", "c")])
        let head = try Fixture.manifest([], sections: ["disabled": ["model.shop.b": [Fixture.model("b")]]])
        let comparison = ManifestComparison(base: base, head: head)
        #expect(comparison.modified.isEmpty)
        #expect(comparison.removed.map(\.uniqueID) == ["model.shop.a", "model.shop.b"])
        #expect(comparison.removed.map(\.isDisabled) == [false, true])
    }

    @Test func `analyses and hooks are left out`() throws {
        let kinds = ["analysis", "operation"]
        let head = try Fixture.manifest(kinds.map { Fixture.node($0, "x", reads: ["model.shop.a"]) } + [Fixture.model("a")])
        let comparison = ManifestComparison(base: try Fixture.manifest([]), head: head)
        #expect(comparison.modified.map(\.uniqueID) == ["model.shop.a"])
        #expect(comparison.downstream.isEmpty)
    }

    @Test func `a changed source selects its readers`() throws {
        let changed = [Fixture.source("orders", ["schema": "elsewhere"])] + nodes().dropFirst()
        let comparison = ManifestComparison(base: try Fixture.manifest(nodes()), head: try Fixture.manifest(changed))
        #expect(comparison.modified.map(\.uniqueID) == ["source.shop.raw.orders"])
        #expect(comparison.downstream.first?.uniqueID == "model.shop.stg")
        #expect(comparison.downstream.count == 5)
    }

    @Test(
        arguments: [("1.11.16", nil, true), ("1.12.0", nil, false), ("1.11.16", true, false), ("1.12.0", false, true)]
            as [(String, Bool?, Bool)])
    func `a source's place compares as written or as rendered`(version: String, flag: Bool?, isModified: Bool) throws {
        func manifest(_ schema: String) throws -> Manifest {
            try Fixture.manifest(
                [Fixture.source("s", ["schema": schema, "unrendered_schema": "{{ target.schema }}"])], dbtVersion: version)
        }
        let options = flag.map { ComparisonOptions(compareMoreUnrenderedValues: $0) }
        let comparison = ManifestComparison(base: try manifest("prod"), head: try manifest("pr_1"), options: options)
        #expect(comparison.modified.isEmpty != isModified)
    }

    @Test func `manifests of different origin give a warning`() throws {
        let comparison = ManifestComparison(base: try Fixture.manifest([], dbtVersion: "1.10.2"), head: try Fixture.manifest([]))
        #expect(comparison.warnings == [.dbtVersions(base: "1.10.2", head: "1.11.16")])
    }

    @Test func `a cycle in a damaged manifest does not hang`() throws {
        let circle = [Fixture.model("a", reads: ["model.shop.b"]), Fixture.model("b", ["raw_code": "x"], reads: ["model.shop.a"])]
        let base = [Fixture.model("a", reads: ["model.shop.b"]), Fixture.model("b", reads: ["model.shop.a"])]
        let comparison = ManifestComparison(base: try Fixture.manifest(base), head: try Fixture.manifest(circle))
        #expect(comparison.downstream.map(\.uniqueID) == ["model.shop.a"])
    }
}
