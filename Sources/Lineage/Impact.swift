package import DbtArtifacts
import Graph

/// What a change can do to data: the tables and views it affects, why each, and who uses them.
///
/// Ephemeral models have no relation; their readers take their place.
package struct Impact: Sendable {
    /// Models, seeds and snapshots whose data may change: the directly changed first, then by distance, then by unique id.
    package let nodes: [AffectedNode]
    /// Models, seeds and snapshots that the change takes away, by unique id.
    package let removed: [RemovedNode]
    /// Exposures that are changed or use affected data, by distance, then by unique id.
    package let exposures: [AffectedExposure]

    /// Works out the impact of what `comparison` found.
    package init(of comparison: ManifestComparison) {
        let inlined = InlinedChanges(comparison)
        let modified = comparison.modified.filter { $0.resourceType.isData && !$0.head.isEphemeral }.map {
            AffectedNode(base: $0.base, head: $0.head, cause: $0.base == nil ? .added : .modified($0.modifications))
        }
        let downstream = comparison.downstream.filter { $0.resourceType.isData && !$0.node.isEphemeral }.map { node in
            let via = inlined.origins(of: node.uniqueID)
            let cause: AffectedNode.Cause = via.isEmpty ? .downstream(distance: node.distance, via: node.via) : .inlined(via: via)
            return AffectedNode(base: comparison.base.node(node.uniqueID), head: node.node, cause: cause)
        }
        self.nodes = (modified + downstream).sorted { ($0.distance, $0.uniqueID) < ($1.distance, $1.uniqueID) }
        self.removed = comparison.removed.filter { $0.resourceType.isData && !$0.base.isEphemeral }
        self.exposures = Self.exposures(comparison)
    }

    private static func exposures(_ comparison: ManifestComparison) -> [AffectedExposure] {
        let origins = Set(comparison.modified.map(\.uniqueID))
        return comparison.exposures.compactMap { exposure in
            comparison.graph.shortestPath(from: origins, to: exposure.uniqueID).map { AffectedExposure(exposure: exposure, path: $0) }
        }.sorted { ($0.distance, $0.exposure.uniqueID) < ($1.distance, $1.exposure.uniqueID) }
    }
}

/// A model, seed or snapshot whose data may change.
package struct AffectedNode: Sendable, Identifiable {
    /// As production has it; nil when it is new.
    package let base: ManifestNode?
    package let head: ManifestNode
    package let cause: Cause

    package var uniqueID: String { head.uniqueID }
    package var id: String { uniqueID }

    /// Why the data may change.
    package enum Cause: Hashable, Sendable {
        /// Production does not have it.
        case added
        /// It is changed itself.
        case modified([Modification])
        /// Its SQL contains the code of changed ephemeral models, whose unique ids are given, sorted.
        case inlined(via: [String])
        /// It reads changed nodes; `distance` steps away, reached via the modified nodes given, sorted.
        case downstream(distance: Int, via: [String])
    }

    /// Whether its own SQL, settings or content changed, so that it is not affected through its inputs only.
    package var isDirect: Bool { distance == 0 }

    /// Steps from the nearest change to its own SQL; 0 for a direct one.
    package var distance: Int {
        if case .downstream(let distance, _) = cause { distance } else { 0 }
    }
}

/// An exposure that a change reaches.
package struct AffectedExposure: Hashable, Sendable {
    package let exposure: Exposure
    /// Unique ids of one shortest way from a modified node to the exposure, both included; the exposure alone when only it is changed.
    package let path: [String]

    /// Steps from the nearest modified node; 0 when the exposure itself is changed.
    package var distance: Int { path.count - 1 }
}
