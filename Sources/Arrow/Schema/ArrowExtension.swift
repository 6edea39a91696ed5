import Foundation
import Relational

/// A type that a producer builds on top of an Arrow type and names in the field's metadata.
///
/// https://arrow.apache.org/docs/format/CanonicalExtensions.html
package enum ArrowExtension: Hashable, Sendable {
    /// Sixteen bytes; delivered as text in the usual 8-4-4-4-12 form, lower case.
    case uuid
    /// Text that holds JSON.
    case json
    /// A boolean in a whole byte.
    case bool8
    /// An engine's own type, passed through; `typeName` is the engine's word for it.
    case opaque(typeName: String, vendor: String)
    /// Any other; its values are delivered as those of the type underneath.
    case other(name: String)

    /// Reads `ARROW:extension:name` and `ARROW:extension:metadata`; nil when the metadata name no extension.
    init?(metadata: [String: String]) {
        guard let name = metadata["ARROW:extension:name"] else { return nil }
        switch name {
        case "arrow.uuid": self = .uuid
        case "arrow.json": self = .json
        case "arrow.bool8": self = .bool8
        case "arrow.opaque":
            let detail = metadata["ARROW:extension:metadata"].map { Data($0.utf8) } ?? Data()
            let opaque = try? JSONDecoder().decode(Opaque.self, from: detail)
            self = opaque.map { .opaque(typeName: $0.typeName, vendor: $0.vendorName) } ?? .other(name: name)
        default: self = .other(name: name)
        }
    }

    /// DuckDB's own types, as it passes them through when `arrow_lossless_conversion` is set.
    enum DuckDBType: String {
        /// Sixteen bytes: signed integers of 128 bits.
        case hugeint
        /// Sixteen bytes: unsigned integers of 128 bits.
        case uhugeint
        /// Eight bytes: a time of day with an offset from UTC.
        case timeWithZone = "time_tz"
        /// A string of bits.
        case bit
    }

    /// Which of DuckDB's types this is, if any.
    var duckDBType: DuckDBType? {
        guard case .opaque(let typeName, "DuckDB") = self else { return nil }
        return DuckDBType(rawValue: typeName)
    }

    /// Whether this is PostgreSQL's `numeric`, which its driver delivers as text because it has no bounds.
    var isPostgreSQLNumeric: Bool { self == .opaque(typeName: "numeric", vendor: "PostgreSQL") }

    /// The family of values, where it differs from that of the type underneath.
    var typeClass: TypeClass? {
        switch self {
        case .uuid: .uuid
        case .json: .json
        case .bool8: .boolean
        case .opaque:
            switch duckDBType {
            case .hugeint, .uhugeint: .decimal
            case .timeWithZone, .bit: .text
            case nil: isPostgreSQLNumeric ? .decimal : nil
            }
        case .other: nil
        }
    }

    private struct Opaque: Decodable {
        let typeName: String
        let vendorName: String

        enum CodingKeys: String, CodingKey {
            case typeName = "type_name"
            case vendorName = "vendor_name"
        }
    }
}
