/// One difference between two states of a node; pure.
package struct CatalogueChange: Hashable, Sendable {
    package enum Kind: String, Codable, Hashable, Sendable, CaseIterable {
        case nodeAdded = "node_added"
        case nodeRemoved = "node_removed"
        case description, owner, tags, meta, relation
        case columnAdded = "column_added"
        case columnRemoved = "column_removed"
        case columnType = "column_type"
        case columnDescription = "column_description"
        case columnTags = "column_tags"
    }

    package var kind: Kind
    package var column: String?
    package var old: String?
    package var new: String?

    package init(_ kind: Kind, column: String? = nil, old: String? = nil, new: String? = nil) {
        self.kind = kind
        self.column = column
        self.old = old
        self.new = new
    }

    /// What changed from one state to the next.
    ///
    /// Row counts and links to other nodes are not history: the first change all the time, the second is told by the other node.
    package static func between(_ old: CatalogueDocument, _ new: CatalogueDocument) -> [CatalogueChange] {
        let whole: [(Kind, String?, String?)] = [
            (.relation, old.relation, new.relation), (.description, old.description, new.description), (.owner, old.owner, new.owner),
            (.tags, list(old.tags), list(new.tags)), (.meta, text(old.meta), text(new.meta)),
        ]
        return whole.compactMap { kind, old, new in old == new ? nil : CatalogueChange(kind, old: old, new: new) }
            + columns(old.columns, new.columns)
    }

    private static func columns(_ old: [CatalogueDocument.Column], _ new: [CatalogueDocument.Column]) -> [CatalogueChange] {
        let before = Dictionary(old.map { ($0.name.lowercased(), $0) }) { first, _ in first }
        let after = Set(new.map { $0.name.lowercased() })
        let removed = old.filter { !after.contains($0.name.lowercased()) }.map {
            CatalogueChange(.columnRemoved, column: $0.name, old: $0.type)
        }
        return removed
            + new.flatMap { column -> [CatalogueChange] in
                guard let known = before[column.name.lowercased()] else {
                    return [CatalogueChange(.columnAdded, column: column.name, new: column.type)]
                }
                return changes(known, column)
            }
    }

    private static func changes(_ old: CatalogueDocument.Column, _ new: CatalogueDocument.Column) -> [CatalogueChange] {
        var found: [CatalogueChange] = []
        // That a type became known, or is spelled as the warehouse does instead of the project, is no change of the column.
        if old.isInWarehouse == new.isInWarehouse, old.type != new.type, old.type != nil {
            found.append(CatalogueChange(.columnType, column: new.name, old: old.type, new: new.type))
        }
        if old.description != new.description {
            found.append(CatalogueChange(.columnDescription, column: new.name, old: old.description, new: new.description))
        }
        if old.tags != new.tags {
            found.append(CatalogueChange(.columnTags, column: new.name, old: list(old.tags), new: list(new.tags)))
        }
        return found
    }

    private static func list(_ tags: [String]) -> String { tags.joined(separator: ", ") }
    private static func text(_ meta: [String: String]) -> String {
        meta.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }.joined(separator: "\n")
    }
}
