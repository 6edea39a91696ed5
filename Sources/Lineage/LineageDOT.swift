import DbtArtifacts

extension LineageGraph {
    /// The graph in Graphviz's language, drawn from left to right.
    ///
    /// Every node carries the SVG classes `state-<state>` and `type-<resource type>` for a style sheet, and the link that `link` gives it.
    package func dotText(link: (Node) -> String? = { _ in nil }) -> String {
        var lines = [
            "digraph lineage {",
            "  graph [rankdir=LR, bgcolor=transparent, nodesep=0.25, ranksep=0.6];",
            "  node [shape=box, style=rounded, fontname=\"sans-serif\", fontsize=11, height=0.35];",
            "  edge [arrowsize=0.6];",
        ]
        lines += nodes.map { node in
            var attributes = [
                ("label", node.name), ("tooltip", node.uniqueID),
                ("class", "state-\(node.state.rawValue) type-\(node.resourceType.rawValue)"),
            ]
            if let shape = node.shape { attributes.append(("shape", shape)) }
            if node.state == .removed || node.isEphemeral { attributes.append(("style", "rounded,dashed")) }
            if let link = link(node) { attributes += [("URL", link), ("target", "_top")] }
            let list = attributes.map { "\($0)=\(Self.quoted($1))" }.joined(separator: ", ")
            return "  \(Self.identifier(node.uniqueID)) [\(list)];"
        }
        lines += edges.map { "  \(Self.identifier($0.from)) -> \(Self.identifier($0.to));" }
        return (lines + ["}"]).joined(separator: "\n") + "\n"
    }

    /// A quoted identifier: only quotes and a backslash before one need escaping; identifiers know no other escapes.
    private static func identifier(_ text: String) -> String {
        "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
    }

    /// A quoted attribute, in which Graphviz reads backslashes and HTML entities.
    private static func quoted(_ text: String) -> String {
        let escaped = text.replacing("&", with: "&amp;").replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
            .replacing("\r", with: " ").replacing("\n", with: " ")
        return "\"" + escaped + "\""
    }
}

extension LineageGraph.Node {
    /// Graphviz's shape where it is not the usual box.
    fileprivate var shape: String? {
        switch resourceType {
        case .source: "cylinder"
        case .seed: "note"
        case .exposure: "component"
        default: nil
        }
    }
}
