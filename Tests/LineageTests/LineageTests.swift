import DbtArtifacts
import Foundation
import Lineage
import Testing

/// A small shop: raw -> stg (ephemeral) -> tidy (ephemeral) -> orders -> mart -> board; old is removed, fresh is added.
private struct Shop {
    var changed: Set<String>

    private func node(_ id: String, reads: [String] = [], ephemeral: Bool = false) -> [String: Any] {
        let parts = id.split(separator: ".").map(String.init)
        return [
            "unique_id": id, "resource_type": parts[0], "name": parts[parts.count - 1],
            "depends_on": ["nodes": reads, "macros": [String]()],
            "raw_code": changed.contains(id) ? "select 2" : "select 1", "schema": changed.contains(id) ? "b" : "a",
            "config": ["materialized": ephemeral ? "ephemeral" : "table"], "owner": ["name": "Ann"], "type": "dashboard",
        ]
    }

    func manifest(_ more: [[String: Any]] = []) throws -> Manifest {
        let nodes = [
            node("model.s.stg", reads: ["source.s.raw.t"], ephemeral: true), node("model.s.tidy", reads: ["model.s.stg"], ephemeral: true),
            node("model.s.orders", reads: ["model.s.tidy"]), node("model.s.mart", reads: ["model.s.orders"]), node("model.s.aside"),
        ]
        let document: [String: Any] = [
            "metadata": ["dbt_schema_version": "https://schemas.getdbt.com/dbt/manifest/v12.json"],
            "nodes": byID(nodes + more), "sources": byID([node("source.s.raw.t")]),
            "exposures": byID([node("exposure.s.board", reads: ["model.s.mart"])]),
        ]
        return try Manifest(bytes: Array(JSONSerialization.data(withJSONObject: document, options: .sortedKeys)), name: "manifest.json")
    }

    private func byID(_ nodes: [[String: Any]]) -> [String: Any] {
        Dictionary(uniqueKeysWithValues: nodes.compactMap { node in (node["unique_id"] as? String).map { ($0, node) } })
    }

    static func comparison(changing ids: Set<String>, added: [String] = [], removed: [String] = []) throws -> ManifestComparison {
        let (base, head) = (Shop(changed: []), Shop(changed: ids))
        return ManifestComparison(
            base: try base.manifest(removed.map { base.node($0, reads: ["model.s.orders"]) }),
            head: try head.manifest(added.map { head.node($0, reads: ["model.s.orders"]) })
        )
    }
}

struct ImpactTests {
    @Test func `a changed table and what reads it`() throws {
        let impact = Impact(of: try Shop.comparison(changing: ["model.s.orders"]))
        #expect(impact.nodes.map(\.uniqueID) == ["model.s.orders", "model.s.mart"])
        #expect(impact.nodes.map(\.cause) == [.modified([Modification(.body)]), .downstream(distance: 1, via: ["model.s.orders"])])
        #expect(impact.exposures.map(\.path) == [["model.s.orders", "model.s.mart", "exposure.s.board"]])
    }

    @Test func `a changed ephemeral model is replaced by its readers, through other ephemeral models too`() throws {
        let impact = Impact(of: try Shop.comparison(changing: ["model.s.stg"]))
        #expect(impact.nodes.map(\.uniqueID) == ["model.s.orders", "model.s.mart"])
        #expect(impact.nodes[0].cause == .inlined(via: ["model.s.stg"]))
        #expect(impact.nodes.map(\.isDirect) == [true, false])
    }

    @Test func `a changed source affects its readers`() throws {
        let impact = Impact(of: try Shop.comparison(changing: ["source.s.raw.t"]))
        #expect(impact.nodes.map(\.uniqueID) == ["model.s.orders", "model.s.mart"])
        #expect(impact.nodes[0].cause == .downstream(distance: 3, via: ["source.s.raw.t"]))
    }

    @Test func `added and removed models`() throws {
        let impact = Impact(of: try Shop.comparison(changing: [], added: ["model.s.fresh"], removed: ["model.s.old", "seed.s.gone"]))
        #expect(impact.nodes.map(\.cause) == [.added])
        #expect(impact.removed.map(\.uniqueID) == ["model.s.old", "seed.s.gone"])
        #expect(impact.exposures.isEmpty)
    }

    @Test func `nothing changed, nothing affected`() throws {
        let impact = Impact(of: try Shop.comparison(changing: []))
        #expect(impact.nodes.isEmpty && impact.removed.isEmpty && impact.exposures.isEmpty)
    }
}

struct LineageGraphTests {
    private func graph(limit: Int = 400) throws -> LineageGraph {
        let comparison = try Shop.comparison(changing: ["model.s.orders"], added: ["model.s.fresh"], removed: ["model.s.old"])
        return LineageGraph(comparison, limit: limit)
    }

    @Test func `states, order and edges`() throws {
        let graph = try graph()
        let states = graph.nodes.map { "\($0.name) \($0.state.rawValue)" }
        #expect(states == ["tidy unchanged", "orders modified", "fresh added", "mart downstream", "board downstream", "old removed"])
        let edges = graph.edges.map { "\($0.from) \($0.to)" }
        #expect(edges.contains("model.s.orders model.s.old"))
        #expect(edges.contains("model.s.tidy model.s.orders"))
        #expect(graph.edges.count == 5)
        #expect(graph.omitted == 0)
    }

    @Test func `the farthest are left out first`() throws {
        let graph = try graph(limit: 4)
        #expect(graph.nodes.map(\.name) == ["tidy", "orders", "fresh", "old"])
        #expect(graph.omitted == 2)
    }

    @Test func `the picture has classes, links and dashes`() throws {
        let dot = try graph().dotText { $0.state == .modified ? "/models/\($0.name)?a=1&b=\"2\"" : nil }
        #expect(dot.hasPrefix("digraph lineage {\n"))
        #expect(dot.contains("\"model.s.orders\" [label=\"orders\", tooltip=\"model.s.orders\", class=\"state-modified type-model\""))
        #expect(dot.contains("URL=\"/models/orders?a=1&amp;b=\\\"2\\\"\""))
        #expect(dot.contains("\"model.s.orders\" -> \"model.s.mart\";"))
        #expect(dot.contains("class=\"state-removed type-model\", style=\"rounded,dashed\""))
    }

    @Test func `names cannot break out of their quotes`() throws {
        let comparison = try Shop.comparison(changing: [], added: ["model.s.a\"];evil[\\"])
        let dot = LineageGraph(comparison).dotText()
        #expect(dot.contains("\"model.s.a\\\"];evil[\\\\\" [label=\"a\\\"];evil[\\\\\""))
    }
}
