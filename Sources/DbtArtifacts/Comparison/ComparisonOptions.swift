/// Settings of a comparison that dbt takes from `dbt_project.yml` and that no manifest records.
package struct ComparisonOptions: Hashable, Sendable {
    /// dbt's flag `state_modified_compare_more_unrendered_values`: sources compare by database and schema as written, not as rendered.
    ///
    /// dbt's other flag, `state_modified_compare_vars`, is not here: no dbt from 1.9 to 1.12 reads it when it compares.
    package var compareMoreUnrenderedValues: Bool

    package init(compareMoreUnrenderedValues: Bool) {
        self.compareMoreUnrenderedValues = compareMoreUnrenderedValues
    }

    /// The defaults of the dbt that made `manifest`: from 1.12 on more values are compared unrendered.
    package init(defaultsFor manifest: Manifest) {
        self.compareMoreUnrenderedValues = manifest.metadata.isAtLeast(major: 1, minor: 12) ?? false
    }
}

/// Something that makes a comparison less trustworthy.
package enum ComparisonWarning: Hashable, Sendable, CustomStringConvertible {
    /// The two manifests were written by different releases of dbt, whose own macros and defaults differ.
    case dbtVersions(base: String, head: String)
    /// The two manifests are for different warehouses.
    case adapters(base: String, head: String)
    /// The two manifests are of different projects.
    case projects(base: String, head: String)

    package var description: String {
        switch self {
        case .dbtVersions(let base, let head):
            "base was made by dbt \(base), head by dbt \(head): dbt's own changes may show as modifications; run both with one version"
        case .adapters(let base, let head): "base is for \(base), head for \(head): nodes may differ only because of the adapter"
        case .projects(let base, let head): "base is project \(base), head is project \(head): are these the right manifests?"
        }
    }

    static func all(base: ManifestMetadata, head: ManifestMetadata) -> [ComparisonWarning] {
        func differing(_ value: KeyPath<ManifestMetadata, String?>) -> (String, String)? {
            guard let base = base[keyPath: value], let head = head[keyPath: value], base != head else { return nil }
            return (base, head)
        }
        return [
            differing(\.dbtVersion).map { .dbtVersions(base: $0, head: $1) },
            differing(\.adapterType).map { .adapters(base: $0, head: $1) },
            differing(\.projectName).map { .projects(base: $0, head: $1) },
        ].compactMap(\.self)
    }
}
