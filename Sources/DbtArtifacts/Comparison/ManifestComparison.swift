package import Graph

/// What a change does to a project: the nodes that dbt selects with `state:modified` and `state:modified+`, each with the reason.
///
/// Over the same two manifests the answer is dbt's own, without a dbt at hand. Analyses and hooks are left out, as `dbt ls` does.
/// Two things dbt does are not done: it fails on a breaking change to the contract of a versioned model (here the model is modified), and
/// it selects tests "indirectly" with `state:modified` (here they are downstream, at distance 1).
package struct ManifestComparison: Sendable {
    package let base: Manifest
    package let head: Manifest
    /// The nodes of `state:modified`, sorted by unique id.
    package let modified: [ModifiedNode]
    /// What the base has and the head has not, sorted by unique id.
    ///
    /// dbt never selects them.
    package let removed: [RemovedNode]
    /// What `state:modified+` adds, nearest first, then by unique id.
    package let downstream: [DownstreamNode]
    /// The head's graph.
    package let graph: DirectedGraph<String>
    /// What makes the answer less trustworthy.
    package let warnings: [ComparisonWarning]

    /// Compares `head`, the change, with `base`, production.
    ///
    /// Without options the defaults of the head's dbt hold.
    package init(base: Manifest, head: Manifest, options: ComparisonOptions? = nil) {
        let options = options ?? ComparisonOptions(defaultsFor: head)
        let graph = head.makeGraph()
        let modified = Self.modified(base: base, head: head, options: options)
        self.base = base
        self.head = head
        self.modified = modified
        self.removed = Self.removed(base: base, head: head, graph: graph)
        self.downstream = Self.downstream(of: modified, in: head, graph)
        self.graph = graph
        self.warnings = ComparisonWarning.all(base: base.metadata, head: head.metadata)
    }

    /// The exposures of `state:modified+`, sorted by unique id.
    package var exposures: [Exposure] {
        let ids =
            modified.filter { $0.resourceType == .exposure }.map(\.uniqueID)
            + downstream.filter { $0.resourceType == .exposure }.map(\.uniqueID)
        return ids.sorted().compactMap { head.node($0).map(Exposure.init) }
    }

    private static func modified(base: Manifest, head: Manifest, options: ComparisonOptions) -> [ModifiedNode] {
        var macros = MacroChanges(base: base, head: head)
        var modified: [ModifiedNode] = []
        for node in head.nodes where node.isEnabled && node.resourceType.isListed {
            let old = base.node(node.uniqueID)
            var modifications =
                old.map { NodeComparison(base: $0, head: node, options: options).modifications() }
                ?? (node.resourceType.countsAsModifiedWhenNew ? [Modification(.new)] : [])
            let called = macros.isEmpty ? [] : macros.differing(calledBy: node.dependsOnMacros)
            if !called.isEmpty { modifications.append(Modification(.macros, details: called)) }
            guard !modifications.isEmpty else { continue }
            modified.append(ModifiedNode(base: old, head: node, modifications: modifications))
        }
        return modified.sorted { $0.uniqueID < $1.uniqueID }
    }

    private static func removed(base: Manifest, head: Manifest, graph: DirectedGraph<String>) -> [RemovedNode] {
        base.nodes.filter { $0.isEnabled && $0.resourceType.isListed && !graph.contains($0.uniqueID) }
            .map { RemovedNode(base: $0, isDisabled: !head.disabledNodes($0.uniqueID).isEmpty || head.node($0.uniqueID) != nil) }
            .sorted { $0.uniqueID < $1.uniqueID }
    }

    private static func downstream(
        of modified: [ModifiedNode],
        in head: Manifest,
        _ graph: DirectedGraph<String>
    ) -> [DownstreamNode] {
        let origins = Set(modified.map(\.uniqueID))
        let via = graph.nearestOrigins(origins)
        return graph.distances(from: origins).compactMap { id, distance in
            guard distance > 0, let node = head.node(id), node.resourceType.isListed else { return nil }
            return DownstreamNode(node: node, distance: distance, via: via[id, default: []].sorted())
        }.sorted { ($0.distance, $0.uniqueID) < ($1.distance, $1.uniqueID) }
    }
}
