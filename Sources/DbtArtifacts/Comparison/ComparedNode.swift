/// A node that dbt selects with `state:modified`.
package struct ModifiedNode: Sendable, Identifiable {
    /// The node as production has it; nil when it is new.
    package let base: ManifestNode?
    package let head: ManifestNode
    /// Why, at least one.
    package let modifications: [Modification]

    package var uniqueID: String { head.uniqueID }
    package var id: String { uniqueID }
    package var resourceType: ResourceType { head.resourceType }
    /// Whether production has it too.
    package var change: Change { base == nil ? .added : .modified }
    /// The reasons without their details.
    package var reasons: [ModificationReason] { modifications.map(\.reason) }
    /// Unique ids of the changed macros it calls, directly or not.
    package var changedMacros: [String] { details(of: .macros) }
    /// Names of the settings that differ.
    package var changedConfigs: [String] { details(of: .configs) }

    /// How a node differs from production.
    package enum Change: String, Hashable, Sendable, Codable {
        case added, modified
    }

    private func details(of reason: ModificationReason) -> [String] {
        modifications.first { $0.reason == reason }?.details ?? []
    }
}

/// A node that production has and the change has not.
package struct RemovedNode: Sendable, Identifiable {
    package let base: ManifestNode
    /// Whether it is still there, but disabled.
    package let isDisabled: Bool

    package var uniqueID: String { base.uniqueID }
    package var id: String { uniqueID }
    package var resourceType: ResourceType { base.resourceType }
}

/// A node that is not modified itself but reads a modified one, directly or not.
package struct DownstreamNode: Sendable, Identifiable {
    package let node: ManifestNode
    /// Steps from the nearest modified node, at least 1.
    package let distance: Int
    /// Unique ids of the modified nodes that lead to it without another modified node between, sorted.
    package let via: [String]

    package var uniqueID: String { node.uniqueID }
    package var id: String { uniqueID }
    package var resourceType: ResourceType { node.resourceType }
}

extension ResourceType {
    /// dbt calls a source, exposure, metric, semantic model or saved query that the base does not have unmodified.
    var countsAsModifiedWhenNew: Bool {
        switch self {
        case .source, .exposure, .metric, .semanticModel, .savedQuery: false
        default: true
        }
    }
}
