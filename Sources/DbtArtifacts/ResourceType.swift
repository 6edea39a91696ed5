/// What kind of thing a node is, in dbt's words.
///
/// A kind that this program has never heard of is kept as it is.
package struct ResourceType: RawRepresentable, Hashable, Sendable, Codable {
    /// dbt's word, such as `semantic_model`.
    package let rawValue: String

    package init(rawValue: String) {
        self.rawValue = rawValue
    }

    package static let model = ResourceType(rawValue: "model")
    package static let seed = ResourceType(rawValue: "seed")
    package static let snapshot = ResourceType(rawValue: "snapshot")
    package static let source = ResourceType(rawValue: "source")
    package static let test = ResourceType(rawValue: "test")
    package static let unitTest = ResourceType(rawValue: "unit_test")
    package static let exposure = ResourceType(rawValue: "exposure")
    package static let metric = ResourceType(rawValue: "metric")
    package static let semanticModel = ResourceType(rawValue: "semantic_model")
    package static let savedQuery = ResourceType(rawValue: "saved_query")
    package static let function = ResourceType(rawValue: "function")
    package static let analysis = ResourceType(rawValue: "analysis")
    package static let operation = ResourceType(rawValue: "operation")

    /// Whether dbt builds a table or view of data from it: model, seed or snapshot.
    package var isData: Bool { self == .model || self == .seed || self == .snapshot }

    /// Whether `dbt ls` shows it unless told otherwise: everything but analyses and hooks.
    package var isListed: Bool { self != .analysis && self != .operation && rawValue != "sql_operation" && rawValue != "rpc" }
}
