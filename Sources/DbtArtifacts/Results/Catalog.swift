/// What the warehouse holds for the nodes of a project, from `catalog.json`, which only `dbt docs generate` writes.
package struct Catalog: Sendable {
    /// When the file was written, as dbt spells it.
    package let generatedAt: String?
    private let relations: [String: JSONSlice]

    /// Reads `catalog.json` at `path`.
    ///
    /// - Throws: ``ArtifactError`` naming the file.
    package init(contentsOf path: String) throws(ArtifactError) {
        try self.init(ArtifactText(contentsOf: path))
    }

    /// Reads a catalog from memory; `name` stands for it in messages.
    ///
    /// - Throws: ``ArtifactError`` naming `name`.
    package init(bytes: [UInt8], name: String) throws(ArtifactError) {
        try self.init(ArtifactText(bytes: bytes, path: name))
    }

    private init(_ text: ArtifactText) throws(ArtifactError) {
        let top = try text.topLevel(["metadata", "nodes", "sources"])
        try text.check(top["metadata"], is: .catalog)
        self.generatedAt = top["metadata"]?["generated_at"]?.string
        let members = (top["nodes"]?.members ?? []) + (top["sources"]?.members ?? [])
        self.relations = Dictionary(members.map { ($0.key, $0.value) }) { $1 }
    }

    /// Unique ids of everything it describes, sorted.
    package var uniqueIDs: [String] { relations.keys.sorted() }

    /// A whole number that the warehouse tells of a relation, by the first of these names that it uses; nil when it tells none.
    ///
    /// The names differ between adapters: `row_count` in Snowflake, `num_rows` in BigQuery.
    package func figure(_ names: [String], of uniqueID: String) -> Int? {
        guard let statistics = relations[uniqueID]?["stats"] else { return nil }
        return names.lazy.compactMap { name -> Int? in
            guard let value = statistics[name]?["value"] else { return nil }
            return (value.double ?? value.string.flatMap(Double.init)).flatMap { Int(exactly: $0.rounded()) }
        }.first
    }

    /// The columns of a node's relation in the table's order; nil when the catalog does not know it.
    package func columns(of uniqueID: String) -> [CatalogColumn]? {
        relations[uniqueID].map { relation in
            (relation["columns"]?.members ?? []).map { CatalogColumn(key: $0.key, slice: $0.value) }.sorted { $0.index < $1.index }
        }
    }
}

/// A column as the warehouse has it.
package struct CatalogColumn: Hashable, Sendable {
    /// As the warehouse spells it.
    package let name: String
    /// As the warehouse spells it.
    package let type: String
    /// Its place in the table, as the adapter counts: from 1, sometimes from 0.
    package let index: Int

    init(key: String, slice: JSONSlice) {
        self.name = slice["name"]?.string ?? key
        self.type = slice["type"]?.string ?? ""
        self.index = slice["index"]?.integer ?? 0
    }
}
