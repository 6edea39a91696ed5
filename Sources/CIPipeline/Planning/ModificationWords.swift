import DbtArtifacts

/// Says in words what about a node the change modifies.
enum ModificationWords {
    /// For example `its code, the macro cents_to_dollars`.
    static func text(_ modifications: [Modification], of type: ResourceType, package: String) -> String? {
        let parts = modifications.map { words($0, type, package) }
        return parts.isEmpty ? nil : parts.joined(separator: ", ")
    }

    private static let plain: [ModificationReason: String] = [
        .relation: "its schema or alias", .persistedDescriptions: "its stored descriptions", .contract: "its contract",
        .fqn: "its folder", .latestVersion: "its latest version", .access: "its access", .deprecationDate: "its deprecation date",
        .quoting: "its quoting", .new: "it is new",
    ]

    private static func words(_ modification: Modification, _ type: ResourceType, _ package: String) -> String {
        switch modification.reason {
        case .body: type == .seed ? "its content" : "its code"
        case .configs: "its config" + (modification.details.isEmpty ? "" : " (\(cut(modification.details)))")
        case .macros:
            (modification.details.count == 1 ? "the macro " : "the macros ") + cut(modification.details.map { macro($0, package) })
        case let reason: plain[reason] ?? reason.rawValue.replacing("_", with: " ")
        }
    }

    /// `macro.shop.cents` of the project itself is `cents`, of another package `dbt_utils.cents`.
    private static func macro(_ id: String, _ package: String) -> String {
        let parts = id.split(separator: ".").dropFirst()
        return (parts.first.map(String.init) == package ? parts.dropFirst() : parts).joined(separator: ".")
    }

    private static func cut(_ names: [String]) -> String {
        names.prefix(4).joined(separator: ", ") + (names.count > 4 ? " and \(names.count - 4) more" : "")
    }
}
