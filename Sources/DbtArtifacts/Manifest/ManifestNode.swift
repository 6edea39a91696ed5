import Relational

/// One node of a manifest: a model, seed, snapshot, test, source, exposure or anything else in dbt's graph.
///
/// Every property is decoded from the file's text each time it is asked for; keep what you need often.
package struct ManifestNode: Sendable, Identifiable {
    let index: ManifestIndex
    let position: Int

    /// Such as `model.shop.orders`.
    package var uniqueID: String { index.entries[position].uniqueID }
    package var id: String { uniqueID }

    /// The member `key` of the node's object as it is in the file; nil when it is absent or null.
    package subscript(key: String) -> JSONSlice? {
        guard let member = index.member(key, of: position), !member.isNull else { return nil }
        return member
    }

    /// The whole object as it is in the file.
    package var slice: JSONSlice {
        let range = index.entries[position].range
        return JSONSlice(text: index.text, range: Int(range.lowerBound)..<Int(range.upperBound))
    }

    /// dbt's word for the kind of node; where the file does not say, the first part of the unique id.
    package var resourceType: ResourceType {
        ResourceType(rawValue: text("resource_type") ?? String(uniqueID.prefix { $0 != "." }))
    }

    /// The name in the project, without package and version.
    package var name: String { text("name") ?? uniqueID }
    /// The dbt package that defines it; the project's own name for its own nodes.
    package var packageName: String { text("package_name") ?? "" }
    /// The file it is defined in, relative to its package.
    package var originalFilePath: String { text("original_file_path") ?? "" }
    /// Its place in the project's folders, and its name.
    package var fqn: [String] { self["fqn"]?.strings ?? [] }
    /// The author's words; empty when there are none.
    package var description: String { text("description") ?? "" }
    /// The group's name; nil when it is in none.
    package var group: String? { text("group") ?? config("group")?.string }
    /// `sql` or `python`; nil for nodes without code.
    package var language: String? { text("language") }
    /// A versioned model's version, as text.
    package var version: String? { self["version"]?.scalarText }
    /// The version that an unpinned `ref` means, as text.
    package var latestVersion: String? { self["latest_version"]?.scalarText }
    /// `private`, `protected` or `public`; nil for nodes that have no access.
    package var access: String? { text("access") }
    /// Its tags, in the file's order.
    package var tags: [String] { self["tags"]?.strings ?? config("tags")?.strings ?? [] }
    /// The code as it was written; nil for nodes without code.
    package var rawCode: String? { text("raw_code") ?? text("raw_sql") }
    /// The code as it went to the warehouse; nil before compilation.
    package var compiledCode: String? { text("compiled_code") ?? text("compiled_sql") }

    /// Unique ids of the nodes it reads, in the file's order.
    ///
    /// Seeds and sources read nothing, whatever an old manifest says.
    package var dependsOnNodes: [String] {
        guard resourceType != .seed, resourceType != .source else { return [] }
        return self["depends_on"]?["nodes"]?.strings ?? []
    }

    /// Unique ids of the macros it calls directly, in the file's order.
    package var dependsOnMacros: [String] {
        guard resourceType != .source else { return [] }
        return self["depends_on"]?["macros"]?.strings ?? []
    }

    /// A setting of its configuration, defaults included; nil when it is absent or null.
    package func config(_ key: String) -> JSONSlice? {
        guard let setting = self["config"]?[key], !setting.isNull else { return nil }
        return setting
    }

    /// `table`, `view`, `incremental`, `ephemeral` and so on; nil for nodes that are not materialized.
    package var materialized: String? { config("materialized")?.string }
    /// Whether dbt builds no relation for it, but puts its code into its readers.
    package var isEphemeral: Bool { materialized == "ephemeral" }
    /// Whether it takes part in dbt's graph.
    package var isEnabled: Bool { config("enabled")?.bool ?? true }
    /// `config.unique_key` as texts, which may be column names or expressions; empty when there is none.
    package var uniqueKey: [String] { config("unique_key")?.strings ?? [] }

    /// The free-form settings of the author, from `meta` and `config.meta`; the latter wins.
    package var meta: [String: JSONSlice] {
        ManifestColumn.merge(self["meta"], config("meta"))
    }

    /// The documented columns, in the file's order.
    package var columns: [ManifestColumn] {
        self["columns"]?.members.map { ManifestColumn(key: $0.key, slice: $0.value) } ?? []
    }

    /// The node that a generic test stands under; of an older manifest the only node it reads.
    ///
    /// Nil for anything else.
    package var attachedNode: String? {
        if let attached = text("attached_node") { return attached }
        guard resourceType == .test, self["test_metadata"] != nil else { return nil }
        let nodes = dependsOnNodes
        return nodes.count == 1 ? nodes[0] : nil
    }

    func text(_ key: String) -> String? { self[key]?.string }
}

extension ManifestNode {
    /// The relation dbt builds or reads for the node; nil when there is none (tests, exposures, ephemeral models).
    package var relation: NodeRelation? {
        let isSource = resourceType == .source
        guard isSource || resourceType.isData || resourceType == .function, !isEphemeral else { return nil }
        guard let identifier = text(isSource ? "identifier" : "alias") ?? text("name") else { return nil }
        let name = RelationName(database: text("database"), namespace: text("schema"), identifier: identifier)
        return NodeRelation(name: name, sqlText: text("relation_name"))
    }
}
