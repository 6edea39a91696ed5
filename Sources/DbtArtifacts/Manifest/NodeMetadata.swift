/// Who a node belongs to, and what else its `meta` says.
extension ManifestNode {
    /// `meta.owner`, else the owner of its group, else an exposure's owner; a name, or an address where there is no name.
    package func owner(in manifest: Manifest) -> String? {
        if let owner = meta["owner"] {
            let named = owner["name"]?.string ?? owner["email"]?.strings.first
            if let text = named ?? owner.scalarText ?? Self.list(owner.strings), !text.isEmpty { return text }
        }
        if let name = group {
            let group = manifest.group(name, package: packageName)
            return group?.ownerName ?? group?.ownerEmail ?? name
        }
        return self["owner"]?["name"]?.string ?? self["owner"]?["email"]?.strings.first
    }

    private static func list(_ texts: [String]) -> String? { texts.isEmpty ? nil : texts.joined(separator: ", ") }

    /// The other keys of `meta`, values as text: scalars plain, the rest as JSON.
    package func otherMeta(except keys: Set<String>) -> [String: String] {
        meta.filter { !keys.contains($0.key) && !$0.value.isNull }
            .mapValues { $0.scalarText ?? String(decoding: $0.bytes, as: UTF8.self) }
    }
}
