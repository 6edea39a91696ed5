import Foundation

/// What `plumbline select` prints as JSON: schema version 1 of a selection.
package struct SelectionReport: Encodable, Sendable {
    package let schemaVersion = 1
    package let modified: [Modified]
    package let removed: [Removed]
    package let downstream: [Downstream]
    package let exposures: [ExposureEntry]
    /// What makes the answer less trustworthy, for people.
    package let warnings: [String]

    /// A node of `state:modified`.
    package struct Modified: Encodable, Sendable {
        package let uniqueID: String
        package let resourceType: ResourceType
        package let name: String
        package let change: ModifiedNode.Change
        package let reasons: [ModificationReason]
        /// Names of the settings behind the reason `configs`.
        package let configs: [String]
        /// Unique ids of the macros behind the reason `macros`.
        package let macros: [String]
        package let relationNameA: String?
        package let relationNameB: String?
        package let primaryKey: Key?

        enum CodingKeys: String, CodingKey {
            case uniqueID = "unique_id"
            case resourceType = "resource_type"
            case name, change, reasons, configs, macros
            case relationNameA = "relation_name_a"
            case relationNameB = "relation_name_b"
            case primaryKey = "primary_key"
        }
    }

    /// The key of a model, seed or snapshot.
    package struct Key: Encodable, Sendable {
        package let columns: [String]
        package let source: PrimaryKeySource
        package let explanation: String
    }

    /// A node that only the base has.
    package struct Removed: Encodable, Sendable {
        package let uniqueID: String
        package let resourceType: ResourceType
        package let name: String
        /// `disabled` or `deleted`.
        package let change: String
        package let relationNameA: String?

        enum CodingKeys: String, CodingKey {
            case uniqueID = "unique_id"
            case resourceType = "resource_type"
            case name, change
            case relationNameA = "relation_name_a"
        }
    }

    /// A node that reads a modified one.
    package struct Downstream: Encodable, Sendable {
        package let uniqueID: String
        package let resourceType: ResourceType
        package let name: String
        package let distance: Int
        package let via: [String]

        enum CodingKeys: String, CodingKey {
            case uniqueID = "unique_id"
            case resourceType = "resource_type"
            case name, distance, via
        }
    }

    /// An exposure of `state:modified+`.
    package struct ExposureEntry: Encodable, Sendable {
        package let uniqueID: String
        package let name: String
        package let type: String?
        package let owner: String?
        package let url: String?

        enum CodingKeys: String, CodingKey {
            case uniqueID = "unique_id"
            case name, type, owner, url
        }
    }

    enum CodingKeys: String, CodingKey {
        case schemaVersion = "schema_version"
        case modified, removed, downstream, exposures, warnings
    }

    /// Describes `comparison`; primary keys are looked for in the head, with `finder`.
    package init(_ comparison: ManifestComparison, finder: PrimaryKeyFinder = PrimaryKeyFinder()) {
        let tests = comparison.modified.contains { $0.resourceType.isData } ? comparison.head.testsByNode() : [:]
        self.modified = comparison.modified.map { node in
            let key = node.resourceType.isData ? finder.search(node.head, tests: tests[node.uniqueID] ?? []).key : nil
            return Modified(node, key: key)
        }
        self.removed = comparison.removed.map(Removed.init)
        self.downstream = comparison.downstream.map(Downstream.init)
        self.exposures = comparison.exposures.map(ExposureEntry.init)
        self.warnings = comparison.warnings.map(\.description)
    }

    /// The report as JSON text with sorted keys, two spaces of indentation and a final newline.
    package func json() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(self), as: UTF8.self) + "\n"
    }
}
