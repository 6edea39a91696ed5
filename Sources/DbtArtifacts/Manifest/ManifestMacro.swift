/// A macro of the project, of a package or of dbt itself.
package struct ManifestMacro: Sendable {
    let node: ManifestNode

    /// Such as `macro.shop.cents_to_dollars`.
    package var uniqueID: String { node.uniqueID }
    package var name: String { node.name }
    package var packageName: String { node.packageName }
    /// Unique ids of the macros it calls.
    package var dependsOnMacros: [String] { node["depends_on"]?["macros"]?.strings ?? [] }

    /// Whether both have the same code, byte for byte.
    func hasSameCode(as other: ManifestMacro) -> Bool {
        JSONSlice.isEqual(node["macro_sql"], other.node["macro_sql"])
    }
}

/// A group of models with an owner.
package struct ManifestGroup: Sendable {
    let node: ManifestNode

    package var name: String { node.name }
    package var ownerName: String? { node["owner"]?["name"]?.string }
    package var ownerEmail: String? { node["owner"]?["email"]?.strings.first }
}
