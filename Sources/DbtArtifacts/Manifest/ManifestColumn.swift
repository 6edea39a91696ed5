/// A column that the author documented.
package struct ManifestColumn: Sendable {
    /// As it is spelled in YAML.
    package let name: String
    let slice: JSONSlice

    init(key: String, slice: JSONSlice) {
        self.name = slice["name"]?.string ?? key
        self.slice = slice
    }

    /// The declared type; nil when there is none.
    package var dataType: String? { slice["data_type"]?.string }
    /// The author's words; empty when there are none.
    package var description: String { slice["description"]?.string ?? "" }
    /// From `tags` and `config.tags`, without repetition.
    package var tags: [String] {
        let own = slice["tags"]?.strings ?? []
        return own + (slice["config"]?["tags"]?.strings ?? []).filter { !own.contains($0) }
    }
    /// From `meta` and `config.meta`; the latter wins.
    package var meta: [String: JSONSlice] { Self.merge(slice["meta"], slice["config"]?["meta"]) }
    /// The types of its constraints, such as `primary_key`.
    package var constraintTypes: [String] { slice["constraints"]?.elements.compactMap { $0["type"]?.string } ?? [] }

    static func merge(_ outer: JSONSlice?, _ inner: JSONSlice?) -> [String: JSONSlice] {
        let members = (outer?.members ?? []) + (inner?.members ?? [])
        return Dictionary(members.map { ($0.key, $0.value) }) { $1 }
    }
}
