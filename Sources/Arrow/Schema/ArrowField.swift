package import Relational

/// A column's description: name, type, and what the driver says beside it.
package struct ArrowField: Hashable, Sendable {
    package var name: String
    package var type: ArrowType
    /// Whether the driver says that values may be null; many drivers say so of every column.
    package var isNullable: Bool
    /// The driver's own keys and values, for example the Snowflake driver's `precision` and `scale`.
    package var metadata: [String: String]
    /// A type built on top of `type`, when the metadata names one.
    package var extensionType: ArrowExtension?

    package init(
        name: String,
        type: ArrowType,
        isNullable: Bool = true,
        metadata: [String: String] = [:]
    ) {
        self.name = name
        self.type = type
        self.isNullable = isNullable
        self.metadata = metadata
        extensionType = ArrowExtension(metadata: metadata)
    }
}

extension ArrowField {
    /// The family of values `RecordBatch.value(column:row:)` delivers for this column.
    package var typeClass: TypeClass { extensionType?.typeClass ?? type.typeClass }
}

extension ArrowType {
    /// The family of values, extension types aside.
    package var typeClass: TypeClass {
        switch self {
        case .null, .union: .unknown
        case .boolean: .boolean
        case .integer: .integer
        case .float: .float
        case .decimal: .decimal
        case .text: .text
        case .binary, .fixedSizeBinary: .binary
        case .date: .date
        case .time: .time
        case .timestamp(_, let zone): zone == nil ? .timestamp : .zonedTimestamp
        case .duration, .interval: .interval
        case .list, .fixedSizeList: .array
        case .structure: .structure
        case .map: .map
        case .dictionary(_, _, let values), .runEndEncoded(_, let values): values.typeClass
        }
    }
}
