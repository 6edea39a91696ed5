import Relational

/// The primary key that the project's files tell for a model, seed or snapshot, or that there is none.
package struct ModelKeys: Hashable, Sendable {
    package let uniqueID: String
    package let name: String
    /// Database, schema and table, as far as they are known.
    package let relation: [String]
    package let fqn: [String]
    package let file: String
    /// The YAML file that describes it.
    package let patchFile: String?
    /// Empty when there is no key.
    package let columns: [String]
    /// `PrimaryKeySource` as text; nil when there is no key.
    package let source: String?
    /// For people.
    package let explanation: String?
    /// Keys that were offered and could not be taken, as sentences.
    package let warnings: [String]

    /// Every model, seed and snapshot that is built, in the order of the file.
    ///
    /// Only the manifest is asked: what the warehouse knows of columns is not known here.
    package static func all(in manifest: Manifest, tag: String) -> [ModelKeys] {
        let finder = PrimaryKeyFinder(tag: tag)
        let tests = manifest.testsByNode()
        return manifest.nodes.filter { $0.resourceType.isData && $0.isEnabled && !$0.isEphemeral }.map { node in
            ModelKeys(node, finder.search(node, tests: tests[node.uniqueID] ?? []))
        }
    }

    private init(_ node: ManifestNode, _ found: (key: PrimaryKey?, rejected: [RejectedKey])) {
        uniqueID = node.uniqueID
        name = node.name
        relation = node.relation?.name.parts ?? []
        fqn = node.fqn
        file = node.originalFilePath
        patchFile = node.text("patch_path")
        columns = found.key?.columns ?? []
        source = found.key?.source.rawValue
        explanation = found.key?.explanation
        warnings = found.rejected.map(\.description)
    }
}
