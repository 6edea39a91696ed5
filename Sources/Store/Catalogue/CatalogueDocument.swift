/// What the catalogue keeps of one node; stored as JSON, so fields may be added.
package struct CatalogueDocument: Hashable, Sendable, Codable {
    /// A column, as the warehouse or else the project has it.
    package struct Column: Hashable, Sendable, Codable {
        package var name: String
        /// As the warehouse spells it; of a column that only the project knows its declared type.
        package var type: String?
        package var description: String
        package var tags: [String]
        /// Whether the warehouse has it.
        package var isInWarehouse: Bool

        package init(name: String, type: String?, description: String = "", tags: [String] = [], isInWarehouse: Bool = false) {
            self.name = name
            self.type = type
            self.description = description
            self.tags = tags
            self.isInWarehouse = isInWarehouse
        }
    }

    package var uniqueID: String
    package var name: String
    /// dbt's word.
    package var resourceType: String
    package var packageName: String
    /// Database, schema and name with dots; nil for what has no relation.
    package var relation: String?
    /// `table`, `view` and so on.
    package var materialized: String?
    package var description: String
    package var tags: [String]
    package var owner: String?
    /// Other `meta` keys with their values as text.
    package var meta: [String: String]
    package var columns: [Column]
    package var rowCount: Int?
    package var bytes: Int?
    /// Unique ids of what it reads and of what reads it, sorted; tests are left out.
    package var upstream: [String]
    package var downstream: [String]
    /// Of an exposure: where it can be seen.
    package var url: String?
    package var file: String

    package init(uniqueID: String, name: String, resourceType: String, packageName: String = "", description: String = "") {
        self.uniqueID = uniqueID
        self.name = name
        self.resourceType = resourceType
        self.packageName = packageName
        self.description = description
        tags = []
        meta = [:]
        columns = []
        upstream = []
        downstream = []
        file = ""
    }
}
