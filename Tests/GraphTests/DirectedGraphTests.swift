import Graph
import Testing

struct DirectedGraphTests {
    private func graph(_ edges: [(String, String)], alone: [String] = []) -> DirectedGraph<String> {
        DirectedGraph(nodes: alone, edges: edges.map { (from: $0.0, to: $0.1) })
    }

    @Test func `nodes and neighbours are sorted and unique`() {
        let graph = graph([("b", "d"), ("a", "d"), ("b", "c"), ("b", "d")], alone: ["z"])
        #expect(graph.nodes == ["a", "b", "c", "d", "z"])
        #expect(graph.successors(of: "b") == ["c", "d"])
        #expect(graph.predecessors(of: "d") == ["a", "b"])
        #expect(graph.successors(of: "unknown").isEmpty)
        #expect(graph.edges.map { $0.from + $0.to } == ["ad", "bc", "bd"])
    }

    @Test func `descendants and ancestors leave the origin out unless a cycle leads back`() {
        let line = graph([("a", "b"), ("b", "c")])
        #expect(line.descendants(of: ["a"]) == ["b", "c"])
        #expect(line.ancestors(of: ["c"]) == ["a", "b"])
        #expect(line.descendants(of: ["a", "b"]) == ["b", "c"])
        let circle = graph([("a", "b"), ("b", "a")])
        #expect(circle.descendants(of: ["a"]) == ["a", "b"])
    }

    @Test func `distance is the shortest from any origin`() {
        let graph = graph([("a", "b"), ("b", "c"), ("c", "d"), ("x", "c")])
        #expect(graph.distances(from: ["a"]) == ["a": 0, "b": 1, "c": 2, "d": 3])
        #expect(graph.distances(from: ["a", "x"])["d"] == 2)
        #expect(graph.distances(from: ["d"], .upstream)["a"] == 3)
        #expect(graph.distances(from: ["unknown"]).isEmpty)
    }

    @Test func `via names the nearest origins only`() {
        let graph = graph([("a", "b"), ("b", "c"), ("x", "c"), ("a", "y"), ("y", "c")])
        let via = graph.nearestOrigins(["a", "b", "x"])
        #expect(via["b"] == ["a"])
        #expect(via["c"] == ["a", "b", "x"])
        #expect(self.graph([("a", "b"), ("b", "c")]).nearestOrigins(["a", "b"]) == ["b": ["a"], "c": ["b"]])
    }

    @Test func `a shortest path is deterministic`() {
        let graph = graph([("a", "m"), ("a", "l"), ("l", "z"), ("m", "z"), ("b", "q"), ("q", "r"), ("r", "z")])
        #expect(graph.shortestPath(from: ["a", "b"], to: "z") == ["a", "l", "z"])
        #expect(graph.shortestPath(from: ["z"], to: "z") == ["z"])
        #expect(graph.shortestPath(from: ["z"], to: "a") == nil)
    }
}

struct TopologicalOrderTests {
    @Test func `smallest first among those that are ready, whatever the insertion order`() {
        let edges = [("c", "d"), ("a", "d"), ("b", "e"), ("d", "e")].map { (from: $0.0, to: $0.1) }
        for edges in [edges, edges.reversed()] {
            let order = DirectedGraph(nodes: ["z"], edges: edges).topologicalOrder()
            #expect(order.nodes == ["a", "b", "c", "d", "e", "z"])
            #expect(order.cycles.isEmpty)
        }
    }

    @Test func `a cycle is named, broken at its smallest node, and everything is still ordered`() {
        let edges = [("b", "c"), ("c", "d"), ("d", "b"), ("d", "e"), ("f", "f"), ("a", "b")].map { (from: $0.0, to: $0.1) }
        let order = DirectedGraph(nodes: [], edges: edges).topologicalOrder()
        #expect(order.nodes == ["a", "b", "c", "d", "e", "f"])
        #expect(order.cycles == [["b", "c", "d"], ["f"]])
    }

    @Test func `ten thousand nodes in a chain and in a star end soon`() {
        let chain = (0..<10_000).map { (from: $0, to: $0 + 1) }
        #expect(DirectedGraph(nodes: [], edges: chain).topologicalOrder().nodes == Array(0...10_000))
        let star = (1...10_000).map { (from: 0, to: $0) }
        #expect(DirectedGraph(nodes: [], edges: star).descendants(of: [0]).count == 10_000)
    }
}
