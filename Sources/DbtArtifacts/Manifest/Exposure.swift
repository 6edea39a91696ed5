/// Something outside dbt that uses the data: a dashboard, a notebook, an application.
package struct Exposure: Hashable, Sendable {
    /// Such as `exposure.shop.weekly_revenue`.
    package let uniqueID: String
    package let name: String
    /// The name for people, where the author gave one.
    package let label: String?
    /// `dashboard`, `notebook`, `analysis`, `ml` or `application`.
    package let type: String?
    package let ownerName: String?
    package let ownerEmail: String?
    /// Where it can be seen.
    ///
    /// The author's text: check its scheme before linking to it.
    package let url: String?
    package let description: String
    /// Unique ids of the nodes it uses.
    package let dependsOnNodes: [String]

    init(_ node: ManifestNode) {
        self.uniqueID = node.uniqueID
        self.name = node.name
        self.label = node.text("label")
        self.type = node.text("type")
        self.ownerName = node["owner"]?["name"]?.string
        // Some versions of dbt allow a list of addresses.
        self.ownerEmail = node["owner"]?["email"]?.strings.first
        self.url = node.text("url")
        self.description = node.description
        self.dependsOnNodes = node.dependsOnNodes
    }

    /// The owner's name, or else the address.
    package var owner: String? { ownerName ?? ownerEmail }
}
