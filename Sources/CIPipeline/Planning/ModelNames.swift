import DbtArtifacts
import Relational

/// What people may call a model: its name, with its version, its table's name, dbt's unique_id.
struct ModelNames {
    let all: [String]

    init(_ node: ManifestNode) {
        let versioned = node.version.map { ["\(node.name).v\($0)", "\(node.name)_v\($0)"] } ?? []
        let relation =
            node.relation.map { [$0.name.identifier, $0.name.parts.suffix(2).joined(separator: "."), $0.name.description] } ?? []
        all = [node.name, node.uniqueID] + versioned + relation
    }

    /// Whether a shell pattern fits one of them, ignoring case.
    func match(_ pattern: String) -> Bool { all.contains { NameGlob.matches(pattern, $0) } }
}
