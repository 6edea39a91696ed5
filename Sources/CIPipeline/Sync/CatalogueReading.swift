package import DbtArtifacts
import Relational
package import Store

/// Makes the catalogue's documents from the artifacts of a production run; pure but for reading the files.
package enum CatalogueReading {
    /// Kinds of nodes that people look up.
    private static let kinds: Set<ResourceType> = [
        .model, .seed, .snapshot, .source, .exposure, .metric, .semanticModel, .savedQuery, .function,
    ]

    /// - Parameters:
    ///   - previous: what the catalogue has; where the warehouse's catalog is missing, its columns, types and figures stay.
    ///   - primaryKeyTag: a meta key that is no metadata for people.
    /// - Throws: `ArtifactError` naming the file.
    package static func documents(
        manifest path: String, catalog catalogPath: String?, previous: [String: CatalogueDocument], primaryKeyTag: String
    ) throws(ArtifactError) -> [CatalogueDocument] {
        let manifest = try Manifest(contentsOf: path)
        let catalog: Catalog?
        if let catalogPath { catalog = try Catalog(contentsOf: catalogPath) } else { catalog = nil }
        let nodes = manifest.nodes.filter { kinds.contains($0.resourceType) && $0.isEnabled }
        let wanted = Set(nodes.map(\.uniqueID))
        var readers: [String: Set<String>] = [:]
        for node in nodes {
            for upstream in node.dependsOnNodes where wanted.contains(upstream) { readers[upstream, default: []].insert(node.uniqueID) }
        }
        let ignored: Set = ["owner", "datafold", "plumbline", primaryKeyTag]
        return nodes.map { node in
            var document = document(of: node, in: manifest, ignoring: ignored)
            document.upstream = Set(node.dependsOnNodes).intersection(wanted).sorted()
            document.downstream = readers[node.uniqueID, default: []].sorted()
            addWarehouse(to: &document, catalog, previous[node.uniqueID])
            return document
        }
    }

    private static func document(of node: ManifestNode, in manifest: Manifest, ignoring ignored: Set<String>) -> CatalogueDocument {
        let isExposure = node.resourceType == .exposure
        var document = CatalogueDocument(
            uniqueID: node.uniqueID, name: name(node), resourceType: node.resourceType.rawValue, packageName: node.packageName,
            description: node.description)
        document.relation = node.relation?.name.parts.joined(separator: ".")
        document.materialized = node.materialized
        document.tags = node.tags.reduce(into: []) { tags, tag in if !tags.contains(tag) { tags.append(tag) } }.sorted()
        document.owner = node.owner(in: manifest)
        document.meta = node.otherMeta(except: ignored)
        document.columns = node.columns.map {
            CatalogueDocument.Column(name: $0.name, type: $0.dataType, description: $0.description, tags: $0.tags.sorted())
        }
        document.url = isExposure ? node["url"]?.string : nil
        document.file = node.originalFilePath
        return document
    }

    /// A source is known by its two names, a versioned model by its version.
    private static func name(_ node: ManifestNode) -> String {
        if node.resourceType == .source, let source = node["source_name"]?.string { return "\(source).\(node.name)" }
        return node.version.map { "\(node.name).v\($0)" } ?? node.name
    }

    private static func addWarehouse(to document: inout CatalogueDocument, _ catalog: Catalog?, _ previous: CatalogueDocument?) {
        if let columns = catalog?.columns(of: document.uniqueID) {
            document.columns = merged(columns.map { ($0.name, $0.type) }, document.columns)
            document.rowCount = catalog?.figure(["row_count", "num_rows", "rows"], of: document.uniqueID)
            document.bytes = catalog?.figure(["bytes", "num_bytes", "size"], of: document.uniqueID)
        } else if let previous, previous.columns.contains(where: \.isInWarehouse) {
            let known = previous.columns.filter(\.isInWarehouse).map { ($0.name, $0.type ?? "") }
            document.columns = merged(known, document.columns)
            document.rowCount = previous.rowCount
            document.bytes = previous.bytes
        }
    }

    /// The warehouse's columns with the project's words; then what only the project knows.
    private static func merged(
        _ columns: [(name: String, type: String)], _ documented: [CatalogueDocument.Column]
    ) -> [CatalogueDocument.Column] {
        let words = Dictionary(documented.map { ($0.name.lowercased(), $0) }) { first, _ in first }
        let known = Set(columns.map { $0.name.lowercased() })
        return columns.map { column in
            let documented = words[column.name.lowercased()]
            return CatalogueDocument.Column(
                name: column.name, type: column.type, description: documented?.description ?? "", tags: documented?.tags ?? [],
                isInWarehouse: true)
        } + documented.filter { !known.contains($0.name.lowercased()) }
    }
}
