/// Finds a model's primary key in what the project says about it.
///
/// Seven rules, the first that holds wins, and the key comes from one statement of one rule: two columns that are unique each for itself
/// are two keys, not one key of two columns.
///
/// 1. the model's `meta.<tag>`, 2. columns with `<tag>` in their `meta`, 3. columns tagged `<tag>`, 4. uniqueness tests, 5. `unique_key`
/// of an incremental model or a snapshot, 6. a column called `id`, `pk`, `pkey` or `<model>_id`, 7. a `primary_key` constraint.
package struct PrimaryKeyFinder: Hashable, Sendable {
    /// The word that marks key columns in `meta` and `tags`.
    package let tag: String

    package init(tag: String = "primary-key") {
        self.tag = tag
    }

    /// The key of `node`, or nil when no rule holds.
    ///
    /// `columns` are the relation's own, from the warehouse or the catalog. With them a rule that names an unknown column does not hold, and
    /// the answer is spelled as they are; without them the documented columns serve for rule 6 and nothing is checked.
    package func key(of node: ManifestNode, in manifest: Manifest, columns: [String]? = nil) -> PrimaryKey? {
        search(node, tests: manifest.tests(attachedTo: node.uniqueID), columns: columns).key
    }

    /// The key of `node` and what was offered but could not be taken.
    ///
    /// `tests` are those attached to the node; for many nodes take them from ``Manifest/testsByNode()``.
    package func search(
        _ node: ManifestNode,
        tests: [ManifestNode],
        columns: [String]? = nil
    ) -> (key: PrimaryKey?, rejected: [RejectedKey]) {
        var rejected: [RejectedKey] = []
        let documented = node.columns
        let known = columns.map(ColumnNames.init)
        let rules: [() -> [KeyOffer]] = [
            { modelMeta(node) }, { columnMeta(documented) }, { columnTags(documented) },
            { UniquenessTests(node: node, documented: documented.map(\.name), tests: tests).offers() },
            { uniqueKey(node, documented) }, { nameGuess(node, columns ?? documented.map(\.name)) }, { constraints(node, documented) },
        ]
        for offer in rules.lazy.flatMap({ $0() }) {
            switch offer.resolve(among: known) {
            case .success(let key): return (key, rejected)
            case .failure(let rejection): rejected.append(rejection)
            }
        }
        return (nil, rejected)
    }

    private func modelMeta(_ node: ManifestNode) -> [KeyOffer] {
        let columns = node.meta[tag]?.strings ?? []
        return KeyOffer.list(columns, .modelMeta, "meta.\(tag) of the model")
    }

    /// `primary-key: false` is a way to say no.
    private func columnMeta(_ columns: [ManifestColumn]) -> [KeyOffer] {
        let marked = columns.filter { column in
            guard let mark = column.meta[tag] else { return false }
            return !mark.isNull && mark.bool != false
        }
        return KeyOffer.list(marked.map(\.name), .columnMeta, "meta.\(tag) of the columns")
    }

    private func columnTags(_ columns: [ManifestColumn]) -> [KeyOffer] {
        KeyOffer.list(columns.filter { $0.tags.contains(tag) }.map(\.name), .columnTags, "tag \(tag) of the columns")
    }

    private func uniqueKey(_ node: ManifestNode, _ documented: [ManifestColumn]) -> [KeyOffer] {
        guard node.materialized == "incremental" || node.resourceType == .snapshot, !node.uniqueKey.isEmpty else { return [] }
        let note = node.resourceType == .snapshot ? "; a snapshot repeats it for every version of a row" : ""
        let names = Set(documented.map(\.name))
        return [KeyOffer(expressions: node.uniqueKey, names: names, .uniqueKey, "unique_key in the configuration\(note)")]
    }

    private func nameGuess(_ node: ManifestNode, _ columns: [String]) -> [KeyOffer] {
        let present = ColumnNames(columns)
        return ["id", "pk", "pkey", "\(node.name)_id"].compactMap(present.find).prefix(1).map {
            KeyOffer(columns: [$0], .nameGuess, "guessed from the column's name")
        }
    }

    private func constraints(_ node: ManifestNode, _ columns: [ManifestColumn]) -> [KeyOffer] {
        let ofModel = node["constraints"]?.elements.filter { $0["type"]?.string == "primary_key" } ?? []
        let ofColumns = columns.filter { $0.constraintTypes.contains("primary_key") }.map(\.name)
        return ofModel.flatMap { KeyOffer.list($0["columns"]?.strings ?? [], .constraint, "primary_key constraint of the model") }
            + KeyOffer.list(ofColumns, .constraint, "primary_key constraint of the column")
    }
}
