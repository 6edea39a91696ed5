import DbtArtifacts
import Graph

/// Which nodes contain the code of a changed ephemeral model, because dbt writes it into every reader's SQL.
struct InlinedChanges {
    private var originsByReader: [String: Set<String>] = [:]

    init(_ comparison: ManifestComparison) {
        for node in comparison.modified where node.head.isEphemeral {
            var seen: Set<String> = []
            var stack = comparison.graph.successors(of: node.uniqueID)
            while let reader = stack.popLast() {
                guard seen.insert(reader).inserted else { continue }
                originsByReader[reader, default: []].insert(node.uniqueID)
                // Through another ephemeral model the code goes on to its readers.
                guard comparison.head.node(reader)?.isEphemeral == true else { continue }
                stack.append(contentsOf: comparison.graph.successors(of: reader))
            }
        }
    }

    /// Unique ids of the changed ephemeral models inside the SQL of `reader`, sorted.
    func origins(of reader: String) -> [String] {
        originsByReader[reader, default: []].sorted()
    }
}
