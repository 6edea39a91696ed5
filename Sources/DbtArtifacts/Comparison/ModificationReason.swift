/// Why dbt counts a node as modified: which of its comparisons failed.
package struct ModificationReason: RawRepresentable, Hashable, Sendable, Codable {
    /// The part after `state:modified.` where dbt has such a selector, else the name of the field that dbt compares.
    package let rawValue: String

    package init(rawValue: String) {
        self.rawValue = rawValue
    }

    // What dbt can select by itself (`state:new`, `state:modified.<name>`).

    /// The base has no such node.
    package static let new = ModificationReason(rawValue: "new")
    /// Its code; a seed's content; a unit test's definition.
    package static let body = ModificationReason(rawValue: "body")
    /// Its configuration as written, without names, tags and group.
    package static let configs = ModificationReason(rawValue: "configs")
    /// The database, schema or alias as written; what a source points at.
    package static let relation = ModificationReason(rawValue: "relation")
    /// A description that is stored in the warehouse.
    package static let persistedDescriptions = ModificationReason(rawValue: "persisted_descriptions")
    /// A macro it calls, directly or not.
    package static let macros = ModificationReason(rawValue: "macros")
    /// An enforced contract.
    package static let contract = ModificationReason(rawValue: "contract")

    // What dbt compares without a selector of its own.

    /// Its place in the project's folders.
    package static let fqn = ModificationReason(rawValue: "fqn")
    package static let latestVersion = ModificationReason(rawValue: "latest_version")
    package static let access = ModificationReason(rawValue: "access")
    package static let deprecationDate = ModificationReason(rawValue: "deprecation_date")
    package static let quoting = ModificationReason(rawValue: "quoting")
    package static let freshness = ModificationReason(rawValue: "freshness")
    package static let external = ModificationReason(rawValue: "external")
}

/// A reason together with what exactly changed.
package struct Modification: Hashable, Sendable {
    package let reason: ModificationReason
    /// For `configs` the settings' names, for `macros` the unique ids of the changed macros; sorted.
    ///
    /// Empty for other reasons.
    package let details: [String]

    package init(_ reason: ModificationReason, details: [String] = []) {
        self.reason = reason
        self.details = details
    }
}
