package import Graph

/// What dbt wrote about a project: its nodes, how they depend on each other, and how they are configured.
///
/// Reading finds where everything is and decodes almost nothing; properties of a ``ManifestNode`` are decoded when they are asked for.
/// Schemas v9 (dbt 1.5) and later are read, newer ones than known too: fields are taken as far as they are there.
package struct Manifest: Sendable {
    let index: ManifestIndex

    /// About the file and the dbt that wrote it.
    package let metadata: ManifestMetadata

    /// Reads `manifest.json` at `path`.
    ///
    /// - Throws: ``ArtifactError`` naming the file.
    package init(contentsOf path: String) throws(ArtifactError) {
        try self.init(ArtifactText(contentsOf: path))
    }

    /// Reads a manifest from memory; `name` stands for it in messages.
    ///
    /// - Throws: ``ArtifactError`` naming `name`.
    package init(bytes: [UInt8], name: String) throws(ArtifactError) {
        try self.init(ArtifactText(bytes: bytes, path: name))
    }

    private init(_ text: ArtifactText) throws(ArtifactError) {
        self.index = try ManifestIndex(text)
        self.metadata = ManifestMetadata(index.metadata)
    }

    /// Everything that takes part in dbt's graph: models, tests, sources, exposures and so on, in the file's order.
    ///
    /// Disabled ones are not.
    package var nodes: some Sequence<ManifestNode> {
        index.entries.indices.lazy.filter { index.entries[$0].section.isInGraph }.map { ManifestNode(index: index, position: $0) }
    }

    /// The node of the graph with this unique id; nil when there is none, or when it is disabled.
    package func node(_ uniqueID: String) -> ManifestNode? {
        index.graphPositions[uniqueID].map { ManifestNode(index: index, position: $0) }
    }

    /// The macro with this unique id.
    package func macro(_ uniqueID: String) -> ManifestMacro? {
        index.macroPositions[uniqueID].map { ManifestMacro(node: ManifestNode(index: index, position: $0)) }
    }

    /// Every macro, of the project and of its packages, in the file's order.
    package var macros: some Sequence<ManifestMacro> {
        index.entries.indices.lazy.filter { index.entries[$0].section == .macros }
            .map { ManifestMacro(node: ManifestNode(index: index, position: $0)) }
    }

    /// The disabled nodes with this unique id; several files may define the same one.
    package func disabledNodes(_ uniqueID: String) -> [ManifestNode] {
        index.disabledPositions[uniqueID, default: []].map { ManifestNode(index: index, position: $0) }
    }

    /// The unique ids of all disabled nodes, sorted.
    package var disabledIDs: [String] { index.disabledPositions.keys.sorted() }

    /// Every exposure, in the file's order.
    package var exposures: [Exposure] {
        nodes.filter { $0.resourceType == .exposure }.map(Exposure.init)
    }

    /// The group called `name`, of the package `packageName`; nil when there is none.
    package func group(_ name: String, package packageName: String) -> ManifestGroup? {
        index.groupPositions["group.\(packageName).\(name)"].map { ManifestGroup(node: ManifestNode(index: index, position: $0)) }
    }

    /// Data tests by the node they are attached to, each list sorted by unique id.
    ///
    /// A generic test is attached to the node its YAML stands under; an older manifest does not say so, then to the only node it reads.
    package func testsByNode() -> [String: [ManifestNode]] {
        var tests: [String: [ManifestNode]] = [:]
        for test in nodes where test.resourceType == .test {
            guard let tested = test.attachedNode else { continue }
            tests[tested, default: []].append(test)
        }
        return tests.mapValues { $0.sorted { $0.uniqueID < $1.uniqueID } }
    }

    /// The enabled data tests attached to a node, sorted by unique id.
    package func tests(attachedTo uniqueID: String) -> [ManifestNode] {
        nodes.filter { $0.resourceType == .test && $0.attachedNode == uniqueID }.sorted { $0.uniqueID < $1.uniqueID }
    }

    /// dbt's graph over all enabled nodes: an edge points from what is read to what reads it.
    package func makeGraph() -> DirectedGraph<String> {
        var graph = DirectedGraph<String>()
        for node in nodes where node.isEnabled { graph.insert(node.uniqueID) }
        for node in nodes where graph.contains(node.uniqueID) {
            for upstream in node.dependsOnNodes where graph.contains(upstream) { graph.connect(upstream, to: node.uniqueID) }
        }
        return graph
    }
}
