package import DbtArtifacts
import Graph

/// The part of a project's graph that a change is about, ready to be drawn.
package struct LineageGraph: Hashable, Sendable, Encodable {
    /// Each after what it reads; among equals by unique id.
    package let nodes: [Node]
    /// By their ends.
    package let edges: [Edge]
    /// How many nodes were left out to stay within the limit, the farthest first.
    package let omitted: Int

    /// What the change does to a node.
    package enum State: String, Hashable, Sendable, Codable, CaseIterable {
        case added, modified, removed, downstream, unchanged
    }

    package struct Node: Hashable, Sendable, Encodable, Identifiable {
        package let uniqueID: String
        package let name: String
        package let resourceType: ResourceType
        package let state: State
        /// Whether dbt builds no relation for it.
        package let isEphemeral: Bool

        package var id: String { uniqueID }

        enum CodingKeys: String, CodingKey {
            case uniqueID = "unique_id"
            case name, state
            case resourceType = "resource_type"
            case isEphemeral = "ephemeral"
        }
    }

    /// From what is read to what reads it.
    package struct Edge: Hashable, Sendable, Encodable {
        package let from: String
        package let to: String
    }

    /// The kinds of node that a picture shows: data, what it is made from, and what uses it.
    ///
    /// Tests are not among them.
    package static let drawnTypes: Set<ResourceType> = [.model, .seed, .snapshot, .source, .function, .exposure]

    /// Changed and removed nodes, everything downstream of them, and what they read directly.
    ///
    /// At most `limit` nodes: first the changed, then what they read, then what is downstream, nearest first.
    package init(_ comparison: ManifestComparison, types: Set<ResourceType> = drawnTypes, limit: Int = 400) {
        var states: [String: State] = [:]
        for node in comparison.modified { states[node.uniqueID] = node.change == .added ? .added : .modified }
        for node in comparison.downstream { states[node.uniqueID] = .downstream }
        for node in comparison.removed { states[node.uniqueID] = .removed }
        func node(_ id: String) -> ManifestNode? { comparison.head.node(id) ?? comparison.base.node(id) }

        let changed = comparison.modified.map(\.uniqueID) + comparison.removed.map(\.uniqueID)
        let drawnChanges = changed.filter { id in node(id).map { types.contains($0.resourceType) } ?? false }
        let read = drawnChanges.flatMap { node($0)?.dependsOnNodes ?? [] }.sorted()
        var candidates: [String] = []
        var known: Set<String> = []
        for id in drawnChanges + read + comparison.downstream.map(\.uniqueID) {
            guard let node = node(id), types.contains(node.resourceType), known.insert(id).inserted else { continue }
            candidates.append(id)
        }
        let kept = candidates.prefix(limit)
        let graph = Self.graph(of: Set(kept), comparison)
        self.nodes = graph.topologicalOrder().nodes.compactMap { id in
            node(id).map { Node($0, state: states[id] ?? .unchanged) }
        }
        self.edges = graph.edges.map { Edge(from: $0.from, to: $0.to) }
        self.omitted = candidates.count - kept.count
    }

    /// The edges of the head, and those of the base that a removed node had.
    private static func graph(of ids: Set<String>, _ comparison: ManifestComparison) -> DirectedGraph<String> {
        var graph = DirectedGraph<String>()
        let removed = Set(comparison.removed.map(\.uniqueID))
        for id in ids.sorted() {
            graph.insert(id)
            let side = removed.contains(id) ? comparison.base : comparison.head
            for upstream in side.node(id)?.dependsOnNodes ?? [] where ids.contains(upstream) { graph.connect(upstream, to: id) }
            for upstream in comparison.base.node(id)?.dependsOnNodes ?? [] where ids.contains(upstream) && removed.contains(upstream) {
                graph.connect(upstream, to: id)
            }
        }
        return graph
    }
}

extension LineageGraph.Node {
    init(_ node: ManifestNode, state: LineageGraph.State) {
        self.uniqueID = node.uniqueID
        self.name = node.version.map { "\(node.name) v\($0)" } ?? node.name
        self.resourceType = node.resourceType
        self.state = state
        self.isEphemeral = node.isEphemeral
    }
}
