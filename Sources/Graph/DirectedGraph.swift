/// A directed graph of small, ordered identifiers, such as the unique ids of a dbt project.
///
/// An edge points from what is read to what reads it: `a -> b` says that `b` depends on `a`. Every answer is deterministic: it depends on
/// nodes and edges only, not on the order in which they were added. Cycles are allowed; no method loops for ever on one.
package struct DirectedGraph<Node: Hashable & Comparable & Sendable>: Sendable {
    private var positions: [Node: Int] = [:]
    private var members: [Node] = []
    private var outgoing: [[Int]] = []
    private var incoming: [[Int]] = []
    private var connected: Set<Edge> = []

    /// An edge by the positions of its ends.
    private struct Edge: Hashable {
        let start: Int
        let end: Int
    }

    package init() {}

    /// Makes a graph of `nodes` and `edges`; the ends of an edge need not be listed among the nodes.
    package init(nodes: some Sequence<Node>, edges: some Sequence<(from: Node, to: Node)>) {
        for node in nodes { insert(node) }
        for edge in edges { connect(edge.from, to: edge.to) }
    }

    /// Every node, smallest first.
    package var nodes: [Node] { members.sorted() }

    /// Every edge, ordered by its ends.
    package var edges: [(from: Node, to: Node)] {
        nodes.flatMap { node in successors(of: node).map { (from: node, to: $0) } }
    }

    /// Adds `node` unless it is there.
    package mutating func insert(_ node: Node) {
        position(inserting: node)
    }

    /// Adds the edge `from -> to` and its ends.
    ///
    /// An edge added twice counts once.
    package mutating func connect(_ from: Node, to: Node) {
        let start = position(inserting: from)
        let end = position(inserting: to)
        guard connected.insert(Edge(start: start, end: end)).inserted else { return }
        outgoing[start].append(end)
        incoming[end].append(start)
    }

    /// Whether `node` is in the graph.
    package func contains(_ node: Node) -> Bool {
        positions[node] != nil
    }

    /// The nodes that depend on `node` directly, smallest first; empty for an unknown node.
    package func successors(of node: Node) -> [Node] {
        positions[node].map { outgoing[$0].map { members[$0] }.sorted() } ?? []
    }

    /// The nodes that `node` depends on directly, smallest first; empty for an unknown node.
    package func predecessors(of node: Node) -> [Node] {
        positions[node].map { incoming[$0].map { members[$0] }.sorted() } ?? []
    }

    @discardableResult
    private mutating func position(inserting node: Node) -> Int {
        if let known = positions[node] { return known }
        positions[node] = members.count
        members.append(node)
        outgoing.append([])
        incoming.append([])
        return members.count - 1
    }
}

/// Which way to walk along the edges.
package enum GraphDirection: Sendable {
    /// From a node to what depends on it.
    case downstream
    /// From a node to what it depends on.
    case upstream
}

extension DirectedGraph {
    /// The number of edges on the shortest walk from any of `origins` to each node that can be reached; the origins are at distance 0.
    ///
    /// Origins that are not in the graph are left out.
    package func distances(from origins: some Sequence<Node>, _ direction: GraphDirection = .downstream) -> [Node: Int] {
        let neighbours = direction == .downstream ? outgoing : incoming
        var distance = [Int?](repeating: nil, count: members.count)
        var frontier = Set(origins).compactMap { positions[$0] }
        for start in frontier { distance[start] = 0 }
        var level = 0
        while !frontier.isEmpty {
            level += 1
            var next: [Int] = []
            for neighbour in frontier.lazy.flatMap({ neighbours[$0] }) where distance[neighbour] == nil {
                distance[neighbour] = level
                next.append(neighbour)
            }
            frontier = next
        }
        return Dictionary(uniqueKeysWithValues: zip(members, distance).compactMap { node, steps in steps.map { (node, $0) } })
    }

    /// Every node that depends on one of `origins`, directly or not.
    ///
    /// An origin is among them only if it depends on an origin itself.
    package func descendants(of origins: some Sequence<Node>) -> Set<Node> {
        reach(from: origins, .downstream)
    }

    /// Every node that one of `origins` depends on, directly or not.
    ///
    /// An origin is among them only if an origin depends on it.
    package func ancestors(of origins: some Sequence<Node>) -> Set<Node> {
        reach(from: origins, .upstream)
    }

    /// For each node downstream of `origins`, the origins nearest to it on any walk: those that reach it without passing another origin.
    ///
    /// In `a -> b -> c` with the origins `a` and `b`, `c` is reached via `b` and `b` via `a`.
    package func nearestOrigins(_ origins: Set<Node>) -> [Node: Set<Node>] {
        var via: [Node: Set<Node>] = [:]
        for origin in origins.sorted() {
            guard let start = positions[origin] else { continue }
            var seen: Set<Int> = []
            var stack = outgoing[start]
            while let current = stack.popLast() {
                guard seen.insert(current).inserted else { continue }
                via[members[current], default: []].insert(origin)
                if !origins.contains(members[current]) { stack.append(contentsOf: outgoing[current]) }
            }
        }
        return via
    }

    /// A shortest walk from one of `origins` to `target`, both ends included; nil when there is none.
    ///
    /// Among walks of equal length the one whose nodes are smallest, seen from the target, is taken.
    package func shortestPath(from origins: some Sequence<Node>, to target: Node) -> [Node]? {
        let starts = Set(origins)
        let distance = distances(from: starts)
        guard var steps = distance[target] else { return nil }
        var path = [target]
        var current = target
        while steps > 0 {
            steps -= 1
            guard let previous = predecessors(of: current).first(where: { distance[$0] == steps }) else { return nil }
            path.append(previous)
            current = previous
        }
        return path.reversed()
    }

    private func reach(from origins: some Sequence<Node>, _ direction: GraphDirection) -> Set<Node> {
        let neighbours = direction == .downstream ? outgoing : incoming
        var reached: Set<Int> = []
        var stack = Set(origins).compactMap { positions[$0] }.flatMap { neighbours[$0] }
        while let current = stack.popLast() {
            guard reached.insert(current).inserted else { continue }
            stack.append(contentsOf: neighbours[current])
        }
        return Set(reached.map { members[$0] })
    }
}
