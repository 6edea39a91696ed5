/// The nodes of a graph, each after everything it depends on.
package struct TopologicalOrder<Node: Hashable & Comparable & Sendable>: Sendable {
    /// Every node of the graph once.
    ///
    /// Where a cycle makes a true order impossible, its smallest node comes first.
    package let nodes: [Node]
    /// The cycles that had to be broken, each starting with its smallest node; empty when the order is a true one.
    package let cycles: [[Node]]
}

extension DirectedGraph {
    /// Orders the nodes so that each comes after what it depends on; of several possible next nodes the smallest is taken.
    package func topologicalOrder() -> TopologicalOrder<Node> {
        var waiting = Dictionary(uniqueKeysWithValues: nodes.map { ($0, predecessors(of: $0).count) })
        var ready = waiting.filter { $0.value == 0 }.keys.sorted(by: >)
        var order: [Node] = []
        var cycles: [[Node]] = []
        while !waiting.isEmpty {
            if ready.isEmpty {
                let cycle = smallestCycle(among: waiting)
                cycles.append(cycle)
                ready.append(contentsOf: cycle.prefix(1))
            }
            guard let node = ready.popLast() else { break }
            waiting[node] = nil
            order.append(node)
            for successor in successors(of: node) {
                guard let count = waiting[successor] else { continue }
                waiting[successor] = count - 1
                if count == 1 { ready.insert(successor, at: insertionIndex(of: successor, inDescending: ready)) }
            }
        }
        return TopologicalOrder(nodes: order, cycles: cycles)
    }

    /// A cycle among nodes that all wait for another one of them, found by walking upstream from the smallest.
    private func smallestCycle(among waiting: [Node: Int]) -> [Node] {
        guard var current = waiting.keys.min() else { return [] }
        var walked: [Node] = []
        while !walked.contains(current) {
            walked.append(current)
            guard let previous = predecessors(of: current).first(where: { waiting[$0] != nil }) else { return [current] }
            current = previous
        }
        let cycle = Array(walked.drop { $0 != current }.reversed())
        guard let smallest = cycle.min(), let start = cycle.firstIndex(of: smallest) else { return cycle }
        return Array(cycle[start...] + cycle[..<start])
    }

    private func insertionIndex(of node: Node, inDescending list: [Node]) -> Int {
        var low = 0
        var high = list.count
        while low < high {
            let middle = (low + high) / 2
            if list[middle] > node { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
